package sleeper.deploy.end;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.core.deployment.InstanceNames;
import sleeper.deploy.aws.Account;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.emr.model.ClusterState;
import software.amazon.awssdk.services.emr.model.ClusterSummary;
import software.amazon.awssdk.services.emr.model.ListClustersResponse;
import software.amazon.awssdk.services.emr.model.ListStepsResponse;
import software.amazon.awssdk.services.emr.model.StepCancellationOption;
import software.amazon.awssdk.services.emr.model.StepState;
import software.amazon.awssdk.services.emrserverless.model.ApplicationState;
import software.amazon.awssdk.services.emrserverless.model.ApplicationSummary;
import software.amazon.awssdk.services.emrserverless.model.JobRunState;
import software.amazon.awssdk.services.emrserverless.model.JobRunSummary;
import software.amazon.awssdk.services.emrserverless.model.ListApplicationsResponse;
import software.amazon.awssdk.services.emrserverless.model.ListJobRunsResponse;

/** What jobs have started on the platforms and nobody has ended: CloudFormation would fail at it, or leave it running. */
final class Leftovers {
    private static final String NOT_ENDED = "What jobs have started was not ended.";
    private static final Set<ClusterState> RUN =
            Set.of(ClusterState.STARTING, ClusterState.BOOTSTRAPPING, ClusterState.RUNNING, ClusterState.WAITING);
    /** A request names as many clusters (EMR API reference, "TerminateJobFlows"). */
    private static final int MOST_CLUSTERS = 10;

    private final InstanceNames names;
    private final Account account;
    private final DeployClients clients;
    private final AwsCalls calls;

    Leftovers(InstanceNames names, Account account, DeployClients clients, AwsCalls calls) {
        this.names = names;
        this.account = account;
        this.clients = clients;
        this.calls = calls;
    }

    /** Ends all of it. @return what was ended, in words */
    List<String> end() {
        List<String> ended = new ArrayList<>();
        ended.addAll(tasks());
        ended.addAll(clusters());
        ended.addAll(applications());
        return ended;
    }

    private List<String> tasks() {
        String cluster = account.arn("ecs", "cluster/" + names.ingestCluster());
        List<String> tasks = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            Optional<ListTasksResponse> page = calls.askAbout(
                    NOT_ENDED,
                    "ecs:ListTasks",
                    cluster,
                    Set.of("ClusterNotFoundException"),
                    () -> clients.ecs()
                            .listTasks(request ->
                                    request.cluster(names.ingestCluster()).nextToken(from)));
            page.ifPresent(found -> tasks.addAll(found.taskArns()));
            token = page.map(ListTasksResponse::nextToken).orElse(null);
        } while (token != null);
        for (String task : tasks) {
            var unused = calls.askAbout(
                    NOT_ENDED,
                    "ecs:StopTask",
                    task,
                    Set.of("InvalidParameterException"),
                    () -> clients.ecs()
                            .stopTask(request -> request.cluster(names.ingestCluster())
                                    .task(task)
                                    .reason("The instance is destroyed.")));
        }
        return tasks.stream().map(task -> "ECS task " + task).toList();
    }

    /** The permanent cluster is the stack's to end, and its steps with it; those of attempts are nobody's. */
    private List<String> clusters() {
        List<String> ids = new ArrayList<>();
        List<String> words = new ArrayList<>();
        String marker = null;
        do {
            String from = marker;
            ListClustersResponse page = calls.ask(
                    NOT_ENDED,
                    "elasticmapreduce:ListClusters",
                    "EMR's clusters",
                    () -> clients.emr()
                            .listClusters(request -> request.clusterStates(RUN).marker(from)));
            for (ClusterSummary cluster : page.clusters()) {
                if (cluster.name().startsWith(names.jobCluster(""))) {
                    ids.add(cluster.id());
                    words.add("EMR cluster " + cluster.id() + " " + cluster.name());
                } else if (cluster.name().equals(names.permanentCluster())) {
                    words.addAll(steps(cluster.id()));
                }
            }
            marker = page.marker();
        } while (marker != null);
        for (int i = 0; i < ids.size(); i += MOST_CLUSTERS) {
            List<String> some = ids.subList(i, Math.min(ids.size(), i + MOST_CLUSTERS));
            var unused = calls.ask(
                    NOT_ENDED,
                    "elasticmapreduce:TerminateJobFlows",
                    String.join(",", some),
                    () -> clients.emr().terminateJobFlows(request -> request.jobFlowIds(some)));
        }
        return words;
    }

    private List<String> steps(String cluster) {
        ListStepsResponse page = calls.ask(
                NOT_ENDED,
                "elasticmapreduce:ListSteps",
                cluster,
                () -> clients.emr()
                        .listSteps(request ->
                                request.clusterId(cluster).stepStates(StepState.PENDING, StepState.RUNNING)));
        List<String> steps = page.steps().stream().map(step -> step.id()).toList();
        if (!steps.isEmpty()) {
            var unused = calls.ask(
                    NOT_ENDED,
                    "elasticmapreduce:CancelSteps",
                    cluster,
                    () -> clients.emr()
                            .cancelSteps(request -> request.clusterId(cluster)
                                    .stepIds(steps)
                                    .stepCancellationOption(StepCancellationOption.TERMINATE_PROCESS)));
        }
        return steps.stream().map(step -> "EMR step " + cluster + "/" + step).toList();
    }

    /** One that is started cannot be deleted (EMR Serverless API reference, "DeleteApplication"). */
    private List<String> applications() {
        List<String> words = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            ListApplicationsResponse page = calls.ask(
                    NOT_ENDED,
                    "emr-serverless:ListApplications",
                    "EMR Serverless's applications",
                    () -> clients.emrServerless().listApplications(request -> request.nextToken(from)));
            for (ApplicationSummary application : page.applications()) {
                if (application.name().equals(names.stack())) {
                    words.addAll(runs(application.id()));
                    if (application.state() == ApplicationState.STARTED
                            || application.state() == ApplicationState.STARTING) {
                        var unused = calls.ask(
                                NOT_ENDED,
                                "emr-serverless:StopApplication",
                                application.arn(),
                                () -> clients.emrServerless()
                                        .stopApplication(request -> request.applicationId(application.id())));
                        words.add("EMR Serverless application " + application.id());
                    }
                }
            }
            token = page.nextToken();
        } while (token != null);
        return words;
    }

    private List<String> runs(String application) {
        List<String> words = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            ListJobRunsResponse page = calls.ask(
                    NOT_ENDED,
                    "emr-serverless:ListJobRuns",
                    application,
                    () -> clients.emrServerless()
                            .listJobRuns(request -> request.applicationId(application)
                                    .states(
                                            JobRunState.SUBMITTED,
                                            JobRunState.PENDING,
                                            JobRunState.SCHEDULED,
                                            JobRunState.RUNNING,
                                            JobRunState.QUEUED)
                                    .nextToken(from)));
            for (JobRunSummary run : page.jobRuns()) {
                var unused = calls.ask(
                        NOT_ENDED,
                        "emr-serverless:CancelJobRun",
                        run.arn(),
                        () -> clients.emrServerless()
                                .cancelJobRun(request ->
                                        request.applicationId(application).jobRunId(run.id())));
                words.add("EMR Serverless job run " + run.id());
            }
            token = page.nextToken();
        } while (token != null);
        return words;
    }
}
