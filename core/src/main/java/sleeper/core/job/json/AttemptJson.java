package sleeper.core.job.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.json.StoredJson;

/** The two fields, {@code jobId} and {@code attempt}, that begin every form about an attempt. */
final class AttemptJson {
    private AttemptJson() {}

    static ObjectNode begin(int format, AttemptId attempt) {
        return StoredJson.object()
                .put("format", format)
                .put("jobId", attempt.jobId().value())
                .put("attempt", attempt.number());
    }

    static AttemptId read(JsonNode json) {
        return new AttemptId(new JobId(StoredJson.text(json, "jobId")), StoredJson.intValue(json, "attempt"));
    }

    static void checkFormat(String what, JsonNode json, int supported) {
        StoredJson.checkVersion(what, json, "format", supported);
    }
}
