package sleeper.deploy.end;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import sleeper.core.deployment.InstanceNames;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import software.amazon.awssdk.services.emrserverless.model.ApplicationState;
import software.amazon.awssdk.services.emrserverless.model.ApplicationSummary;
import software.amazon.awssdk.services.emrserverless.model.JobRunState;
import software.amazon.awssdk.services.emrserverless.model.JobRunSummary;
import software.amazon.awssdk.services.emrserverless.model.ListApplicationsResponse;
import software.amazon.awssdk.services.emrserverless.model.ListJobRunsResponse;

/**
 * The job runs of the instance's application of EMR Serverless, and the application itself: one that is started cannot be deleted, and
 * one that has runs cannot be stopped (EMR Serverless API reference, "DeleteApplication" and "StopApplication").
 */
final class ServerlessRuns implements Remains {
    private static final String NOT_ENDED = "What jobs have started on EMR Serverless was not ended.";
    private static final Set<ApplicationState> STARTED = Set.of(ApplicationState.STARTING, ApplicationState.STARTED);
    private static final Set<ApplicationState> IN_BETWEEN =
            Set.of(ApplicationState.CREATING, ApplicationState.STOPPING);
    /** Said of what has changed meanwhile, or cannot end yet. */
    private static final Set<String> NOT_NOW =
            Set.of("ValidationException", "ConflictException", "ResourceNotFoundException");

    private final InstanceNames names;
    private final DeployClients clients;
    private final AwsCalls calls;

    ServerlessRuns(InstanceNames names, DeployClients clients, AwsCalls calls) {
        this.names = names;
        this.clients = clients;
        this.calls = calls;
    }

    @Override
    public List<String> end(Consumer<String> ending) {
        List<String> left = new ArrayList<>();
        for (ApplicationSummary application : applications()) {
            String words = "EMR Serverless application " + application.id();
            if (STARTED.contains(application.state())) {
                cancelRuns(application.id(), ending);
                stop(application);
                ending.accept(words);
                left.add(words);
            } else if (IN_BETWEEN.contains(application.state())) {
                left.add(words);
            }
        }
        return left;
    }

    /** Of other owners, an application need not have a name. */
    private List<ApplicationSummary> applications() {
        List<ApplicationSummary> found = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            ListApplicationsResponse page = calls.ask(
                    NOT_ENDED,
                    "emr-serverless:ListApplications",
                    "EMR Serverless's applications",
                    () -> clients.emrServerless().listApplications(request -> request.nextToken(from)));
            page.applications().stream()
                    .filter(application -> names.stack().equals(application.name()))
                    .forEach(found::add);
            token = page.nextToken();
        } while (token != null);
        return found;
    }

    private void stop(ApplicationSummary application) {
        var unused = calls.askAbout(
                NOT_ENDED,
                "emr-serverless:StopApplication",
                application.arn(),
                NOT_NOW,
                () -> clients.emrServerless().stopApplication(request -> request.applicationId(application.id())));
    }

    private void cancelRuns(String application, Consumer<String> ending) {
        String token = null;
        do {
            String from = token;
            Optional<ListJobRunsResponse> page = calls.askAbout(
                    NOT_ENDED,
                    "emr-serverless:ListJobRuns",
                    application,
                    Set.of("ResourceNotFoundException"),
                    () -> clients.emrServerless()
                            .listJobRuns(request -> request.applicationId(application)
                                    .states(
                                            JobRunState.SUBMITTED,
                                            JobRunState.PENDING,
                                            JobRunState.SCHEDULED,
                                            JobRunState.RUNNING,
                                            JobRunState.QUEUED)
                                    .nextToken(from)));
            page.map(ListJobRunsResponse::jobRuns).orElse(List.of()).forEach(run -> cancel(application, run, ending));
            token = page.map(ListJobRunsResponse::nextToken).orElse(null);
        } while (token != null);
    }

    private void cancel(String application, JobRunSummary run, Consumer<String> ending) {
        var unused = calls.askAbout(
                NOT_ENDED,
                "emr-serverless:CancelJobRun",
                run.arn(),
                NOT_NOW,
                () -> clients.emrServerless()
                        .cancelJobRun(
                                request -> request.applicationId(application).jobRunId(run.id())));
        ending.accept("EMR Serverless job run " + run.id());
    }
}
