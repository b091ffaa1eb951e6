package sleeper.verification.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.history.HistoryEvent;

/**
 * What an execution did.
 *
 * @param entered states in the order in which they were entered, each with its input
 * @param end     the execution's status
 * @param error   its error, if it has one
 */
record Trace(List<Entered> entered, String end, Optional<String> error) {
    private static final ObjectMapper JSON = new ObjectMapper();

    record Entered(String state, JsonNode input) {}

    static Trace of(ExecutionDescription execution, List<HistoryEvent> history) {
        List<Entered> entered = history.stream()
                .filter(event -> event.type().wireName().endsWith("StateEntered"))
                .map(event -> new Entered(
                        event.stateName(), read(event.details().path("input").asText())))
                .toList();
        return new Trace(entered, execution.status().name(), execution.error());
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> states() {
        return entered.stream().map(Entered::state).toList();
    }

    /** @return the states entered after a state was last entered */
    List<String> after(String state) {
        List<String> states = states();
        return states.subList(states.lastIndexOf(state) + 1, states.size());
    }
}
