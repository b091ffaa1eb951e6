package sleeper.core.launch.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import sleeper.core.job.AttemptId;
import sleeper.core.json.StoredJson;
import sleeper.core.launch.SparkSite;
import sleeper.core.launch.SparkSubmission;
import sleeper.core.resource.KubernetesNames;

/** What EMR Serverless is asked for, as {@code StartJobRun} has it: the parts that a job decides. */
public final class ServerlessRequests {
    /** Executors come and go between what the run begins with and the most of its settings. */
    private static final Map<String, String> ON_SERVERLESS = Map.of("spark.dynamicAllocation.enabled", "true");

    /** EMR Serverless user guide, "Spark jobs". */
    private static final String DRIVER_ENVIRONMENT = "spark.emr-serverless.driverEnv.";

    /** Of StartJobRun's {@code clientToken}. */
    private static final int LONGEST_TOKEN = 64;

    private ServerlessRequests() {}

    /** @return {@code ClientToken}, by which asking twice starts one run, and {@code SparkSubmit} of the {@code JobDriver} */
    public static ObjectNode jobRun(SparkSubmission submission, SparkSite site) {
        SparkSubmission whole = submission.withDefaults(ON_SERVERLESS).with(site.properties(DRIVER_ENVIRONMENT));
        ObjectNode submit = StoredJson.object().put("EntryPoint", whole.jar());
        submit.set("EntryPointArguments", StoredJson.texts(whole.arguments()));
        submit.put("SparkSubmitParameters", whole.optionLine());
        ObjectNode request = StoredJson.object().put("ClientToken", token(submission.attempt()));
        request.set("SparkSubmit", submit);
        return request;
    }

    /** An execution's name may be longer than a token; names of Kubernetes are not, and no two attempts share one. */
    private static String token(AttemptId attempt) {
        String name = attempt.executionName();
        return name.length() <= LONGEST_TOKEN ? name : KubernetesNames.labelValue(attempt);
    }
}
