package sleeper.cli.picture;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import sleeper.statemachine.graph.GraphEdge;
import sleeper.statemachine.graph.GraphEdge.Kind;
import sleeper.statemachine.graph.GraphState;
import sleeper.statemachine.graph.MachineGraph;
import sleeper.statemachine.way.MachineRun;

/**
 * How a machine is laid out from top to bottom: states that follow each other stand below each other; what only one rule of a Choice or
 * one caught error leads to is a branch of that state; and where several ways meet, the state stands behind all of them.
 */
final class GraphLayout {
    private static final String ANY = "States.ALL";

    private final MachineRun run;
    private final Flow flow;

    private GraphLayout(MachineRun run, MachineGraph graph) {
        this.run = run;
        this.flow = new Flow(graph);
    }

    /**
     * A state with what hangs on it.
     *
     * @param state    the state
     * @param branches ways out of it that do not just go on, in the state's order
     * @param goesTo   where it goes on if that is not what stands below it
     */
    record Node(GraphState state, List<Branch> branches, Optional<String> goesTo) {}

    /**
     * A way out of a state, or a graph that it runs.
     *
     * @param label  what opens it, for people
     * @param kind   what opens it; a graph that the state runs has {@link Kind#NEXT}
     * @param taken  whether the run took it
     * @param goesTo the state that it leads to, if that stands elsewhere
     * @param nodes  the states of the branch; none if it leads elsewhere
     */
    record Branch(String label, Kind kind, boolean taken, Optional<String> goesTo, List<Node> nodes) {}

    /** @return the states of the run's machine */
    static List<Node> of(MachineRun run) {
        return of(run, run.graph());
    }

    private static List<Node> of(MachineRun run, MachineGraph graph) {
        GraphLayout layout = new GraphLayout(run, graph);
        return layout.flow.size() == 0 ? List.of() : layout.nodes(0);
    }

    /** @param first the place of the first state; those that can only be reached through it follow */
    private List<Node> nodes(int first) {
        PriorityQueue<Integer> open = new PriorityQueue<>(List.of(first));
        List<Integer> places = new ArrayList<>();
        List<List<Branch>> branches = new ArrayList<>();
        while (!open.isEmpty()) {
            int place = open.poll();
            Set<Integer> inBranches = new HashSet<>();
            places.add(place);
            branches.add(branches(place, inBranches));
            flow.dominatedBy(place).stream()
                    .filter(each -> !inBranches.contains(each))
                    .forEach(open::add);
        }
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            GraphState state = flow.state(places.get(i));
            Optional<String> below = i + 1 < places.size()
                    ? Optional.of(flow.state(places.get(i + 1)).name())
                    : Optional.empty();
            Optional<String> next = state.edges(Kind.NEXT).stream()
                    .map(GraphEdge::to)
                    .findFirst()
                    .filter(to -> !below.equals(Optional.of(to)));
            nodes.add(new Node(state, branches.get(i), next));
        }
        return nodes;
    }

    /** @param inBranches takes the first states of the branches */
    private List<Branch> branches(int place, Set<Integer> inBranches) {
        GraphState state = flow.state(place);
        List<Branch> branches = new ArrayList<>(machines(state));
        Map<String, List<GraphEdge>> byTarget = Flow.waysOut(state).stream()
                .collect(Collectors.groupingBy(GraphEdge::to, LinkedHashMap::new, Collectors.toList()));
        byTarget.forEach((target, edges) -> {
            boolean isOwn = edges.stream().noneMatch(edge -> edge.kind() == Kind.NEXT)
                    && flow.place(target)
                            .filter(to -> flow.dominatedBy(place).contains(to) && flow.isReachedFromAlone(to, place))
                            .isPresent();
            if (isOwn) {
                int to = flow.place(target).orElseThrow();
                inBranches.add(to);
                branches.add(branch(state, edges, Optional.empty(), nodes(to)));
            } else {
                elsewhere(state, target, edges).ifPresent(branches::add);
            }
        });
        return branches;
    }

    /** What an error might have led to and did not would hide the way: most states catch all of them for one other. */
    private Optional<Branch> elsewhere(GraphState state, String target, List<GraphEdge> edges) {
        List<GraphEdge> shown = edges.stream()
                .filter(edge -> edge.kind() != Kind.NEXT)
                .filter(edge -> edge.kind() != Kind.CATCH || run.isTaken(state, edge))
                .toList();
        return shown.isEmpty() ? Optional.empty() : Optional.of(branch(state, shown, Optional.of(target), List.of()));
    }

    private Branch branch(GraphState state, List<GraphEdge> edges, Optional<String> goesTo, List<Node> nodes) {
        return new Branch(
                edges.stream().map(GraphLayout::label).collect(Collectors.joining(" or ")),
                edges.get(0).kind(),
                edges.stream().anyMatch(edge -> run.isTaken(state, edge)),
                goesTo,
                nodes);
    }

    private static String label(GraphEdge edge) {
        return switch (edge.kind()) {
            case CHOICE -> edge.words();
            case CATCH -> "on " + (edge.errors().contains(ANY) ? "any error" : edge.shortErrors());
            default -> "otherwise";
        };
    }

    private List<Branch> machines(GraphState state) {
        List<Branch> branches = new ArrayList<>();
        for (MachineGraph machine : state.machines()) {
            String label = state.kind().equals("Map") ? "each item" : "branch " + (branches.size() + 1);
            branches.add(
                    new Branch(label, Kind.NEXT, run.isTaken(machine.startAt()), Optional.empty(), of(run, machine)));
        }
        return branches;
    }
}
