package sleeper.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.cli.picture.GraphLayout.Branch;
import sleeper.cli.picture.GraphLayout.Node;
import sleeper.statemachine.graph.GraphEdge;
import sleeper.statemachine.graph.GraphEdge.Kind;
import sleeper.statemachine.graph.GraphState;
import sleeper.statemachine.graph.MachineGraph;
import sleeper.statemachine.way.ExecutionWay;
import sleeper.statemachine.way.MachineRun;
import sleeper.statestore.instance.Executions.Status;

class GraphLayoutTest {
    private static final Paper PAPER = new Paper(80, 40, true);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    private static MachineRun run(GraphState... states) {
        return run(List.of(states));
    }

    private static MachineRun run(List<GraphState> states) {
        ExecutionWay way = new ExecutionWay(
                Status.RUNNING, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of());
        return new MachineRun(new MachineGraph(states.get(0).name(), "", states), way);
    }

    private static GraphState state(String name, GraphEdge... edges) {
        return new GraphState(name, "Pass", "", "", List.of(edges), List.of());
    }

    private static GraphEdge edge(Kind kind, String to) {
        return new GraphEdge(kind, to, List.of(), to);
    }

    /** States of which any may lead to any, so that there are loops, joins and states that nothing leads to. */
    private static List<GraphState> anyStates(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = 1 + random.nextInt(12);
        List<GraphState> states = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<GraphEdge> edges = new ArrayList<>();
            int kind = random.nextInt(3);
            if (kind == 0) {
                edges.add(edge(Kind.NEXT, "s" + random.nextInt(count)));
                edges.add(edge(Kind.CATCH, "s" + random.nextInt(count)));
            } else if (kind == 1) {
                for (int rule = random.nextInt(4); rule >= 0; rule--) {
                    edges.add(edge(Kind.CHOICE, "s" + random.nextInt(count)));
                }
                edges.add(edge(Kind.DEFAULT, "s" + random.nextInt(count)));
            }
            states.add(state("s" + i, edges.toArray(GraphEdge[]::new)));
        }
        return states;
    }

    private static Set<String> reached(List<GraphState> states) {
        Set<String> reached = new HashSet<>(Set.of("s0"));
        int before;
        do {
            before = reached.size();
            states.stream()
                    .filter(state -> reached.contains(state.name()))
                    .toList()
                    .forEach(state -> state.edges().forEach(edge -> reached.add(edge.to())));
        } while (reached.size() > before);
        return reached;
    }

    private static void collect(List<Node> nodes, List<String> into) {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            into.add(node.state().name());
            node.branches().forEach(branch -> collect(branch.nodes(), into));
            List<GraphEdge> next = node.state().edges(Kind.NEXT);
            String below = i + 1 < nodes.size() ? nodes.get(i + 1).state().name() : "";
            assertThat(node.goesTo())
                    .isEqualTo(next.stream()
                            .map(GraphEdge::to)
                            .filter(to -> !to.equals(below))
                            .findFirst());
            assertThat(node.branches()).allSatisfy(GraphLayoutTest::expectOneEnd);
        }
    }

    private static void expectOneEnd(Branch branch) {
        assertThat(branch.goesTo().isPresent()).isNotEqualTo(!branch.nodes().isEmpty());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldDrawEachStateThatIsReachedOnce(long seed) {
        // Given
        List<GraphState> states = anyStates(seed);
        // When
        List<String> drawn = new ArrayList<>();
        collect(GraphLayout.of(run(states)), drawn);
        // Then
        assertThat(drawn).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(reached(states));
    }

    @Test
    void shouldStandBehindAllBranchesWhereTheyMeet() {
        // Given
        MachineRun run = run(
                state("ask", edge(Kind.CHOICE, "left"), edge(Kind.DEFAULT, "right")),
                state("end"),
                state("left", edge(Kind.NEXT, "end")),
                state("right", edge(Kind.NEXT, "end")));
        // When
        List<Node> nodes = GraphLayout.of(run);
        // Then
        assertThat(nodes).extracting(node -> node.state().name()).containsExactly("ask", "end");
        assertThat(nodes.get(0).branches()).extracting(Branch::label).containsExactly("left", "otherwise");
    }

    @Test
    void shouldDrawAStateThatTwoRulesLeadToInOneBranch() {
        // Given
        MachineRun run = run(
                state("ask", edge(Kind.CHOICE, "one"), edge(Kind.CHOICE, "one"), edge(Kind.DEFAULT, "ask")),
                state("one"));
        // When / Then
        assertThat(new GraphPicture(run, PAPER, Instant.EPOCH).lines())
                .startsWith("○ ask", "├○ one or one", "│  ○ one", "└○ otherwise ↑ ask");
    }

    @Test
    void shouldHoldOutALongChainAndDeepBranches() {
        // Given 5,000 Choices, each in a branch of the one before
        List<GraphState> states = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            states.add(state("s" + i, edge(Kind.NEXT, "s" + (i + 1))));
        }
        for (int i = 5_000; i < 5_300; i++) {
            states.add(state("s" + i, edge(Kind.CHOICE, "s" + (i + 1)), edge(Kind.DEFAULT, "s0")));
        }
        states.add(state("s5300"));
        // When
        List<String> lines = new GraphPicture(run(states), PAPER, Instant.EPOCH).lines();
        // Then
        assertThat(lines).filteredOn(line -> line.contains("○ s")).hasSizeGreaterThanOrEqualTo(5_301);
        assertThat(lines).allSatisfy(line -> assertThat(Lettering.width(line)).isLessThanOrEqualTo(80));
    }

    @Test
    void shouldDrawWhatLeadsToAStateThatIsNotThere() {
        // Given a definition of which a part is gone
        MachineRun run = run(state("a", edge(Kind.NEXT, "gone")));
        // When / Then
        assertThat(new GraphPicture(run, PAPER, Instant.EPOCH).lines()).startsWith("○ a", "  → gone");
    }
}
