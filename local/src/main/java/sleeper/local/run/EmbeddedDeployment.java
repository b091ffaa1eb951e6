package sleeper.local.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import sleeper.core.platform.Platform;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.EmrServerlessSettings;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.Settings;
import sleeper.local.task.AwsNames;
import sleeper.local.task.serverless.Application;
import sleeper.local.task.serverless.Capacity;
import sleeper.statemachine.Deployment;
import sleeper.statemachine.StateMachineFile;

/** The resources that the state machines name, as the embedded run has them. */
final class EmbeddedDeployment {
    static final String STARTER = "starter";
    static final String VALIDATE_JOB = "validate-job";
    static final String LAUNCH = "launch";
    static final String WATCH_POD = "watch-pod";
    static final String COMMIT_FILES = "commit-files";
    static final String RECORD_FAILURE = "record-failure";
    static final String TEAR_DOWN = "tear-down";
    static final String RECORD_NOTIFICATION = "record-notification";
    static final String REAP_ATTEMPT = "reap-attempt";
    static final String MAINTAIN_TABLE = "maintain-table";
    static final String PUBLISH_VIEW = "publish-view";

    static final String TASK_DEFINITION_ARN = AwsNames.arn("ecs", "task-definition/ingest:1");
    static final String ERRORS_TOPIC_ARN = AwsNames.arn("sns", "errors");

    /** The name that stands for the id of the permanent cluster, which the stand-in chooses. */
    static final String PERMANENT_CLUSTER = "PersistentEmrClusterId";

    static final String SERVERLESS_APPLICATION_ID = "00embedded00";

    static final String EKS_CLUSTER = "sleeper";
    static final String EKS_NAMESPACE = "sleeper-bulk-import";
    static final String EKS_SERVICE_ACCOUNT = "sleeper-spark";
    static final String SPARK_IMAGE = "sleeper-spark:embedded";

    private EmbeddedDeployment() {}

    static Application serverlessApplication(Settings settings) {
        return new Application(
                SERVERLESS_APPLICATION_ID,
                settings.get(EmrServerlessSettings.RELEASE_LABEL),
                new Capacity(
                        settings.get(EmrServerlessSettings.MAX_VCPUS),
                        (long) settings.get(EmrServerlessSettings.MAX_MEMORY_GIB) << 10));
    }

    /** @return the platforms that the settings have deployed */
    static Set<Platform> platforms(Settings settings) {
        return InstanceSettings.deployedPlatforms(settings.get(InstanceSettings.OPTIONAL_STACKS));
    }

    /** @param ofStandIns values that only they know, in place of those here */
    static Deployment of(Settings settings, Map<String, String> ofStandIns) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("AwsPartition", AwsNames.PARTITION);
        values.put("InstanceId", settings.get(InstanceSettings.ID));
        functions(values);
        values.put("ReapJobStateMachineArn", stateMachineArn(StateMachineFile.REAP_JOB));
        values.put("IngestClusterArn", AwsNames.arn("ecs", "cluster/ingest"));
        values.put("IngestTaskDefinitionArn", TASK_DEFINITION_ARN);
        values.put("IngestContainerName", "ingest");
        values.put("IngestSubnetIds", "subnet-embedded");
        values.put("ErrorsTopicArn", ERRORS_TOPIC_ARN);
        emr(values, settings);
        eks(values);
        values.putAll(ofStandIns);
        return new Deployment(platforms(settings), values);
    }

    private static void functions(Map<String, String> values) {
        values.put("ValidateJobFunctionArn", AwsNames.function(VALIDATE_JOB));
        values.put("LaunchFunctionArn", AwsNames.function(LAUNCH));
        values.put("WatchPodFunctionArn", AwsNames.function(WATCH_POD));
        values.put("CommitFilesFunctionArn", AwsNames.function(COMMIT_FILES));
        values.put("RecordFailureFunctionArn", AwsNames.function(RECORD_FAILURE));
        values.put("TearDownFunctionArn", AwsNames.function(TEAR_DOWN));
        values.put("RecordNotificationFunctionArn", AwsNames.function(RECORD_NOTIFICATION));
        values.put("ReapAttemptFunctionArn", AwsNames.function(REAP_ATTEMPT));
        values.put("MaintainTableFunctionArn", AwsNames.function(MAINTAIN_TABLE));
    }

    private static void emr(Map<String, String> values, Settings settings) {
        values.put("EmrSubnetIds", "subnet-embedded");
        values.put("EmrServiceRoleArn", AwsNames.role("emr-service"));
        values.put("EmrInstanceProfileArn", AwsNames.role("emr-nodes"));
        values.put("EmrLogUri", "s3://sleeper-logs/emr/");
        settings.find(BulkImportSettings.KEY_PAIR).ifPresent(name -> values.put("EmrKeyPairName", name));
        settings.find(BulkImportSettings.SECURITY_GROUP).ifPresent(id -> values.put("EmrMasterSecurityGroupId", id));
        values.put(PERMANENT_CLUSTER, "j-PERMANENT");
        values.put("EmrServerlessApplicationId", SERVERLESS_APPLICATION_ID);
        values.put("EmrServerlessJobRoleArn", AwsNames.role("emr-serverless-job"));
        values.put("EmrServerlessLogUri", "s3://sleeper-logs/emr-serverless/");
    }

    /** The address stays the same, so that a definition does: whatever stands in for the API is found in this process. */
    private static void eks(Map<String, String> values) {
        values.put("EksClusterName", EKS_CLUSTER);
        values.put("EksCertificateAuthority", "bm9uZQ==");
        values.put("EksEndpoint", "https://eks.embedded");
        values.put("EksNamespace", EKS_NAMESPACE);
        values.put("EksServiceAccountName", EKS_SERVICE_ACCOUNT);
        values.put("EksImageUri", SPARK_IMAGE);
    }

    static String stateMachineArn(StateMachineFile file) {
        return AwsNames.stateMachine(file.machineName());
    }
}
