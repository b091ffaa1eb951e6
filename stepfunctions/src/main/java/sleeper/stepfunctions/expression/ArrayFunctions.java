package sleeper.stepfunctions.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code States.Array…}: fractions in sizes, bounds and indexes are cut off, which is what Step Functions does, though its guide says rounded. */
final class ArrayFunctions {
    private static final int MAX_RANGE_LENGTH = 1000;

    private ArrayFunctions() {}

    static JsonNode array(List<IntrinsicArgument> arguments, Chance chance) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode(arguments.size());
        arguments.forEach(argument -> result.add(argument.value()));
        return result;
    }

    static JsonNode partition(List<IntrinsicArgument> values, Chance chance) {
        Arguments arguments = new Arguments("States.ArrayPartition", values, 2, 2);
        JsonNode array = arguments.array(0);
        int size = arguments.truncated(1);
        if (size < 1) {
            throw arguments.invalid();
        }
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        ArrayNode chunk = null;
        for (JsonNode element : array) {
            if (chunk == null || chunk.size() == size) {
                chunk = result.addArray();
            }
            chunk.add(element);
        }
        return result;
    }

    static JsonNode contains(List<IntrinsicArgument> values, Chance chance) {
        Arguments arguments = new Arguments("States.ArrayContains", values, 2, 2);
        List<?> elements = (List<?>) Json.plain(arguments.array(0));
        return BooleanNode.valueOf(elements.contains(Json.plain(arguments.any(1))));
    }

    static JsonNode range(List<IntrinsicArgument> values, Chance chance) {
        Arguments arguments = new Arguments("States.ArrayRange", values, 3, 3);
        long start = arguments.truncated(0);
        long end = arguments.truncated(1);
        long step = arguments.truncated(2);
        if (step == 0 || (end - start) / step >= MAX_RANGE_LENGTH) {
            throw arguments.invalid();
        }
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        for (long value = start; step > 0 ? value <= end : value >= end; value += step) {
            result.add((int) value);
        }
        return result;
    }

    static JsonNode getItem(List<IntrinsicArgument> values, Chance chance) {
        Arguments arguments = new Arguments("States.ArrayGetItem", values, 2, 2);
        JsonNode array = arguments.array(0);
        int index = arguments.truncated(1);
        if (array.isEmpty()) {
            return NullNode.instance;
        }
        if (index < 0 || index >= array.size()) {
            throw arguments.invalid();
        }
        return array.get(index);
    }

    static JsonNode length(List<IntrinsicArgument> values, Chance chance) {
        Arguments arguments = new Arguments("States.ArrayLength", values, 1, 1);
        return IntNode.valueOf(arguments.array(0).size());
    }

    /** The order is that of a hash set of plain values, not of first appearance: Step Functions shows it so. */
    static JsonNode unique(List<IntrinsicArgument> values, Chance chance) {
        Arguments arguments = new Arguments("States.ArrayUnique", values, 1, 1);
        Set<Object> distinct = new HashSet<>((List<?>) Json.plain(arguments.array(0)));
        return Json.ofPlain(distinct);
    }
}
