package sleeper.stepfunctions.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Random;

/** {@code States.JsonMerge}, {@code StringToJson}, {@code JsonToString}, {@code MathRandom}, {@code MathAdd} and {@code UUID}. */
final class ValueFunctions {
    private ValueFunctions() {}

    /** A deep merge is refused; anything but {@code true} as third argument means shallow. */
    static JsonNode jsonMerge(List<IntrinsicArgument> values, Chance chance) {
        Arguments arguments = new Arguments("States.JsonMerge", values, 3, 3);
        ObjectNode merged = Json.object();
        merged.setAll((ObjectNode) arguments.object(0));
        merged.setAll((ObjectNode) arguments.object(1));
        if (arguments.any(2).booleanValue()) {
            throw arguments.invalid("deep merging is not supported");
        }
        return merged;
    }

    static JsonNode stringToJson(List<IntrinsicArgument> values, Chance chance) {
        Arguments arguments = new Arguments("States.StringToJson", values, 1, 1);
        String text = arguments.text(0);
        if (text.isBlank()) {
            return NullNode.instance;
        }
        try {
            return Json.read(text);
        } catch (JsonProcessingException e) {
            throw arguments.invalid();
        }
    }

    static JsonNode jsonToString(List<IntrinsicArgument> values, Chance chance) {
        Arguments arguments = new Arguments("States.JsonToString", values, 1, 1);
        return TextNode.valueOf(Json.write(arguments.any(0)));
    }

    /** From the first bound, inclusive, to the second, exclusive; the same number for the same seed. */
    static JsonNode mathRandom(List<IntrinsicArgument> values, Chance chance) {
        Arguments arguments = new Arguments("States.MathRandom", values, 2, 3);
        int start = arguments.truncated(0);
        int end = arguments.truncated(1);
        if (start >= end) {
            throw arguments.invalid();
        }
        if (arguments.count() == 3) {
            return IntNode.valueOf(new Random(arguments.truncated(2))
                    .ints(1, start, end)
                    .findFirst()
                    .getAsInt());
        }
        return IntNode.valueOf(chance.random().nextInt(start, end));
    }

    static JsonNode mathAdd(List<IntrinsicArgument> values, Chance chance) {
        Arguments arguments = new Arguments("States.MathAdd", values, 2, 2);
        try {
            return IntNode.valueOf(Math.addExact(arguments.rounded(0), arguments.rounded(1)));
        } catch (ArithmeticException e) {
            throw arguments.invalid();
        }
    }

    static JsonNode uuid(List<IntrinsicArgument> values, Chance chance) {
        Arguments arguments = new Arguments("States.UUID", values, 0, 0);
        assert arguments.count() == 0;
        return TextNode.valueOf(chance.uuids().get().toString());
    }
}
