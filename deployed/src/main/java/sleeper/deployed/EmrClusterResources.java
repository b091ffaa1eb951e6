package sleeper.deployed;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.ResourceStage;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emr.model.ClusterStateChangeReason;
import software.amazon.awssdk.services.emr.model.ClusterStatus;
import software.amazon.awssdk.services.emr.model.ListClustersResponse;

/**
 * Clusters that jobs make. Each has a name of the attempt's own, and is found by it among those of the last weeks: EMR
 * lists clusters by state and age alone.
 */
final class EmrClusterResources implements ResourceService {
    private final EmrClient client;
    private final InstanceNames names;
    private final PlatformRequests requests;
    private final InstantSource clock;

    /**
     * @param client     sends each request once
     * @param instanceId of the instance, whose clusters' names have it
     */
    EmrClusterResources(EmrClient client, String instanceId, Surroundings surroundings) {
        this.client = client;
        this.names = new InstanceNames(instanceId);
        this.requests = new PlatformRequests("elasticmapreduce", Set.of("InvalidRequestException"), surroundings);
        this.clock = surroundings.clock();
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.EMR_CLUSTER;
    }

    /** EMR lists the newest first. */
    @Override
    public List<Resource> find(AttemptId attempt) {
        String name = names.jobCluster(attempt.executionName());
        List<Resource> found = new ArrayList<>();
        requests.pages(
                "ListClusters",
                "clusters of the name " + name,
                token -> client.listClusters(
                        request -> request.createdAfter(clock.instant().minus(PlatformRequests.LISTED))
                                .marker(token)),
                ListClustersResponse::marker,
                page -> page.clusters().stream()
                        .filter(cluster -> cluster.name().equals(name))
                        .forEach(cluster -> found.add(0, resource(cluster.id(), cluster.status()))));
        return found;
    }

    @Override
    public Optional<Resource> describe(String id) {
        return requests.askAbout("DescribeCluster", id, () -> client.describeCluster(request -> request.clusterId(id)))
                .map(found -> resource(id, found.cluster().status()));
    }

    /** The reason stays with the attempt: EMR takes none. */
    @Override
    public void end(String id, String reason) {
        var unused = requests.askAbout(
                "TerminateJobFlows", id, () -> client.terminateJobFlows(request -> request.jobFlowIds(id)));
    }

    private static Resource resource(String id, ClusterStatus status) {
        ClusterStateChangeReason change = status.stateChangeReason();
        String reason = change == null ? "" : PlatformRequests.reason(change.codeAsString(), change.message());
        return new Resource(
                ResourceKind.EMR_CLUSTER, id, stage(status.stateAsString()), status.stateAsString(), reason);
    }

    /** The states are those of the EMR API reference, "ClusterStatus". */
    private static ResourceStage stage(String state) {
        return switch (state) {
            case "STARTING", "BOOTSTRAPPING" -> ResourceStage.STARTING;
            case "RUNNING", "WAITING" -> ResourceStage.RUNNING;
            case "TERMINATING" -> ResourceStage.ENDING;
            case "TERMINATED" -> ResourceStage.SUCCEEDED;
            default -> ResourceStage.FAILED;
        };
    }
}
