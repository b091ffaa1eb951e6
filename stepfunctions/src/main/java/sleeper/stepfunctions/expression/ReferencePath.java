package sleeper.stepfunctions.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path that names exactly one place and can be written to, such as {@code $.a.b[0]['c d']}: what ResultPath takes.
 *
 * <p>Source: Amazon States Language specification, section "Reference Paths".
 */
public final class ReferencePath {
    private static final Pattern STEP =
            Pattern.compile("\\.([^.\\[\\]'\"*?@,()\\s]+)|\\[(\\d{1,9})]|\\['((?:[^'\\\\]|\\\\.)*)']"
                    + "|\\[\"((?:[^\"\\\\]|\\\\.)*)\"]");

    private final String text;
    private final List<Step> steps;

    private sealed interface Step {
        record Name(String name) implements Step {}

        record Index(int index) implements Step {}
    }

    private ReferencePath(String text, List<Step> steps) {
        this.text = text;
        this.steps = List.copyOf(steps);
    }

    /**
     * Reads a reference path into the input.
     *
     * @throws ExpressionSyntaxException if the text is not one
     */
    public static ReferencePath parse(String text) {
        if (!text.startsWith("$")) {
            throw new ExpressionSyntaxException("'" + text + "' is not a reference path: it does not start with '$'");
        }
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int at = 1;
        while (at < text.length()) {
            if (!matcher.region(at, text.length()).lookingAt()) {
                throw new ExpressionSyntaxException("'" + text
                        + "' is not a reference path: it must name one place by fields and indexes; stopped at character "
                        + (at + 1));
            }
            steps.add(step(matcher));
            at = matcher.end();
        }
        return new ReferencePath(text, steps);
    }

    private static Step step(Matcher matcher) {
        if (matcher.group(1) != null) {
            return new Step.Name(matcher.group(1));
        }
        if (matcher.group(2) != null) {
            return new Step.Index(Integer.parseInt(matcher.group(2)));
        }
        String quoted = matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
        return new Step.Name(quoted.replaceAll("\\\\(.)", "$1"));
    }

    /** The text as written in the definition. */
    public String text() {
        return text;
    }

    /**
     * The document with the value put at this place; objects on the way are made where they are missing. The given document is not
     * changed.
     *
     * @return empty if a value on the way is neither an object nor absent, or an index is outside its array
     */
    public Optional<JsonNode> put(JsonNode document, JsonNode value) {
        return put(document, 0, value);
    }

    private Optional<JsonNode> put(JsonNode document, int depth, JsonNode value) {
        if (depth == steps.size()) {
            return Optional.of(value);
        }
        if (steps.get(depth) instanceof Step.Name step) {
            if (!document.isObject()) {
                return Optional.empty();
            }
            JsonNode child = document.path(step.name());
            JsonNode within = child.isMissingNode() ? Json.object() : child;
            return put(within, depth + 1, value).map(changed -> {
                ObjectNode copy = Json.object();
                copy.setAll((ObjectNode) document);
                copy.set(step.name(), changed);
                return copy;
            });
        }
        int index = ((Step.Index) steps.get(depth)).index();
        if (!document.isArray() || index >= document.size()) {
            return Optional.empty();
        }
        return put(document.get(index), depth + 1, value).map(changed -> {
            ArrayNode copy = Json.objectMapper().createArrayNode();
            copy.addAll((ArrayNode) document);
            copy.set(index, changed);
            return copy;
        });
    }

    @Override
    public String toString() {
        return text;
    }
}
