package sleeper.core.platform;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a job runs. All that the rest of the project decides by platform is read off its {@link #description}, so that nothing
 * else switches over these constants; how an attempt's resources are found and ended there is {@code PlatformResources} of the
 * lambdas.
 */
@SuppressWarnings("ImmutableEnumChecker") // a description is a value of values
public enum Platform {
    /** One container: the ingest task. */
    STANDARD(new PlatformDescription(
            "standard",
            "IngestStack",
            "IngestJob",
            "sleeper.ingest.job.queue.url",
            Sizing.TASK,
            Set.of(JobSettings.FILES),
            List.of(ResourceKind.ECS_TASK),
            Optional.empty(),
            Optional.of(new PlatformBranch(
                    "Run ingest task",
                    Set.of(
                            "IngestClusterArn",
                            "IngestTaskDefinitionArn",
                            "IngestContainerName",
                            "IngestSubnetIds",
                            "IngestSecurityGroupId"))))),
    /** Spark on an EMR cluster of the job's own. */
    EMR(new PlatformDescription(
            "emr",
            "EmrBulkImportStack",
            "BulkImportEMR",
            "sleeper.bulk.import.emr.job.queue.url",
            Sizing.SPARK_ON_EMR,
            Set.of(JobSettings.FILES, JobSettings.EMR_CLUSTER),
            List.of(ResourceKind.EMR_CLUSTER, ResourceKind.EMR_STEP),
            Optional.of("sleeper.table.bulk.import.emr.release.label"),
            Optional.of(new PlatformBranch(
                    "Look for cluster",
                    Set.of(
                            "InstanceId",
                            "EmrSubnetIds",
                            "EmrServiceRoleArn",
                            "EmrInstanceProfileArn",
                            "EmrSecurityConfigurationName",
                            "EmrLogUri",
                            "EmrKeyPairName",
                            "EmrMasterSecurityGroupId"))))),
    /** Spark as a step on the permanent EMR cluster, which no attempt creates. */
    PERSISTENT_EMR(new PlatformDescription(
            "persistent-emr",
            "PersistentEmrBulkImportStack",
            "BulkImportPersistentEMR",
            "sleeper.bulk.import.persistent.emr.job.queue.url",
            Sizing.SPARK_ON_EMR,
            Set.of(JobSettings.FILES),
            List.of(ResourceKind.EMR_STEP),
            Optional.of("sleeper.bulk.import.persistent.emr.release.label"),
            Optional.of(new PlatformBranch("Use permanent cluster", Set.of("PersistentEmrClusterId"))))),
    /** Spark on EMR Serverless. */
    EMR_SERVERLESS(new PlatformDescription(
            "emr-serverless",
            "EmrServerlessBulkImportStack",
            "BulkImportEMRServerless",
            "sleeper.bulk.import.emr.serverless.job.queue.url",
            Sizing.SPARK_ON_SERVERLESS,
            Set.of(JobSettings.FILES, JobSettings.EMR_SERVERLESS_WORKERS),
            List.of(ResourceKind.EMR_SERVERLESS_JOB_RUN),
            Optional.of("sleeper.bulk.import.emr.serverless.release.label"),
            Optional.of(new PlatformBranch(
                    "Look for job run",
                    Set.of("EmrServerlessApplicationId", "EmrServerlessJobRoleArn", "EmrServerlessLogUri"))))),
    /** Spark on Kubernetes. */
    EKS(new PlatformDescription(
            "eks",
            "EksBulkImportStack",
            "BulkImportEKS",
            "sleeper.bulk.import.eks.job.queue.url",
            Sizing.SPARK_ON_KUBERNETES,
            Set.of(JobSettings.FILES, JobSettings.KUBERNETES_PODS),
            List.of(ResourceKind.KUBERNETES_JOB),
            Optional.empty(),
            Optional.of(new PlatformBranch(
                    "Look for Job",
                    Set.of(
                            "EksClusterName",
                            "EksCertificateAuthority",
                            "EksEndpoint",
                            "EksNamespace",
                            "EksServiceAccountName",
                            "EksImageUri",
                            "EksInstanceId",
                            "WatchPodFunctionArn")))));

    private final PlatformDescription description;

    Platform(PlatformDescription description) {
        this.description = description;
    }

    public PlatformDescription description() {
        return description;
    }

    /** @return the word that stands for it in commands, plans and state machines */
    public String word() {
        return description.word();
    }

    /** @return whether jobs run on Spark there */
    public boolean isSpark() {
        return description.sizing().isSpark();
    }

    public static Optional<Platform> ofWord(String word) {
        return Arrays.stream(values())
                .filter(platform -> platform.word().equals(word))
                .findFirst();
    }
}
