package sleeper.deployed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

/** Steps on the permanent cluster. Each bears the name of the attempt's execution. */
final class EmrStepResources implements ResourceService {
    private final EmrClient client;
    private final String cluster;
    private final PlatformRequests requests;

    /**
     * @param client  sends each request once
     * @param cluster the permanent cluster's id
     */
    EmrStepResources(EmrClient client, String cluster, Surroundings surroundings) {
        this.client = client;
        this.cluster = cluster;
        this.requests = new PlatformRequests("elasticmapreduce", Set.of("InvalidRequestException"), surroundings);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.EMR_STEP;
    }

    /** EMR lists the newest first. */
    @Override
    public List<Resource> find(AttemptId attempt) {
        List<Resource> found = new ArrayList<>();
        requests.pages(
                "ListSteps",
                "steps of cluster " + cluster,
                token -> client.listSteps(request -> request.clusterId(cluster).marker(token)),
                ListStepsResponse::marker,
                page -> page.steps().stream()
                        .filter(step -> step.name().equals(attempt.executionName()))
                        .forEach(step -> found.add(0, resource(step.id(), step.status()))));
        return found;
    }

    @Override
    public Optional<Resource> describe(String id) {
        return requests.askAbout(
                        "DescribeStep",
                        id,
                        () -> client.describeStep(
                                request -> request.clusterId(cluster).stepId(id)))
                .map(found -> resource(id, found.step().status()));
    }

    /** A step that runs is ended with its process; one that waits is taken out of the queue. */
    @Override
    public void end(String id, String reason) {
        var unused = requests.askAbout(
                "CancelSteps",
                id,
                () -> client.cancelSteps(request -> request.clusterId(cluster)
                        .stepIds(id)
                        .stepCancellationOption(StepCancellationOption.TERMINATE_PROCESS)));
    }

    private static Resource resource(String id, StepStatus status) {
        StepStateChangeReason change = status.stateChangeReason();
        FailureDetails failure = status.failureDetails();
        String reason = PlatformRequests.reason(
                change == null ? "" : change.message(),
                failure == null ? "" : failure.reason(),
                failure == null ? "" : failure.message());
        return new Resource(ResourceKind.EMR_STEP, id, stage(status.stateAsString()), status.stateAsString(), reason);
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
