package sleeper.deploy.end;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import sleeper.core.deployment.InstanceNames;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import software.amazon.awssdk.services.emr.model.ClusterState;
import software.amazon.awssdk.services.emr.model.ClusterSummary;
import software.amazon.awssdk.services.emr.model.ListClustersResponse;
import software.amazon.awssdk.services.emr.model.ListStepsResponse;
import software.amazon.awssdk.services.emr.model.StepCancellationOption;
import software.amazon.awssdk.services.emr.model.StepState;
import software.amazon.awssdk.services.emr.model.StepSummary;

/**
 * The EMR clusters of attempts, and the steps of the permanent cluster. That cluster is the stack's to end; its steps need not be waited
 * for, since they end with it.
 */
final class EmrClusters implements Remains {
    private static final String NOT_ENDED = "What jobs have started on EMR was not ended.";
    private static final Set<ClusterState> ALIVE = Set.of(
            ClusterState.STARTING,
            ClusterState.BOOTSTRAPPING,
            ClusterState.RUNNING,
            ClusterState.WAITING,
            ClusterState.TERMINATING);
    /** A request names as many clusters (EMR API reference, "TerminateJobFlows"). */
    private static final int MOST_CLUSTERS = 10;

    private final InstanceNames names;
    private final DeployClients clients;
    private final AwsCalls calls;
    private final Set<String> cancelled = new HashSet<>();

    EmrClusters(InstanceNames names, DeployClients clients, AwsCalls calls) {
        this.names = names;
        this.clients = clients;
        this.calls = calls;
    }

    @Override
    public List<String> end(Consumer<String> ending) {
        List<String> running = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (ClusterSummary cluster : alive()) {
            String name = String.valueOf(cluster.name());
            boolean terminating = cluster.status().state() == ClusterState.TERMINATING;
            if (name.startsWith(names.jobCluster(""))) {
                String words = "EMR cluster " + cluster.id() + " " + name;
                left.add(words);
                if (!terminating) {
                    running.add(cluster.id());
                    ending.accept(words);
                }
            } else if (name.equals(names.permanentCluster()) && !terminating) {
                cancelSteps(cluster.id(), ending);
            }
        }
        for (int i = 0; i < running.size(); i += MOST_CLUSTERS) {
            List<String> some = running.subList(i, Math.min(running.size(), i + MOST_CLUSTERS));
            var unused = calls.ask(
                    NOT_ENDED,
                    "elasticmapreduce:TerminateJobFlows",
                    String.join(",", some),
                    () -> clients.emr().terminateJobFlows(request -> request.jobFlowIds(some)));
        }
        return left;
    }

    private List<ClusterSummary> alive() {
        List<ClusterSummary> found = new ArrayList<>();
        String marker = null;
        do {
            String from = marker;
            ListClustersResponse page = calls.ask(
                    NOT_ENDED,
                    "elasticmapreduce:ListClusters",
                    "EMR's clusters",
                    () -> clients.emr()
                            .listClusters(
                                    request -> request.clusterStates(ALIVE).marker(from)));
            found.addAll(page.clusters());
            marker = page.marker();
        } while (marker != null);
        return found;
    }

    /** A page has no more steps than one request cancels (EMR API reference, "ListSteps" and "CancelSteps"). */
    private void cancelSteps(String cluster, Consumer<String> ending) {
        List<List<String>> pages = new ArrayList<>();
        String marker = null;
        do {
            String from = marker;
            ListStepsResponse page = calls.ask(
                    NOT_ENDED,
                    "elasticmapreduce:ListSteps",
                    cluster,
                    () -> clients.emr()
                            .listSteps(request -> request.clusterId(cluster)
                                    .stepStates(StepState.PENDING, StepState.RUNNING)
                                    .marker(from)));
            pages.add(page.steps().stream()
                    .map(StepSummary::id)
                    .filter(cancelled::add)
                    .toList());
            marker = page.marker();
        } while (marker != null);
        pages.stream().filter(steps -> !steps.isEmpty()).forEach(steps -> {
            var unused = calls.ask(
                    NOT_ENDED,
                    "elasticmapreduce:CancelSteps",
                    cluster,
                    () -> clients.emr()
                            .cancelSteps(request -> request.clusterId(cluster)
                                    .stepIds(steps)
                                    .stepCancellationOption(StepCancellationOption.TERMINATE_PROCESS)));
            steps.forEach(step -> ending.accept("EMR step " + cluster + "/" + step));
        });
    }
}
