package sleeper.stepfunctions.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.stepfunctions.expression.IntrinsicExpression.Argument;

/** Reads {@code States.Name(argument, …)} by descent. One use. */
final class IntrinsicParser {
    private static final Pattern NAME = Pattern.compile("States\\.[A-Za-z0-9]+");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final int MAX_DEPTH = 10;

    private final String text;
    private int at;

    IntrinsicParser(String text) {
        this.text = text;
    }

    IntrinsicExpression parse() {
        IntrinsicExpression call = call(1);
        skipSpaces();
        if (at < text.length()) {
            throw fault("nothing may follow the call");
        }
        return call;
    }

    private IntrinsicExpression call(int depth) {
        if (depth > MAX_DEPTH) {
            throw fault("calls are nested deeper than " + MAX_DEPTH);
        }
        int start = at;
        Matcher name = NAME.matcher(text).region(at, text.length());
        if (!name.lookingAt()) {
            throw fault("a path or a call of an intrinsic function is wanted");
        }
        at = name.end();
        IntrinsicFunction function =
                IntrinsicFunctions.find(name.group()).orElseThrow(() -> fault("there is no function " + name.group()));
        expect('(');
        List<Argument> arguments = new ArrayList<>();
        skipSpaces();
        if (peek() != ')') {
            arguments.add(argument(depth));
            skipSpaces();
            while (peek() == ',') {
                at++;
                arguments.add(argument(depth));
                skipSpaces();
            }
        }
        expect(')');
        return new IntrinsicExpression(text.substring(start, at), function, arguments);
    }

    private Argument argument(int depth) {
        skipSpaces();
        char first = peek();
        if (first == '\'') {
            return quoted();
        }
        if (first == '$') {
            return new Argument.Path(PathExpression.parsePath(path()));
        }
        if (text.startsWith("States.", at)) {
            return new Argument.Call(call(depth + 1));
        }
        return constant();
    }

    private Argument quoted() {
        at++;
        StringBuilder value = new StringBuilder();
        StringBuilder raw = new StringBuilder();
        while (peek() != '\'') {
            char c = next();
            if (c != '\\') {
                value.append(c);
                raw.append(c);
                continue;
            }
            char escaped = next();
            if ("'\\{}".indexOf(escaped) < 0) {
                throw fault("'\\" + escaped + "' is not an escape: only \\', \\\\, \\{ and \\} are");
            }
            value.append(escaped);
            raw.append(escaped == '\'' ? "'" : "\\" + escaped);
        }
        at++;
        return new Argument.Text(JsonNodeFactory.instance.textNode(value.toString()), raw.toString());
    }

    private String path() {
        int start = at;
        int depth = 0;
        char quote = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (quote != 0) {
                if (c == '\\') {
                    at++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (depth > 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == '[' || c == '(') {
                depth++;
            } else if (depth > 0 && (c == ']' || c == ')')) {
                depth--;
            } else if (depth == 0 && (c == ',' || c == ')' || Character.isWhitespace(c))) {
                break;
            }
            at++;
        }
        return text.substring(start, Math.min(at, text.length()));
    }

    private Argument constant() {
        for (String word : List.of("true", "false", "null")) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return new Argument.Constant(Json.readKnown(word));
            }
        }
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw fault("an argument is a text in single quotes, a number, true, false, null, a path or a call");
        }
        at = number.end();
        return new Argument.Constant(number(number.group()));
    }

    private JsonNode number(String digits) {
        try {
            return Json.read(digits);
        } catch (JsonProcessingException e) {
            throw new ExpressionSyntaxException(message("'" + digits + "' is not a number"), e);
        }
    }

    private void expect(char wanted) {
        skipSpaces();
        if (peek() != wanted) {
            throw fault("'" + wanted + "' is wanted");
        }
        at++;
    }

    private void skipSpaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private char next() {
        if (at >= text.length()) {
            throw fault("the text ends too early");
        }
        return text.charAt(at++);
    }

    private ExpressionSyntaxException fault(String problem) {
        return new ExpressionSyntaxException(message(problem));
    }

    private String message(String problem) {
        return "'" + text + "' is not a valid intrinsic function call: at character " + (at + 1) + ", " + problem;
    }
}
