package sleeper.core.launch.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import sleeper.core.job.JobPlan;
import sleeper.core.json.StoredJson;
import sleeper.core.launch.ClusterOffer;
import sleeper.core.launch.SparkSite;
import sleeper.core.launch.SparkSubmission;
import sleeper.core.platform.ResourceKind;
import sleeper.core.platform.SparkRelease;
import sleeper.core.settings.Settings;

/** What a plan comes to be asked of its platform: of each request the parts that the job decides, in the form of the service's API. */
public final class LaunchRequests {
    /** Where the image has the jar. */
    private static final String JAR_IN_IMAGE = "local:///opt/sleeper/sleeper-spark-job-spark3.jar";

    private LaunchRequests() {}

    /** @return how many ways there are to ask for a cluster, in the order in which they are tried; one or more */
    public static List<ClusterOffer> clusterOffers(JobPlan plan) {
        return ClusterOffer.of(Settings.ofMap(plan.settings()));
    }

    /**
     * @param offer of a cluster, which of the {@link #clusterOffers}; otherwise 0
     * @param site  what the deployment has for runs
     * @throws IllegalArgumentException if the plan's platform creates nothing of the kind on Spark
     */
    public static ObjectNode of(ResourceKind kind, JobPlan plan, int offer, SparkSite site) {
        return switch (kind) {
            case EMR_CLUSTER -> EmrRequests.cluster(plan, clusterOffers(plan).get(offer));
            case EMR_STEP -> EmrRequests.step(SparkSubmission.of(plan, jar(plan, site)), site);
            case EMR_SERVERLESS_JOB_RUN -> ServerlessRequests.jobRun(SparkSubmission.of(plan, jar(plan, site)), site);
            case KUBERNETES_JOB -> KubernetesRequests.job(SparkSubmission.of(plan, JAR_IN_IMAGE));
            case ECS_TASK -> throw new IllegalArgumentException("nothing is decided about a " + kind.word());
        };
    }

    /** @return the first request for each kind that an attempt creates on Spark, by the kind's word; of another platform none */
    public static ObjectNode first(JobPlan plan, SparkSite site) {
        ObjectNode requests = StoredJson.object();
        if (plan.platform().isSpark()) {
            plan.platform().description().creates().forEach(kind -> requests.set(kind.word(), of(kind, plan, 0, site)));
        }
        return requests;
    }

    private static String jar(JobPlan plan, SparkSite site) {
        return plan.platform()
                .description()
                .releaseProperty()
                .map(property -> plan.settings().get(property))
                .flatMap(SparkRelease::ofLabel)
                .map(release -> release.jar(site.jars()))
                .orElseThrow(() -> new IllegalArgumentException(plan.platform() + " has no EMR release"));
    }
}
