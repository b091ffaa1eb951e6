package sleeper.stepfunctions.expression;

import java.util.Map;
import java.util.Optional;

/** The functions by name. Source: Step Functions developer guide, "Intrinsic functions for JSONPath states". */
final class IntrinsicFunctions {
    private static final Map<String, IntrinsicFunction> BY_NAME = Map.ofEntries(
            Map.entry("States.Array", ArrayFunctions::array),
            Map.entry("States.ArrayPartition", ArrayFunctions::partition),
            Map.entry("States.ArrayContains", ArrayFunctions::contains),
            Map.entry("States.ArrayRange", ArrayFunctions::range),
            Map.entry("States.ArrayGetItem", ArrayFunctions::getItem),
            Map.entry("States.ArrayLength", ArrayFunctions::length),
            Map.entry("States.ArrayUnique", ArrayFunctions::unique),
            Map.entry("States.Base64Encode", TextFunctions::base64Encode),
            Map.entry("States.Base64Decode", TextFunctions::base64Decode),
            Map.entry("States.Hash", TextFunctions::hash),
            Map.entry("States.StringSplit", TextFunctions::split),
            Map.entry("States.Format", TextFunctions::format),
            Map.entry("States.JsonMerge", ValueFunctions::jsonMerge),
            Map.entry("States.StringToJson", ValueFunctions::stringToJson),
            Map.entry("States.JsonToString", ValueFunctions::jsonToString),
            Map.entry("States.MathRandom", ValueFunctions::mathRandom),
            Map.entry("States.MathAdd", ValueFunctions::mathAdd),
            Map.entry("States.UUID", ValueFunctions::uuid));

    private IntrinsicFunctions() {}

    static Optional<IntrinsicFunction> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
