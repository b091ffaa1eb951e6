package sleeper.statemachine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import sleeper.core.platform.Platform;
import sleeper.statemachine.graph.StateGraphs;

/**
 * Takes out of a definition what only platforms that are not deployed lead to, at every depth: rules of Choices, and the states
 * that nothing leads to any more.
 *
 * <p>The word of a platform that is not deployed is taken not to occur. Where it occurs all the same, since the instance was
 * deployed anew after the plan was made, the rules that are left decide, and in the end the Choice's {@code Default}.
 */
final class PlatformBranches {
    private final Set<String> deployed;

    PlatformBranches(Set<Platform> deployed) {
        this.deployed = deployed.stream().map(Platform::word).collect(Collectors.toUnmodifiableSet());
    }

    /** @throws IllegalArgumentException if the definition has no rule for a platform that is deployed */
    void requireIn(ObjectNode definition) {
        Set<String> without = new TreeSet<>(deployed);
        without.removeAll(PlatformRules.wordsIn(definition));
        if (!without.isEmpty()) {
            throw new IllegalArgumentException(
                    "The definition has no branch for the platforms " + without
                            + ", which the deployment names. Add a rule for each to the Choice of the platform, or deploy without them.");
        }
    }

    /** @param graph what has {@code StartAt} and {@code States}: a definition, a branch of a Parallel, or what a Map repeats */
    void removeFrom(ObjectNode graph) {
        ObjectNode states = (ObjectNode) graph.get("States");
        for (Map.Entry<String, JsonNode> state : states.properties()) {
            if (state.getValue().has("Choices")) {
                state.setValue(without(state.getKey(), (ObjectNode) state.getValue()));
            }
        }
        states.retain(StateGraphs.reached(graph));
        states.forEach(state -> StateGraphs.within(state).forEach(this::removeFrom));
    }

    private ObjectNode without(String name, ObjectNode choice) {
        ArrayNode rules = (ArrayNode) choice.get("Choices");
        removeWhatCannotHold(rules);
        return rules.isEmpty() ? pass(name, choice) : choice;
    }

    private void removeWhatCannotHold(ArrayNode tests) {
        for (Iterator<JsonNode> each = tests.elements(); each.hasNext(); ) {
            JsonNode test = each.next();
            if (PlatformRules.cannotHold(test, deployed)) {
                each.remove();
            } else {
                removeAlternatives(test);
            }
        }
    }

    /** An alternative of a rule that is left goes too, so that the word of a platform that is gone takes no other's branch. */
    private void removeAlternatives(JsonNode test) {
        if (test.get("Or") instanceof ArrayNode alternatives) {
            removeWhatCannotHold(alternatives);
        }
        test.path("And").forEach(this::removeAlternatives);
    }

    /** Step Functions takes no Choice without rules; a Pass goes where that would. */
    private static ObjectNode pass(String name, ObjectNode choice) {
        if (!choice.has("Default")) {
            throw new IllegalArgumentException("No rule of the state '" + name
                    + "' is for a platform that is deployed, and it has no Default. Give it one: where a job goes whose"
                    + " platform is not deployed.");
        }
        ObjectNode pass = choice.deepCopy();
        pass.put("Type", "Pass").set("Next", choice.get("Default"));
        return pass.remove(List.of("Choices", "Default"));
    }
}
