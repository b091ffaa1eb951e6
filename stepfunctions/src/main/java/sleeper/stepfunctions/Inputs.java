package sleeper.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import sleeper.stepfunctions.StepFunctionsException.Code;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.expression.Unicode;

/** The rule for what an execution is started with. */
final class Inputs {
    private static final int MAX_BYTES = 262_144;

    private Inputs() {}

    static void check(String input) {
        if (input.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw invalid("The input is larger than " + MAX_BYTES + " bytes", null);
        }
        if (input.isBlank()) {
            throw invalid("Invalid execution input.", null);
        }
        try {
            Unicode.pointerToNoText(Json.read(input)).ifPresent(pointer -> {
                throw invalid("Half of a surrogate pair at " + pointer + ", which is no text", null);
            });
        } catch (JsonProcessingException e) {
            throw invalid(Json.problem(e), e);
        }
    }

    private static StepFunctionsException invalid(String problem, Throwable cause) {
        return new StepFunctionsException(
                Code.INVALID_EXECUTION_INPUT, "Invalid State Machine Execution Input: '" + problem + "'", cause);
    }
}
