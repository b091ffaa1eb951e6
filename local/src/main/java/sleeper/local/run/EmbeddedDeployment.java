package sleeper.local.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import sleeper.core.platform.Platform;
import sleeper.local.task.AwsNames;
import sleeper.local.task.serverless.Application;
import sleeper.local.task.serverless.Capacity;
import sleeper.statemachine.Deployment;
import sleeper.statemachine.StateMachineFile;

/** The resources that the state machines name, as the embedded run has them. */
final class EmbeddedDeployment {
    static final Set<Platform> PLATFORMS = Set.of(Platform.STANDARD);

    /** What its job runs may have at once is no more than a small account's quota. */
    static final Application SERVERLESS_APPLICATION =
            new Application("00embedded", "emr-7.13.0", new Capacity(400, 3_000L << 10));

    static final String STARTER = "starter";
    static final String VALIDATE_JOB = "validate-job";
    static final String COMMIT_FILES = "commit-files";
    static final String RECORD_FAILURE = "record-failure";
    static final String TEAR_DOWN = "tear-down";
    static final String RECORD_NOTIFICATION = "record-notification";
    static final String REAP_ATTEMPT = "reap-attempt";

    static final String TASK_DEFINITION_ARN = AwsNames.arn("ecs", "task-definition/ingest:1");
    static final String ERRORS_TOPIC_ARN = AwsNames.arn("sns", "errors");

    private EmbeddedDeployment() {}

    static Deployment deployment() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("AwsPartition", AwsNames.PARTITION);
        values.put("ValidateJobFunctionArn", AwsNames.function(VALIDATE_JOB));
        values.put("CommitFilesFunctionArn", AwsNames.function(COMMIT_FILES));
        values.put("RecordFailureFunctionArn", AwsNames.function(RECORD_FAILURE));
        values.put("TearDownFunctionArn", AwsNames.function(TEAR_DOWN));
        values.put("RecordNotificationFunctionArn", AwsNames.function(RECORD_NOTIFICATION));
        values.put("ReapAttemptFunctionArn", AwsNames.function(REAP_ATTEMPT));
        values.put("ReapJobStateMachineArn", stateMachineArn(StateMachineFile.REAP_JOB));
        values.put("IngestClusterArn", AwsNames.arn("ecs", "cluster/ingest"));
        values.put("IngestTaskDefinitionArn", TASK_DEFINITION_ARN);
        values.put("IngestContainerName", "ingest");
        values.put("IngestSubnetId", "subnet-embedded");
        values.put("ErrorsTopicArn", ERRORS_TOPIC_ARN);
        return new Deployment(PLATFORMS, values);
    }

    static String stateMachineArn(StateMachineFile file) {
        return AwsNames.stateMachine(file.machineName());
    }
}
