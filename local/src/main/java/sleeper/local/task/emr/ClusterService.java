package sleeper.local.task.emr;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.local.task.FaultyCall;
import sleeper.local.task.ServiceFaults;

/** The port to clusters, as {@code ListClusters}, {@code DescribeCluster} and {@code TerminateJobFlows} answer it. */
record ClusterService(EmrClusters clusters, ServiceFaults faults, InstantSource clock) implements ResourceService {
    @Override
    public ResourceKind kind() {
        return ResourceKind.EMR_CLUSTER;
    }

    @Override
    public List<Resource> find(AttemptId attempt) {
        Instant listed = clock.instant().minus(faults.listedAfter());
        return FaultyCall.port(
                "EMR",
                faults.take("ListClusters"),
                () -> clusters.all().stream()
                        .filter(cluster -> cluster.isOf(attempt.executionName()))
                        .filter(cluster -> !cluster.createdAt().isAfter(listed))
                        .map(EmrCluster::resource)
                        .toList());
    }

    @Override
    public Optional<Resource> describe(String id) {
        return FaultyCall.port(
                "EMR", faults.take("DescribeCluster"), () -> clusters.find(id).map(EmrCluster::resource));
    }

    @Override
    public void end(String id, String reason) {
        boolean unused = FaultyCall.port("EMR", faults.take("TerminateJobFlows"), () -> {
            clusters.find(id)
                    .ifPresent(found ->
                            clusters.terminate(id, "USER_REQUEST", "Terminated by user request: " + reason, false));
            return true;
        });
    }
}
