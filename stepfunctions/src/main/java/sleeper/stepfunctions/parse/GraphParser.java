package sleeper.stepfunctions.parse;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sleeper.stepfunctions.definition.State;
import sleeper.stepfunctions.definition.StateGraph;

/**
 * Reads StartAt and States, and checks that each target exists, some state ends the graph, each state is reached, and no name stands
 * twice in a definition. Where no state ends the graph, AWS does not say which states are not reached.
 */
final class GraphParser {
    private static final int MAX_NAME_LENGTH = 80;
    private static final String NO_END = "Workflow has no terminal state";
    private static final EndsGraph ENDS = new EndsGraph();

    private final Set<String> namesOfDefinition = new HashSet<>();

    /** Reads the graph of an object that may have other fields as well. */
    Optional<StateGraph> parse(FieldReader fields, VariableScopes scope) {
        Optional<String> startAt = fields.requiredText("StartAt");
        Optional<FieldReader> states = fields.requiredObject("States");
        if (states.isEmpty()) {
            return Optional.empty();
        }
        long faultsBefore = fields.faults().schemaFaults();
        Targets targets = new Targets();
        startAt.ifPresent(name -> targets.add(null, name, fields.pointerTo("StartAt")));
        Map<String, State> byName = new LinkedHashMap<>();
        for (String name : states.get().names()) {
            checkName(name, states.get());
            FieldReader state = FieldReader.of(
                    states.get().value(name).orElseThrow(), states.get().pointerTo(name), fields.faults());
            byName.put(name, new StateParser(name, state, targets, scope, this).parse());
        }
        if (byName.isEmpty()) {
            fields.faultAt("States", "At least one state is required");
        }
        targets.checkExist(byName.keySet(), fields.faults());
        boolean faulty = fields.faults().schemaFaults() > faultsBefore;
        if (faulty || byName.values().stream().anyMatch(state -> state.accept(ENDS))) {
            targets.checkReached(byName.keySet(), states.get(), fields.faults());
        } else {
            noEnd(fields);
        }
        return startAt.filter(byName::containsKey).map(start -> new StateGraph(start, byName));
    }

    /** AWS gives no place for a whole definition; that a branch or a processor is named is ours. */
    private static void noEnd(FieldReader fields) {
        if (fields.pointer().isEmpty()) {
            fields.faults().addWithoutPlace(DefinitionFault.NO_END, NO_END);
        } else {
            fields.faults().add(DefinitionFault.NO_END, NO_END, fields.pointer());
        }
    }

    private void checkName(String name, FieldReader states) {
        if (name.codePointCount(0, name.length()) > MAX_NAME_LENGTH) {
            states.faultAt(name, "A state name has at most " + MAX_NAME_LENGTH + " characters");
        }
        if (!namesOfDefinition.add(name)) {
            states.faults().add(DefinitionFault.DUPLICATE, "Duplicate state name: " + name, states.pointerTo(name));
        }
    }

    /** Where states lead. */
    static final class Targets {
        private record Target(String to, String pointer) {}

        private final Map<String, Deque<Target>> byOrigin = new LinkedHashMap<>();
        private final Deque<Target> start = new ArrayDeque<>();

        /** @param origin name of the state that leads there; null for the start */
        void add(String origin, String to, String pointer) {
            Deque<Target> targets =
                    origin == null ? start : byOrigin.computeIfAbsent(origin, key -> new ArrayDeque<>());
            targets.add(new Target(to, pointer));
        }

        private void checkExist(Set<String> names, FaultList faults) {
            start.forEach(target -> checkExists(target, names, faults, "StartAt"));
            byOrigin.values().forEach(targets -> targets.forEach(target -> checkExists(target, names, faults, "Next")));
        }

        private void checkReached(Set<String> names, FieldReader states, FaultList faults) {
            if (start.isEmpty() || !names.contains(start.getFirst().to())) {
                return;
            }
            Set<String> reached = new HashSet<>();
            Deque<String> open = new ArrayDeque<>();
            open.add(start.getFirst().to());
            while (!open.isEmpty()) {
                String name = open.remove();
                if (reached.add(name)) {
                    byOrigin.getOrDefault(name, new ArrayDeque<>()).forEach(target -> open.add(target.to()));
                }
            }
            names.stream()
                    .filter(name -> !reached.contains(name))
                    .forEach(name -> faults.add(
                            DefinitionFault.TARGET,
                            "State \"" + name + "\" is not reachable.",
                            states.pointerTo(name)));
        }

        private static void checkExists(Target target, Set<String> names, FaultList faults, String field) {
            if (!names.contains(target.to())) {
                faults.add(DefinitionFault.TARGET, "Missing '" + field + "' target: " + target.to(), target.pointer());
            }
        }
    }
}
