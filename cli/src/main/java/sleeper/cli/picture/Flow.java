package sleeper.cli.picture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.statemachine.graph.GraphEdge;
import sleeper.statemachine.graph.GraphEdge.Kind;
import sleeper.statemachine.graph.GraphState;
import sleeper.statemachine.graph.MachineGraph;

/**
 * The order in which the states of a graph are drawn, and which of them can only be reached through which (their dominators, found as in
 * Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm"). States are known by their place in that order: a state comes before
 * those that it leads to, but for loops.
 */
final class Flow {
    private final List<GraphState> states = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final List<List<Integer>> before = new ArrayList<>();
    private final List<List<Integer>> dominated = new ArrayList<>();
    private final int[] dominators;

    /** A state that nothing leads to is left out: Step Functions takes no such definition. */
    Flow(MachineGraph graph) {
        order(graph);
        dominators = new int[states.size()];
        if (!states.isEmpty()) {
            findBefore();
            findDominators();
        }
    }

    private void order(MachineGraph graph) {
        List<GraphState> all = graph.states();
        Map<String, Integer> indexes = new HashMap<>();
        all.forEach(state -> indexes.put(state.name(), indexes.size()));
        Deque<Visit> open = new ArrayDeque<>();
        BitSet seen = new BitSet();
        Optional.ofNullable(indexes.get(graph.startAt())).ifPresent(start -> {
            seen.set(start);
            open.push(new Visit(all.get(start)));
        });
        List<GraphState> ended = new ArrayList<>();
        while (!open.isEmpty()) {
            Optional<String> next = open.peek().next();
            if (next.isEmpty()) {
                ended.add(open.pop().state);
            } else if (indexes.containsKey(next.get()) && !seen.get(indexes.get(next.get()))) {
                seen.set(indexes.get(next.get()));
                open.push(new Visit(all.get(indexes.get(next.get()))));
            }
        }
        for (int i = ended.size() - 1; i >= 0; i--) {
            places.put(ended.get(i).name(), states.size());
            states.add(ended.get(i));
        }
    }

    /** A state on the way down. The last way out is followed first, so that the first one's states come first in the end. */
    private static final class Visit {
        private final GraphState state;
        private final List<GraphEdge> edges;
        private int left;

        Visit(GraphState state) {
            this.state = state;
            this.edges = waysOut(state);
            this.left = edges.size();
        }

        Optional<String> next() {
            return left == 0 ? Optional.empty() : Optional.of(edges.get(--left).to());
        }
    }

    static List<GraphEdge> waysOut(GraphState state) {
        return state.edges(Kind.CHOICE, Kind.DEFAULT, Kind.NEXT, Kind.CATCH);
    }

    private void findBefore() {
        states.forEach(state -> before.add(new ArrayList<>()));
        for (int i = 0; i < states.size(); i++) {
            int from = i;
            waysOut(states.get(i)).stream()
                    .map(edge -> places.get(edge.to()))
                    .filter(to -> to != null && !before.get(to).contains(from))
                    .forEach(to -> before.get(to).add(from));
        }
    }

    private void findDominators() {
        Arrays.fill(dominators, -1);
        dominators[0] = 0;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 1; i < states.size(); i++) {
                int found = before.get(i).stream()
                        .filter(from -> dominators[from] >= 0)
                        .reduce(this::common)
                        .orElseThrow();
                changed |= dominators[i] != found;
                dominators[i] = found;
            }
        }
        states.forEach(state -> dominated.add(new ArrayList<>()));
        for (int i = 1; i < states.size(); i++) {
            dominated.get(dominators[i]).add(i);
        }
    }

    private int common(int one, int other) {
        int a = one;
        int b = other;
        while (a != b) {
            if (a > b) {
                a = dominators[a];
            } else {
                b = dominators[b];
            }
        }
        return a;
    }

    int size() {
        return states.size();
    }

    GraphState state(int place) {
        return states.get(place);
    }

    /** @return the state's place; empty if it is not in the graph */
    Optional<Integer> place(String name) {
        return Optional.ofNullable(places.get(name));
    }

    /** @return the states that can only be reached through one, and through none in between, in their order */
    List<Integer> dominatedBy(int place) {
        return dominated.get(place);
    }

    /** @return whether every way into a state is from one other, but for those that come back from what it leads to */
    boolean isReachedFromAlone(int place, int from) {
        return before.get(place).stream().allMatch(each -> each == from || isDominated(each, place));
    }

    private boolean isDominated(int place, int by) {
        int each = place;
        while (each > by) {
            each = dominators[each];
        }
        return each == by;
    }
}
