package sleeper.lambda.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import sleeper.core.job.JobPlan;
import sleeper.core.launch.SparkSite;
import sleeper.core.launch.json.LaunchRequests;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.KubernetesNames;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceStage;

/**
 * Something that an attempt needs on its platform: what is asked for, in how many ways, and when it is of use.
 *
 * @param plan of the attempt
 * @param site what the deployment has for runs on Spark
 */
record Wanted(ResourceKind kind, JobPlan plan, SparkSite site) {
    /** A cluster takes about ten minutes; one that takes longer than this will not come. */
    private static final Duration LONGEST_START = Duration.ofHours(1);

    /** Nobody watches the pod of a Job that was adopted: it is given up as the watcher would, so that people are told within five minutes. */
    private static final Duration LONGEST_PENDING = Duration.ofMinutes(4);

    /** As long as a Task may take. */
    static final Duration LONGEST_RUN = Duration.ofDays(1);

    /** @return how many ways there are to have it, one or more */
    int offers() {
        return kind == ResourceKind.EMR_CLUSTER
                ? LaunchRequests.clusterOffers(plan).size()
                : 1;
    }

    /** @return what is asked for in a way, which is less than {@link #offers}, in words */
    String offerWords(int offer) {
        return kind == ResourceKind.EMR_CLUSTER
                ? LaunchRequests.clusterOffers(plan).get(offer).words()
                : kind.word();
    }

    /** @return the parts of the request that the job decides, in the form of the service's API */
    ObjectNode request(int offer) {
        return LaunchRequests.of(kind, plan, offer, site);
    }

    /** @return whether it is what was waited for: a cluster that takes steps, a run that did its work */
    boolean isReady(Resource found) {
        return found.stage() == (kind == ResourceKind.EMR_CLUSTER ? ResourceStage.RUNNING : ResourceStage.SUCCEEDED);
    }

    /** @return whether it waits for room that others have, as long as that takes */
    boolean isHeldBack(Resource found) {
        return kind == ResourceKind.KUBERNETES_JOB && found.state().equals(KubernetesNames.JOB_WITHOUT_POD);
    }

    /** @return how long something that stands there so is awaited */
    Duration patience(Resource found) {
        if (kind == ResourceKind.KUBERNETES_JOB && found.stage() == ResourceStage.STARTING && !isHeldBack(found)) {
            return LONGEST_PENDING;
        }
        return kind == ResourceKind.EMR_CLUSTER ? LONGEST_START : LONGEST_RUN;
    }
}
