package sleeper.core.launch.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import sleeper.core.json.StoredJson;
import sleeper.core.launch.SparkSubmission;

/** What EMR Serverless is asked for, as {@code StartJobRun} has it: the parts that a job decides. */
public final class ServerlessRequests {
    /** Executors come and go between what the run begins with and the most of its settings. */
    private static final Map<String, String> ON_SERVERLESS = Map.of("spark.dynamicAllocation.enabled", "true");

    private ServerlessRequests() {}

    /** @return {@code SparkSubmit} of the {@code JobDriver} */
    public static ObjectNode jobRun(SparkSubmission submission) {
        Map<String, String> ofJob = submission.conf();
        SparkSubmission whole = submission.with(ON_SERVERLESS).with(ofJob);
        ObjectNode submit = StoredJson.object().put("EntryPoint", whole.jar());
        submit.set("EntryPointArguments", StoredJson.texts(whole.arguments()));
        submit.put("SparkSubmitParameters", whole.optionLine());
        return StoredJson.object().set("SparkSubmit", submit);
    }
}
