package sleeper.deployed;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.ResourceStage;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.emrserverless.EmrServerlessClient;
import software.amazon.awssdk.services.emrserverless.model.ListJobRunsResponse;

/** Job runs of the instance's EMR Serverless application. Each bears the name of the attempt's execution. */
final class ServerlessRunResources implements ResourceService {
    private final EmrServerlessClient client;
    private final String application;
    private final PlatformRequests requests;
    private final InstantSource clock;

    /**
     * @param client      sends each request once
     * @param application its id
     */
    ServerlessRunResources(EmrServerlessClient client, String application, Surroundings surroundings) {
        this.client = client;
        this.application = application;
        this.requests = new PlatformRequests("emr-serverless", Set.of("ResourceNotFoundException"), surroundings);
        this.clock = surroundings.clock();
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.EMR_SERVERLESS_JOB_RUN;
    }

    /** The newest are listed first. */
    @Override
    public List<Resource> find(AttemptId attempt) {
        List<Resource> found = new ArrayList<>();
        requests.pages(
                "ListJobRuns",
                "application " + application,
                token -> client.listJobRuns(request -> request.applicationId(application)
                        .createdAtAfter(clock.instant().minus(PlatformRequests.LISTED))
                        .nextToken(token)),
                ListJobRunsResponse::nextToken,
                page -> page.jobRuns().stream()
                        .filter(run -> attempt.executionName().equals(run.name()))
                        .forEach(run -> found.add(0, resource(run.id(), run.stateAsString(), run.stateDetails()))));
        return found;
    }

    @Override
    public Optional<Resource> describe(String id) {
        return requests.askAbout(
                        "GetJobRun",
                        id,
                        () -> client.getJobRun(
                                request -> request.applicationId(application).jobRunId(id)))
                .map(found -> resource(
                        id, found.jobRun().stateAsString(), found.jobRun().stateDetails()));
    }

    /** The reason stays with the attempt: the service takes none. One that has ended is refused, and stays as it is. */
    @Override
    public void end(String id, String reason) {
        if (describe(id).filter(run -> !run.ended()).isPresent()) {
            var unused = requests.askAbout(
                    "CancelJobRun",
                    id,
                    () -> client.cancelJobRun(
                            request -> request.applicationId(application).jobRunId(id)));
        }
    }

    private static Resource resource(String id, String state, String details) {
        return new Resource(
                ResourceKind.EMR_SERVERLESS_JOB_RUN, id, stage(state), state, Objects.requireNonNullElse(details, ""));
    }

    /** The states are those of the EMR Serverless user guide, "Job run states". */
    private static ResourceStage stage(String state) {
        return switch (state) {
            case "SUBMITTED", "PENDING", "SCHEDULED", "QUEUED" -> ResourceStage.STARTING;
            case "RUNNING" -> ResourceStage.RUNNING;
            case "CANCELLING" -> ResourceStage.ENDING;
            case "SUCCESS" -> ResourceStage.SUCCEEDED;
            default -> ResourceStage.FAILED;
        };
    }
}
