package sleeper.core.launch.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import sleeper.core.job.JobPlan;
import sleeper.core.json.StoredJson;
import sleeper.core.launch.ClusterOffer;
import sleeper.core.launch.ClusterSize;
import sleeper.core.launch.SparkSite;
import sleeper.core.launch.SparkSubmission;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.BulkImportSettings.Market;
import sleeper.core.settings.Settings;

/**
 * What EMR is asked for, as {@code RunJobFlow} and {@code AddJobFlowSteps} have it: the parts that a job decides. The others are those
 * of the deployment, and stand in the state machine.
 */
public final class EmrRequests {
    /**
     * The driver runs on the cluster, once: a second try of YARN's would be a second run behind our back. The step ends when the
     * application does.
     */
    private static final Map<String, String> ON_YARN =
            Map.of("spark.yarn.maxAppAttempts", "1", "spark.yarn.submit.waitAppCompletion", "true");

    /** Spark, "Running Spark on YARN": where the driver runs on the cluster, its environment is the application master's. */
    private static final String DRIVER_ENVIRONMENT = "spark.yarn.appMasterEnv.";

    /** After so long EMR gives up waiting for instances, and the next ones are asked for; in minutes, of 5 to 1,440. */
    private static final int PROVISIONING_MINUTES = 20;

    private EmrRequests() {}

    /** @return {@code ReleaseLabel}, {@code InstanceFleets} and {@code ManagedScalingPolicy} of {@code RunJobFlow} */
    public static ObjectNode cluster(JobPlan plan, ClusterOffer offer) {
        Settings settings = Settings.ofMap(plan.settings());
        ClusterSize size = ClusterSize.of(settings);
        int initial = size.initial();
        int most = size.most();
        ObjectNode request =
                StoredJson.object().put("ReleaseLabel", settings.get(BulkImportSettings.EMR_RELEASE_LABEL));
        ArrayNode fleets = request.putArray("InstanceFleets");
        fleets.add(fleet("MASTER", Market.ON_DEMAND, 1, List.of(settings.get(BulkImportSettings.EMR_MASTER_TYPE))));
        fleets.add(fleet("CORE", offer.market(), initial, offer.executorTypes()));
        ObjectNode limits = request.putObject("ManagedScalingPolicy").putObject("ComputeLimits");
        limits.put("UnitType", "InstanceFleetUnits");
        limits.put("MinimumCapacityUnits", initial).put("MaximumCapacityUnits", most);
        limits.put("MaximumCoreCapacityUnits", most);
        limits.put("MaximumOnDemandCapacityUnits", offer.market() == Market.SPOT ? 0 : most);
        return request;
    }

    private static ObjectNode fleet(String type, Market market, int instances, List<String> types) {
        ObjectNode fleet =
                StoredJson.object().put("Name", type.toLowerCase(Locale.ROOT)).put("InstanceFleetType", type);
        boolean spot = market == Market.SPOT;
        fleet.put("TargetOnDemandCapacity", spot ? 0 : instances).put("TargetSpotCapacity", spot ? instances : 0);
        ArrayNode configs = fleet.putArray("InstanceTypeConfigs");
        types.forEach(one -> configs.addObject().put("InstanceType", one).put("WeightedCapacity", 1));
        ObjectNode specifications = fleet.putObject("LaunchSpecifications");
        if (spot) {
            specifications
                    .putObject("SpotSpecification")
                    .put("TimeoutDurationMinutes", PROVISIONING_MINUTES)
                    .put("TimeoutAction", "TERMINATE_CLUSTER")
                    .put("AllocationStrategy", "price-capacity-optimized");
        } else {
            specifications.putObject("OnDemandSpecification").put("AllocationStrategy", "lowest-price");
        }
        return fleet;
    }

    /** @return {@code Args} of the step's {@code HadoopJarStep}, whose {@code Jar} is {@code command-runner.jar} */
    public static ObjectNode step(SparkSubmission submission, SparkSite site) {
        SparkSubmission whole = submission.with(ON_YARN).with(site.properties(DRIVER_ENVIRONMENT));
        List<String> words = Stream.concat(
                        Stream.of("spark-submit", "--deploy-mode", "cluster"), whole.words().stream())
                .toList();
        ObjectNode request = StoredJson.object();
        request.set("Args", StoredJson.texts(words));
        return request;
    }
}
