package sleeper.stepfunctions.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSONPath into the input, the context object or a variable. A path that may name several values (a wildcard, slice, filter or
 * descent) gives an array, empty if nothing is there; one that names a single value fails if nothing is there.
 */
public final class PathExpression implements Expression {
    private static final Configuration CONFIGURATION = Configuration.builder()
            .jsonProvider(new StrictArrays(Json.objectMapper()))
            .mappingProvider(new JacksonMappingProvider(Json.objectMapper()))
            .build();
    private static final Pattern VARIABLE = Pattern.compile("\\$(" + VariableName.PATTERN + ")(.*)", Pattern.DOTALL);

    private final String text;
    private final Source source;
    private final String variable;
    private final JsonPath path;

    private enum Source {
        INPUT,
        CONTEXT,
        VARIABLE
    }

    private PathExpression(String text, Source source, String variable, JsonPath path) {
        this.text = text;
        this.source = source;
        this.variable = variable;
        this.path = path;
    }

    /**
     * Reads a path.
     *
     * @throws ExpressionSyntaxException if the text is not one
     */
    public static PathExpression parsePath(String text) {
        if (text.startsWith("$$")) {
            return new PathExpression(text, Source.CONTEXT, "", compile(text, text.substring(1)));
        }
        Matcher matcher = VARIABLE.matcher(text);
        if (matcher.matches()) {
            return new PathExpression(text, Source.VARIABLE, matcher.group(1), compile(text, "$" + matcher.group(2)));
        }
        return new PathExpression(text, Source.INPUT, "", compile(text, text));
    }

    private static JsonPath compile(String text, String jsonPath) {
        if (!jsonPath.startsWith("$")) {
            throw new ExpressionSyntaxException("'" + text + "' is not a path: a path starts with '$'");
        }
        try {
            return JsonPath.compile(keepBackslashes(FilterNulls.writtenOut(jsonPath)));
        } catch (InvalidPathException | IllegalArgumentException e) {
            throw new ExpressionSyntaxException("'" + text + "' is not a valid JSONPath: " + e.getMessage(), e);
        }
    }

    /**
     * Within quotes, Step Functions takes a backslash for itself (a recorded execution shows it) unless it stands before the quote that
     * would end the name; the library would take it away.
     */
    private static String keepBackslashes(String path) {
        if (path.indexOf('\\') < 0) {
            return path;
        }
        StringBuilder kept = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (quote == 0) {
                quote = c == '\'' || c == '"' ? c : 0;
            } else if (c == quote) {
                quote = 0;
            } else if (c == '\\' && i + 1 < path.length()) {
                char next = path.charAt(++i);
                kept.append(c).append(next == quote ? "" : "\\").append(next == '\\' ? "\\" : "");
                c = next;
            }
            kept.append(c);
        }
        return kept.toString();
    }

    @Override
    public String text() {
        return text;
    }

    /** Whether the path names one value, so that finding nothing is a failure. */
    public boolean isDefinite() {
        return path.isDefinite();
    }

    @Override
    public JsonNode evaluate(Scope scope) {
        JsonNode document = switch (source) {
            case INPUT -> scope.root();
            case CONTEXT -> scope.context();
            case VARIABLE ->
                scope.variables()
                        .get(variable)
                        .orElseThrow(
                                () -> new NoSuchValueException(text, "No results for path: $['" + variable + "']"));
        };
        try {
            Object found = path.read(document, CONFIGURATION);
            return found instanceof JsonNode node ? node : Json.ofPlain(found);
        } catch (PathNotFoundException e) {
            if (path.isDefinite()) {
                throw new NoSuchValueException(text, e.getMessage());
            }
            return JsonNodeFactory.instance.arrayNode();
        } catch (JsonPathException e) {
            throw new NoSuchValueException(text, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
