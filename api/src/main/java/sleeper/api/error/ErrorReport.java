package sleeper.api.error;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.core.error.json.FaultJson;
import sleeper.core.json.StoredJson;
import sleeper.core.util.FailureWords;

/**
 * An error as the command and the API tell it.
 *
 * @param code    the first fault's
 * @param summary what could not be done; may be empty where the faults say it all
 * @param faults  all that was found; none where the summary says it all
 */
public record ErrorReport(ErrorCode code, String summary, List<Fault> faults) {
    public static ErrorReport of(SleeperException error) {
        return new ErrorReport(error.code(), error.summary(), error.faults());
    }

    public static ErrorReport of(String summary, List<Fault> faults) {
        return new ErrorReport(faults.get(0).code(), summary, faults);
    }

    /** @return what to tell if a file or the disk is what an error is about */
    public static Optional<ErrorReport> ofFile(Throwable error) {
        return FileTrouble.of(error).map(fault -> of("", List.of(fault)));
    }

    /** @param where what has the fault, as its reader knows it, such as {@code the command} */
    public static ErrorReport internal(String where, Throwable error) {
        Fault fault = Fault.of(ErrorCode.INTERNAL, where, FailureWords.of(error), "");
        return new ErrorReport(fault.code(), "", List.of(fault));
    }

    /** @return {@code {"error":{"code","message","summary","faults":[{"code","where","found","allowed","action","location"}]}}} */
    public ObjectNode json() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        ObjectNode error = report.putObject("error");
        error.put("code", code.name());
        error.put("message", message());
        error.put("summary", summary);
        error.set("faults", faultsJson(faults));
        return report;
    }

    public static ArrayNode faultsJson(List<Fault> faults) {
        return StoredJson.array(faults, FaultJson::toJson);
    }

    /** @return the summary and every fault, in one text */
    public String message() {
        StringBuilder text = new StringBuilder(summary);
        for (Fault fault : faults) {
            text.append(text.isEmpty() ? "" : " ").append(fault.message());
        }
        return text.toString();
    }

    /** @return the same for people: what could not be done, and a line a fault */
    public String words() {
        StringBuilder text = new StringBuilder("error: ").append(code);
        if (!summary.isEmpty()) {
            text.append(": ").append(summary);
        }
        text.append('\n');
        for (Fault fault : faults) {
            text.append("  ").append(fault.message()).append('\n');
        }
        return text.toString();
    }
}
