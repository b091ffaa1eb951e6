package sleeper.statemachine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sleeper.core.platform.Platform;

/** Fits one definition to a deployment. Pure: the tree given is the only thing changed. */
final class DefinitionPreparer {
    /** The Choice that compares the word of the platform; its other choices lead to {@code Default}. */
    private static final String WHICH_PLATFORM = "Which platform?";

    private final Deployment deployment;
    private final Set<String> missing = new TreeSet<>();

    DefinitionPreparer(Deployment deployment) {
        this.deployment = deployment;
    }

    ObjectNode prepare(ObjectNode definition) {
        removeBranchesNotDeployed(definition);
        substitute(definition);
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("The definition needs values for " + missing
                    + ", and the deployment has none. substitutions.properties says what each stands for.");
        }
        return definition;
    }

    private void removeBranchesNotDeployed(ObjectNode definition) {
        ObjectNode states = (ObjectNode) definition.get("States");
        JsonNode which = states.get(WHICH_PLATFORM);
        if (which == null) {
            return;
        }
        ArrayNode choices = (ArrayNode) which.get("Choices");
        for (Iterator<JsonNode> each = choices.elements(); each.hasNext(); ) {
            Platform platform = platformOf(each.next());
            if (!deployment.platforms().contains(platform)) {
                each.remove();
            }
        }
        if (choices.isEmpty()) {
            throw new IllegalArgumentException(
                    "None of the platforms " + deployment.platforms() + " has a branch in the definition.");
        }
        Set<String> reached = reachable(definition.get("StartAt").asText(), states);
        states.retain(reached);
    }

    private static Platform platformOf(JsonNode choice) {
        String word = choice.path("StringEquals").asText();
        return Platform.ofWord(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + WHICH_PLATFORM + "' compares with '" + word + "', which is no platform's word"));
    }

    private static Set<String> reachable(String start, ObjectNode states) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (reached.add(name)) {
                open.addAll(successors(states.get(name)));
            }
        }
        return reached;
    }

    private static List<String> successors(JsonNode state) {
        List<String> names = new ArrayList<>();
        for (String key : List.of("Next", "Default")) {
            Optional.ofNullable(state.get(key)).map(JsonNode::asText).ifPresent(names::add);
        }
        for (String key : List.of("Choices", "Catch")) {
            state.path(key).forEach(rule -> names.add(rule.get("Next").asText()));
        }
        return names;
    }

    private void substitute(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> leftOut = new ArrayList<>();
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                boolean wasEmpty = entry.getValue().isEmpty();
                if (entry.getValue().isTextual()) {
                    substituted(entry.getValue().asText())
                            .ifPresentOrElse(entry::setValue, () -> leftOut.add(entry.getKey()));
                } else {
                    substitute(entry.getValue());
                    if (!wasEmpty && entry.getValue().isEmpty()) {
                        leftOut.add(entry.getKey());
                    }
                }
            }
            object.remove(leftOut);
        } else if (node instanceof ArrayNode array) {
            for (int i = array.size() - 1; i >= 0; i--) {
                if (array.get(i).isTextual()) {
                    Optional<TextNode> value = substituted(array.get(i).asText());
                    if (value.isPresent()) {
                        array.set(i, value.get());
                    } else {
                        array.remove(i);
                    }
                } else {
                    substitute(array.get(i));
                }
            }
        }
    }

    /** @return the text with its names replaced, or empty if it is an optional name without a value */
    private Optional<TextNode> substituted(String text) {
        for (String name : Substitutions.namesIn(text)) {
            String value = deployment.substitutions().get(name);
            if (value != null) {
                text = text.replace("${" + name + "}", value);
            } else if (Substitutions.isOptional(name) && text.equals("${" + name + "}")) {
                return Optional.empty();
            } else {
                missing.add(name);
            }
        }
        return Optional.of(new TextNode(text));
    }
}
