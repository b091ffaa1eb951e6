package sleeper.stepfunctions.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;

/** {@code States.Format}, {@code StringSplit}, {@code Hash}, {@code Base64Encode} and {@code Base64Decode}. */
final class TextFunctions {
    private static final Set<String> HASHES = Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

    private TextFunctions() {}

    static JsonNode base64Encode(List<IntrinsicArgument> values, Chance chance) {
        Arguments arguments = new Arguments("States.Base64Encode", values, 1, 1);
        byte[] bytes = arguments.shortText(0).getBytes(StandardCharsets.UTF_8);
        return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes));
    }

    /** Forgiving, as in Step Functions: characters that are not Base64 are skipped, and what follows a padding is not read. */
    static JsonNode base64Decode(List<IntrinsicArgument> values, Chance chance) {
        Arguments arguments = new Arguments("States.Base64Decode", values, 1, 1);
        StringBuilder kept = new StringBuilder();
        for (char c : arguments.shortText(0).toCharArray()) {
            if (c == '=') {
                break;
            }
            if (c == '-' || c == '_') {
                kept.append(c == '-' ? '+' : '/');
            } else if (c < 128 && (Character.isLetterOrDigit(c) || c == '+' || c == '/')) {
                kept.append(c);
            }
        }
        if (kept.length() % 4 == 1) {
            kept.setLength(kept.length() - 1);
        }
        byte[] bytes = Base64.getDecoder().decode(kept.toString());
        return TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8));
    }

    /** Data that is not a text is hashed as its JSON. */
    static JsonNode hash(List<IntrinsicArgument> values, Chance chance) {
        Arguments arguments = new Arguments("States.Hash", values, 2, 2);
        String algorithm = arguments.text(1);
        if (!HASHES.contains(algorithm)) {
            throw arguments.invalid();
        }
        String data = arguments.any(0).isTextual() ? arguments.shortText(0) : Json.write(arguments.any(0));
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(bytes);
            return TextNode.valueOf(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java has " + algorithm, e);
        }
    }

    /** Each character of the second argument separates; empty pieces are dropped. */
    static JsonNode split(List<IntrinsicArgument> values, Chance chance) {
        Arguments arguments = new Arguments("States.StringSplit", values, 2, 2);
        StringTokenizer pieces = new StringTokenizer(arguments.text(0), arguments.text(1));
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        while (pieces.hasMoreTokens()) {
            result.add(pieces.nextToken());
        }
        return result;
    }

    static JsonNode format(List<IntrinsicArgument> values, Chance chance) {
        Arguments arguments = new Arguments("States.Format", values, 1, Integer.MAX_VALUE);
        String template = arguments.template(0);
        StringBuilder result = new StringBuilder();
        int used = 1;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == '\\' && i + 1 < template.length() && "\\{}".indexOf(template.charAt(i + 1)) >= 0) {
                result.append(template.charAt(++i));
            } else if (c == '{' && i + 1 < template.length() && template.charAt(i + 1) == '}') {
                i++;
                if (used == arguments.count()) {
                    throw tooFewOrMany(arguments);
                }
                result.append(Json.plain(arguments.any(used++)));
            } else if (c == '{' || c == '}') {
                throw arguments.invalid("a brace that does not belong to {} must be escaped");
            } else {
                result.append(c);
            }
        }
        if (used != arguments.count()) {
            throw tooFewOrMany(arguments);
        }
        return TextNode.valueOf(result.toString());
    }

    private static IntrinsicFailedException tooFewOrMany(Arguments arguments) {
        return arguments.invalid("number of arguments do not match the occurrences of {}");
    }
}
