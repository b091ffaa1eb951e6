package sleeper.statemachine.way;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import sleeper.core.json.StoredJson;
import sleeper.statemachine.graph.GraphJson;

/**
 * Runs of machines as JSON for those who draw them: {@code {"status","started","ended","failure","machine","visits","transitions"}}, with
 * {@code machine} as {@link GraphJson} writes it, visits
 * {@code {"state","entered","ended","outcome","retries","failures":[{"at","error","cause"}]}} and transitions
 * {@code {"from","to","caught","times"}}. Times are ISO 8601 in UTC with milliseconds where they have any; what is not known or not yet is
 * left out.
 */
public final class RunJson {
    private RunJson() {}

    public static ObjectNode toJson(MachineRun run) {
        ExecutionWay way = run.way();
        ObjectNode json = StoredJson.object().put("status", way.status().name());
        way.startedAt().ifPresent(at -> json.put("started", at.toString()));
        way.endedAt().ifPresent(at -> json.put("ended", at.toString()));
        way.failure().ifPresent(failure -> json.set("failure", toJson(failure)));
        json.set("machine", GraphJson.toJson(run.graph()));
        json.set("visits", StoredJson.array(way.visits(), RunJson::toJson));
        json.set("transitions", StoredJson.array(way.transitions(), RunJson::toJson));
        return json;
    }

    private static ObjectNode toJson(Visit visit) {
        ObjectNode json = StoredJson.object()
                .put("state", visit.state())
                .put("entered", visit.enteredAt().toString());
        visit.endedAt().map(Instant::toString).ifPresent(at -> json.put("ended", at));
        json.put("outcome", visit.outcome().name().toLowerCase(Locale.ROOT)).put("retries", visit.retries());
        json.set("failures", StoredJson.array(visit.failures(), RunJson::toJson));
        return json;
    }

    private static ObjectNode toJson(StateFailure failure) {
        return StoredJson.object()
                .put("at", failure.at().toString())
                .put("error", failure.error())
                .put("cause", failure.cause());
    }

    private static ObjectNode toJson(Transition step) {
        return StoredJson.object()
                .put("from", step.from())
                .put("to", step.to())
                .put("caught", step.caught())
                .put("times", step.times());
    }
}
