package sleeper.local.task.emr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Set;
import sleeper.local.task.spark.SparkVersion;

/**
 * Checks requests as EMR checks them, and Step Functions before it. Fields are those of the service's API reference; a request that has
 * another is refused, so that none is invented.
 */
final class EmrRequests {
    private static final Set<String> RUN_JOB_FLOW = Set.of(
            "AdditionalInfo",
            "AmiVersion",
            "Applications",
            "AutoScalingRole",
            "AutoTerminationPolicy",
            "BootstrapActions",
            "Configurations",
            "CustomAmiId",
            "EbsRootVolumeIops",
            "EbsRootVolumeSize",
            "EbsRootVolumeThroughput",
            "ExtendedSupport",
            "Instances",
            "JobFlowRole",
            "KerberosAttributes",
            "LogEncryptionKmsKeyId",
            "LogUri",
            "ManagedScalingPolicy",
            "MonitoringConfiguration",
            "Name",
            "NewSupportedProducts",
            "OSReleaseLabel",
            "PlacementGroupConfigs",
            "ReleaseLabel",
            "RepoUpgradeOnBoot",
            "ScaleDownBehavior",
            "SecurityConfiguration",
            "ServiceRole",
            "StepConcurrencyLevel",
            "SupportedProducts",
            "Tags",
            "VisibleToAllUsers");
    private static final Set<String> INSTANCES = Set.of(
            "AdditionalMasterSecurityGroups",
            "AdditionalSlaveSecurityGroups",
            "Ec2KeyName",
            "Ec2SubnetId",
            "Ec2SubnetIds",
            "EmrManagedMasterSecurityGroup",
            "EmrManagedSlaveSecurityGroup",
            "HadoopVersion",
            "InstanceCount",
            "InstanceFleets",
            "InstanceGroups",
            "KeepJobFlowAliveWhenNoSteps",
            "MasterInstanceType",
            "Placement",
            "ServiceAccessSecurityGroup",
            "SlaveInstanceType",
            "TerminationProtected",
            "UnhealthyNodeReplacement");
    private static final Set<String> FLEET = Set.of(
            "Context",
            "InstanceFleetType",
            "InstanceTypeConfigs",
            "LaunchSpecifications",
            "Name",
            "ResizeSpecifications",
            "TargetOnDemandCapacity",
            "TargetSpotCapacity");
    private static final Set<String> TYPE_CONFIG = Set.of(
            "BidPrice",
            "BidPriceAsPercentageOfOnDemandPrice",
            "Configurations",
            "CustomAmiId",
            "EbsConfiguration",
            "InstanceType",
            "Priority",
            "WeightedCapacity");
    private static final Set<String> SCALING =
            Set.of("ComputeLimits", "ScalingStrategy", "UtilizationPerformanceIndex");
    private static final Set<String> LIMITS = Set.of(
            "MaximumCapacityUnits",
            "MaximumCoreCapacityUnits",
            "MaximumOnDemandCapacityUnits",
            "MinimumCapacityUnits",
            "UnitType");
    private static final Set<String> ADD_STEP = Set.of("ClusterId", "ExecutionRoleArn", "Step");
    private static final Set<String> STEP = Set.of("ActionOnFailure", "HadoopJarStep", "Name");
    private static final Set<String> JAR_STEP = Set.of("Args", "Jar", "MainClass", "Properties");
    private static final Set<String> ACTIONS =
            Set.of("CONTINUE", "CANCEL_AND_WAIT", "TERMINATE_CLUSTER", "TERMINATE_JOB_FLOW");

    private static final int MOST_STEPS_AT_A_TIME = 256;
    private static final int LEAST_IDLE_SECONDS = 60;
    private static final int MOST_IDLE_SECONDS = 604_800;

    private EmrRequests() {}

    static void checkRunJobFlow(JsonNode request) {
        refuseIf(request.has("Steps"), "Steps: a cluster that Step Functions creates is created without steps");
        known("", request, RUN_JOB_FLOW);
        required(request, "Name", "Name");
        required(request, "ServiceRole", "ServiceRole");
        required(request, "JobFlowRole", "JobFlowRole");
        String label = request.path("ReleaseLabel").asText();
        refuseIf(
                SparkVersion.ofReleaseLabel(label).isEmpty(),
                "The supplied release label is invalid: " + label + ". There is a jar for "
                        + SparkVersion.RELEASE_LABELS);
        checkInstances(request.path("Instances"));
        known("ManagedScalingPolicy.", request.path("ManagedScalingPolicy"), SCALING);
        known("ManagedScalingPolicy.ComputeLimits.", request.at("/ManagedScalingPolicy/ComputeLimits"), LIMITS);
        JsonNode level = request.path("StepConcurrencyLevel");
        refuseIf(
                !level.isMissingNode() && !isBetween(level, 1, MOST_STEPS_AT_A_TIME),
                "StepConcurrencyLevel must be between 1 and " + MOST_STEPS_AT_A_TIME);
        JsonNode idle = request.at("/AutoTerminationPolicy/IdleTimeout");
        refuseIf(
                !idle.isMissingNode() && !isBetween(idle, LEAST_IDLE_SECONDS, MOST_IDLE_SECONDS),
                "IdleTimeout must be between " + LEAST_IDLE_SECONDS + " and " + MOST_IDLE_SECONDS + " seconds");
    }

    private static void checkInstances(JsonNode instances) {
        known("Instances.", instances, INSTANCES);
        refuseIf(
                !instances.path("KeepJobFlowAliveWhenNoSteps").asBoolean(),
                "Instances.KeepJobFlowAliveWhenNoSteps must be true for a cluster that Step Functions creates");
        refuseIf(
                instances.has("InstanceFleets") && instances.has("InstanceGroups"),
                "InstanceFleets and InstanceGroups are mutually exclusive");
        refuseIf(
                !instances.has("InstanceFleets") && !instances.has("InstanceGroups") && !instances.has("InstanceCount"),
                "Instances names no InstanceFleets and no InstanceGroups");
        boolean hasMaster = false;
        for (JsonNode fleet : instances.path("InstanceFleets")) {
            known("Instances.InstanceFleets.", fleet, FLEET);
            hasMaster |= fleet.path("InstanceFleetType").asText().equals("MASTER");
            refuseIf(
                    fleet.path("TargetOnDemandCapacity").asInt()
                                    + fleet.path("TargetSpotCapacity").asInt()
                            < 1,
                    "At least one of TargetSpotCapacity and TargetOnDemandCapacity should be greater than 0");
            refuseIf(fleet.path("InstanceTypeConfigs").isEmpty(), "An instance fleet has no InstanceTypeConfigs");
            for (JsonNode config : fleet.path("InstanceTypeConfigs")) {
                known("Instances.InstanceFleets.InstanceTypeConfigs.", config, TYPE_CONFIG);
                required(config, "InstanceType", "InstanceTypeConfigs.InstanceType");
            }
        }
        refuseIf(instances.has("InstanceFleets") && !hasMaster, "InstanceFleets has no fleet of type MASTER");
    }

    static void checkAddStep(JsonNode request) {
        known("", request, ADD_STEP);
        required(request, "ClusterId", "ClusterId");
        JsonNode step = request.path("Step");
        known("Step.", step, STEP);
        required(step, "Name", "Step.Name");
        known("Step.HadoopJarStep.", step.path("HadoopJarStep"), JAR_STEP);
        required(step.path("HadoopJarStep"), "Jar", "Step.HadoopJarStep.Jar");
        String action = step.path("ActionOnFailure").asText("CONTINUE");
        refuseIf(!ACTIONS.contains(action), "ActionOnFailure is " + action);
    }

    /** What only the cluster can decide about a step. */
    static void checkAgainst(EmrCluster cluster, JsonNode step) {
        refuseIf(
                cluster.stepConcurrency() > 1
                        && !step.path("ActionOnFailure").asText("CONTINUE").equals("CONTINUE"),
                "ActionOnFailure must be CONTINUE where StepConcurrencyLevel is greater than 1");
    }

    private static boolean isBetween(JsonNode number, int least, int most) {
        return number.isInt() && number.intValue() >= least && number.intValue() <= most;
    }

    private static void required(JsonNode object, String field, String name) {
        refuseIf(!object.path(field).isTextual() || object.path(field).asText().isBlank(), name + " is required");
    }

    private static void known(String where, JsonNode object, Set<String> fields) {
        Iterator<String> names = object.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            refuseIf(!fields.contains(name), "Unknown field " + where + name);
        }
    }

    private static void refuseIf(boolean wrong, String message) {
        if (wrong) {
            throw EmrErrors.validation(message);
        }
    }
}
