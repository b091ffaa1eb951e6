package sleeper.cdk;

import static sleeper.core.settings.BulkImportSettings.KEY_PAIR;
import static sleeper.core.settings.BulkImportSettings.PERSISTENT_CORE_TYPE;
import static sleeper.core.settings.BulkImportSettings.PERSISTENT_MANAGED_SCALING;
import static sleeper.core.settings.BulkImportSettings.PERSISTENT_MASTER_TYPE;
import static sleeper.core.settings.BulkImportSettings.PERSISTENT_MAX_INSTANCES;
import static sleeper.core.settings.BulkImportSettings.PERSISTENT_MIN_INSTANCES;
import static sleeper.core.settings.BulkImportSettings.PERSISTENT_RELEASE_LABEL;
import static sleeper.core.settings.BulkImportSettings.PERSISTENT_STEP_CONCURRENCY;
import static sleeper.core.settings.BulkImportSettings.SECURITY_GROUP;

import java.util.List;
import java.util.Map;
import sleeper.core.settings.Settings;
import sleeper.deployed.FunctionVariable;
import software.amazon.awscdk.CfnTag;
import software.amazon.awscdk.services.emr.CfnCluster;
import software.amazon.awscdk.services.emr.CfnCluster.ApplicationProperty;
import software.amazon.awscdk.services.emr.CfnCluster.ComputeLimitsProperty;
import software.amazon.awscdk.services.emr.CfnCluster.InstanceGroupConfigProperty;
import software.amazon.awscdk.services.emr.CfnCluster.JobFlowInstancesConfigProperty;
import software.amazon.awscdk.services.emr.CfnCluster.ManagedScalingPolicyProperty;
import software.constructs.Construct;

/** Bulk import as steps on a cluster that runs as long as the instance does. */
final class PersistentEmrBulkImportStack implements PlatformPart {
    private final CfnCluster cluster;

    PersistentEmrBulkImportStack(Construct parent, InstanceSpec spec, EmrParts emr, Network network) {
        Construct scope = new Construct(parent, "PersistentEmrBulkImportStack");
        Settings settings = spec.settings();
        CfnCluster.Builder builder = CfnCluster.Builder.create(scope, "Cluster")
                .name(spec.names().permanentCluster())
                .releaseLabel(settings.get(PERSISTENT_RELEASE_LABEL))
                .applications(
                        List.of(ApplicationProperty.builder().name("Spark").build()))
                .serviceRole(emr.serviceRole().getRoleArn())
                .jobFlowRole(emr.profile().getRef())
                .securityConfiguration(emr.security().getRef())
                .logUri(emr.logUri())
                .visibleToAllUsers(true)
                // What EMR makes for the cluster has its tags, by which the service's role may end it.
                .tags(List.of(CfnTag.builder()
                        .key("for-use-with-amazon-emr-managed-policies")
                        .value("true")
                        .build()))
                .stepConcurrencyLevel(settings.get(PERSISTENT_STEP_CONCURRENCY))
                .instances(instances(settings, network));
        if (settings.get(PERSISTENT_MANAGED_SCALING)) {
            builder.managedScalingPolicy(ManagedScalingPolicyProperty.builder()
                    .computeLimits(ComputeLimitsProperty.builder()
                            .unitType("Instances")
                            .minimumCapacityUnits(settings.get(PERSISTENT_MIN_INSTANCES))
                            .maximumCapacityUnits(settings.get(PERSISTENT_MAX_INSTANCES))
                            .maximumCoreCapacityUnits(settings.get(PERSISTENT_MAX_INSTANCES))
                            .build())
                    .build());
        }
        cluster = builder.build();
    }

    /** Of groups a cluster has one subnet. */
    private static JobFlowInstancesConfigProperty instances(Settings settings, Network network) {
        JobFlowInstancesConfigProperty.Builder instances = JobFlowInstancesConfigProperty.builder()
                .keepJobFlowAliveWhenNoSteps(true)
                .terminationProtected(false)
                .ec2SubnetId(network.subnets().get(0))
                .masterInstanceGroup(group("master", settings.get(PERSISTENT_MASTER_TYPE), 1))
                .coreInstanceGroup(
                        group("core", settings.get(PERSISTENT_CORE_TYPE), settings.get(PERSISTENT_MIN_INSTANCES)));
        settings.find(KEY_PAIR).ifPresent(instances::ec2KeyName);
        settings.find(SECURITY_GROUP).ifPresent(group -> instances.additionalMasterSecurityGroups(List.of(group)));
        return instances.build();
    }

    private static InstanceGroupConfigProperty group(String name, String type, int count) {
        return InstanceGroupConfigProperty.builder()
                .name(name)
                .market("ON_DEMAND")
                .instanceType(type)
                .instanceCount(count)
                .build();
    }

    @Override
    public Map<String, String> substitutions() {
        return Map.of("PersistentEmrClusterId", cluster.getRef());
    }

    @Override
    public Map<FunctionVariable, String> variables() {
        return Map.of(FunctionVariable.PERSISTENT_EMR_CLUSTER_ID, cluster.getRef());
    }
}
