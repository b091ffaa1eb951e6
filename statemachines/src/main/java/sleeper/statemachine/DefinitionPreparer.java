package sleeper.statemachine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Fits one definition to a deployment. Pure: the tree given is the only thing changed. */
final class DefinitionPreparer {
    private final Deployment deployment;
    private final Set<String> missing = new TreeSet<>();

    DefinitionPreparer(Deployment deployment) {
        this.deployment = deployment;
    }

    ObjectNode prepare(ObjectNode definition) {
        new PlatformBranches(deployment.platforms()).removeFrom(definition);
        substitute(definition);
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("The definition needs values for " + missing
                    + ", and the deployment has none. substitutions.properties says what each stands for.");
        }
        return definition;
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
                    String text = array.remove(i).asText();
                    for (TextNode element : elements(text)) {
                        array.insert(i, element);
                    }
                } else {
                    substitute(array.get(i));
                }
            }
        }
    }

    /** @return what stands in an array in place of a text, last first: several for a list, none for what is not set */
    private List<TextNode> elements(String text) {
        List<TextNode> elements = new ArrayList<>();
        substituted(text).ifPresent(value -> {
            if (Substitutions.namesIn(text).stream().anyMatch(Substitutions::isList)) {
                for (String each : value.asText().split(",", -1)) {
                    elements.add(0, new TextNode(each));
                }
            } else {
                elements.add(value);
            }
        });
        return elements;
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
