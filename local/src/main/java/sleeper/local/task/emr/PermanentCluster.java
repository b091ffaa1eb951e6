package sleeper.local.task.emr;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.Settings;

/** The request of {@code RunJobFlow} that a deployment makes the instance's own cluster by. */
public final class PermanentCluster {
    private static final String ON_DEMAND = "TargetOnDemandCapacity";

    private PermanentCluster() {}

    public static ObjectNode request(Settings settings) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("Name", new InstanceNames(settings.get(InstanceSettings.ID)).permanentCluster())
                .put("ReleaseLabel", settings.get(BulkImportSettings.PERSISTENT_RELEASE_LABEL))
                .put("ServiceRole", "sleeper-emr-service")
                .put("JobFlowRole", "sleeper-emr-nodes")
                .put("StepConcurrencyLevel", settings.get(BulkImportSettings.PERSISTENT_STEP_CONCURRENCY));
        request.putArray("Applications").addObject().put("Name", "Spark");
        ObjectNode instances = request.putObject("Instances");
        instances.put("KeepJobFlowAliveWhenNoSteps", true).put("TerminationProtected", true);
        settings.find(BulkImportSettings.KEY_PAIR).ifPresent(name -> instances.put("Ec2KeyName", name));
        int least = settings.get(BulkImportSettings.PERSISTENT_MIN_INSTANCES);
        ArrayNode fleets = instances.putArray("InstanceFleets");
        fleet(fleets, "MASTER", 1, settings.get(BulkImportSettings.PERSISTENT_MASTER_TYPE));
        fleet(fleets, "CORE", least, settings.get(BulkImportSettings.PERSISTENT_CORE_TYPE));
        if (settings.get(BulkImportSettings.PERSISTENT_MANAGED_SCALING)) {
            request.putObject("ManagedScalingPolicy")
                    .putObject("ComputeLimits")
                    .put("UnitType", "InstanceFleetUnits")
                    .put("MinimumCapacityUnits", least)
                    .put("MaximumCapacityUnits", settings.get(BulkImportSettings.PERSISTENT_MAX_INSTANCES));
        }
        return request;
    }

    private static void fleet(ArrayNode fleets, String type, int capacity, String instanceType) {
        ObjectNode fleet = fleets.addObject().put("InstanceFleetType", type).put(ON_DEMAND, capacity);
        fleet.putArray("InstanceTypeConfigs").addObject().put("InstanceType", instanceType);
    }
}
