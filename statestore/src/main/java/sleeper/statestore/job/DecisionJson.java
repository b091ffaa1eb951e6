package sleeper.statestore.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sleeper.core.error.VersionTooOldException;
import sleeper.core.job.json.JobPlanJson;
import sleeper.core.json.StoredJson;

/**
 * A stored decision: {@code {"format":1,"decision":"plan","plan":{...}}} or
 * {@code {"format":1,"decision":"refusal","at":...,"faults":[...]}}. The word comes before what may be long.
 */
final class DecisionJson {
    private static final String WORD = "decision";
    private static final String PLAN = "plan";
    private static final String REFUSAL = "refusal";
    private static final JsonFactory FACTORY = new JsonFactory();

    private DecisionJson() {}

    static byte[] encode(Decision decision) {
        ObjectNode json = JobRecords.record();
        if (decision instanceof Decision.Planned planned) {
            json.put(WORD, PLAN).set(PLAN, JobPlanJson.toJson(planned.planned()));
        } else if (decision instanceof Decision.Refused refused) {
            JobRecords.put(refused.recorded(), json.put(WORD, REFUSAL));
        }
        return StoredJson.write(json).getBytes(StandardCharsets.UTF_8);
    }

    static Decision decode(String key, byte[] bytes) {
        return JobRecords.decode(key, bytes, json -> switch (JobRecords.text(json, WORD)) {
            case PLAN -> new Decision.Planned(JobPlanJson.fromJson(StoredJson.require(json, PLAN)));
            case REFUSAL -> new Decision.Refused(JobRecords.faults(json));
            default -> throw unknown(key, json);
        });
    }

    private static VersionTooOldException unknown(String key, JsonNode json) {
        return VersionTooOldException.of(key, WORD + " " + json.path(WORD), PLAN + ", " + REFUSAL);
    }

    /** @return why the attempt was refused, if it was; of a plan, which may be long, nothing is read but that it is one */
    static Optional<RecordedFaults> refusal(String key, byte[] bytes) {
        return isPlan(bytes) ? Optional.empty() : decode(key, bytes).refusal();
    }

    private static boolean isPlan(byte[] bytes) {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            return parser.nextToken() == JsonToken.START_OBJECT
                    && "format".equals(parser.nextFieldName())
                    && parser.nextIntValue(0) == JobRecords.VERSION
                    && WORD.equals(parser.nextFieldName())
                    && PLAN.equals(parser.nextTextValue());
        } catch (IOException e) {
            // Whoever reads all of it tells what is wrong with it.
            return false;
        }
    }
}
