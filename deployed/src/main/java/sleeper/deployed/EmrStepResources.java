package sleeper.deployed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.ResourceStage;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emr.model.FailureDetails;
import software.amazon.awssdk.services.emr.model.ListStepsResponse;
import software.amazon.awssdk.services.emr.model.StepCancellationOption;
import software.amazon.awssdk.services.emr.model.StepStateChangeReason;
import software.amazon.awssdk.services.emr.model.StepStatus;

/**
 * Steps on the clusters that attempts make, and on the permanent cluster. Each bears the name of the attempt's execution. EMR tells
 * nothing of a step to whoever does not name its cluster, so that an id here is {@code CLUSTER/STEP}.
 */
final class EmrStepResources implements ResourceService {
    private final EmrClient client;
    private final Optional<EmrClusterResources> clusters;
    private final Optional<String> permanent;
    private final PlatformRequests requests;

    /**
     * @param client    sends each request once
     * @param clusters  that attempts make; empty if they make none
     * @param permanent the permanent cluster's id; empty if there is none
     */
    EmrStepResources(
            EmrClient client,
            Optional<EmrClusterResources> clusters,
            Optional<String> permanent,
            Surroundings surroundings) {
        this.client = client;
        this.clusters = clusters;
        this.permanent = permanent;
        this.requests = new PlatformRequests("elasticmapreduce", Set.of("InvalidRequestException"), surroundings);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.EMR_STEP;
    }

    @Override
    public List<Resource> find(AttemptId attempt) {
        Stream<String> made = clusters.stream()
                .flatMap(service -> service.find(attempt).stream())
                .map(Resource::id);
        return Stream.concat(made, permanent.stream())
                .flatMap(cluster -> stepsOn(cluster, attempt).stream())
                .toList();
    }

    /** EMR lists the newest first. */
    private List<Resource> stepsOn(String cluster, AttemptId attempt) {
        List<Resource> found = new ArrayList<>();
        requests.pages(
                "ListSteps",
                "steps of cluster " + cluster,
                token -> client.listSteps(request -> request.clusterId(cluster).marker(token)),
                ListStepsResponse::marker,
                page -> page.steps().stream()
                        .filter(step -> step.name().equals(attempt.executionName()))
                        .forEach(step -> found.add(0, resource(new StepId(cluster, step.id()), step.status()))));
        return found;
    }

    @Override
    public Optional<Resource> describe(String id) {
        return StepId.of(id)
                .flatMap(named -> requests.askAbout(
                                "DescribeStep",
                                id,
                                () -> client.describeStep(request ->
                                        request.clusterId(named.cluster()).stepId(named.step())))
                        .map(found -> resource(named, found.step().status())));
    }

    /** A step that runs is ended with its process; one that waits is taken out of the queue. */
    @Override
    public void end(String id, String reason) {
        StepId.of(id).ifPresent(named -> {
            var unused = requests.askAbout(
                    "CancelSteps",
                    id,
                    () -> client.cancelSteps(request -> request.clusterId(named.cluster())
                            .stepIds(named.step())
                            .stepCancellationOption(StepCancellationOption.TERMINATE_PROCESS)));
        });
    }

    /** What finds a step. */
    private record StepId(String cluster, String step) {
        /** @return empty of an id that is none of this service's */
        static Optional<StepId> of(String id) {
            int slash = id.indexOf('/');
            return slash < 1 || slash == id.length() - 1
                    ? Optional.empty()
                    : Optional.of(new StepId(id.substring(0, slash), id.substring(slash + 1)));
        }

        @Override
        public String toString() {
            return cluster + "/" + step;
        }
    }

    private static Resource resource(StepId id, StepStatus status) {
        StepStateChangeReason change = status.stateChangeReason();
        FailureDetails failure = status.failureDetails();
        String reason = PlatformRequests.reason(
                change == null ? "" : change.message(),
                failure == null ? "" : failure.reason(),
                failure == null ? "" : failure.message());
        return new Resource(
                ResourceKind.EMR_STEP, id.toString(), stage(status.stateAsString()), status.stateAsString(), reason);
    }

    /** The states are those of the EMR API reference, "StepStatus". */
    private static ResourceStage stage(String state) {
        return switch (state) {
            case "PENDING" -> ResourceStage.STARTING;
            case "RUNNING" -> ResourceStage.RUNNING;
            case "CANCEL_PENDING" -> ResourceStage.ENDING;
            case "COMPLETED" -> ResourceStage.SUCCEEDED;
            default -> ResourceStage.FAILED;
        };
    }
}
