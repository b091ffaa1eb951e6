package sleeper.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;

/**
 * An error as the command tells it.
 *
 * @param code    the first fault's
 * @param message what could not be done
 * @param faults  all that was found, one or more
 */
record ErrorReport(ErrorCode code, String message, List<Fault> faults) {
    static ErrorReport of(SleeperException error) {
        return new ErrorReport(error.code(), error.getMessage(), error.faults());
    }

    static ErrorReport of(String message, List<Fault> faults) {
        return new ErrorReport(faults.get(0).code(), message, faults);
    }

    static ErrorReport internal(Throwable error) {
        Fault fault = Fault.of(ErrorCode.INTERNAL, "the command", String.valueOf(error), "");
        return new ErrorReport(fault.code(), fault.message(), List.of(fault));
    }

    /** @return {@code {"error":{"code","message","faults":[{"code","where","found","allowed","action"}]}}} */
    ObjectNode json() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        ObjectNode error = report.putObject("error");
        error.put("code", code.name());
        error.put("message", message);
        error.set("faults", faultsJson(faults));
        return report;
    }

    static ArrayNode faultsJson(List<Fault> faults) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Fault fault : faults) {
            array.addObject()
                    .put("code", fault.code().name())
                    .put("where", fault.where())
                    .put("found", fault.found())
                    .put("allowed", fault.allowed())
                    .put("action", fault.action());
        }
        return array;
    }

    /** @return the same in words, a line a fault */
    String words() {
        StringBuilder text = new StringBuilder("error: ").append(code).append('\n');
        for (Fault fault : faults) {
            text.append("  ").append(fault.message()).append('\n');
        }
        return text.toString();
    }
}
