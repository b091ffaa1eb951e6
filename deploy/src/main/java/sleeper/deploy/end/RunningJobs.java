package sleeper.deploy.end;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.platform.JobQueue;
import sleeper.deploy.aws.Account;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The jobs of an instance that run or wait. What of the instance was never made has none. */
final class RunningJobs {
    private static final String NOT_SEEN = "Whether jobs run was not found out.";
    private static final Set<String> NO_QUEUE = Set.of("AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist");
    private static final List<QueueAttributeName> COUNTS = List.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);

    private final InstanceNames names;
    private final Account account;
    private final DeployClients clients;
    private final AwsCalls calls;

    RunningJobs(InstanceNames names, Account account, DeployClients clients, AwsCalls calls) {
        this.names = names;
        this.account = account;
        this.clients = clients;
        this.calls = calls;
    }

    /** An execution that has not ended. */
    record Run(String machine, String name, String arn) {}

    /** @return what runs of both machines that jobs have: their own, and the one that cleans up after them */
    List<Run> runs() {
        List<Run> all = new ArrayList<>();
        for (String machine : List.of("ingest-job", "reap-job")) {
            all.addAll(runs(machine));
        }
        return all;
    }

    private List<Run> runs(String machine) {
        String arn = account.arn("states", "stateMachine:" + names.stateMachine(machine));
        List<Run> found = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            Optional<ListExecutionsResponse> page = calls.askAbout(
                    NOT_SEEN,
                    "states:ListExecutions",
                    arn,
                    Set.of("StateMachineDoesNotExist"),
                    () -> clients.sfn()
                            .listExecutions(request -> request.stateMachineArn(arn)
                                    .statusFilter(ExecutionStatus.RUNNING)
                                    .nextToken(from)));
            page.map(ListExecutionsResponse::executions).orElse(List.of()).stream()
                    .map((ExecutionListItem run) -> new Run(machine, run.name(), run.executionArn()))
                    .forEach(found::add);
            token = page.map(ListExecutionsResponse::nextToken).orElse(null);
        } while (token != null);
        return found;
    }

    /** Stops an execution of a job; what it has started is then cleaned up after by {@code reap-job}. */
    void stop(Run run) {
        var unused = calls.askAbout(
                "An execution was not stopped.",
                "states:StopExecution",
                run.arn(),
                Set.of("ExecutionDoesNotExist"),
                () -> clients.sfn()
                        .stopExecution(request -> request.executionArn(run.arn())
                                .error("ABORTED")
                                .cause("The instance is destroyed by 'sleeper destroy --abort'.")));
    }

    /** @return how many messages wait in a queue, or are being taken from it */
    long waiting(JobQueue queue) {
        return url(queue)
                .flatMap(url -> calls.askAbout(
                        NOT_SEEN,
                        "sqs:GetQueueAttributes",
                        arn(queue),
                        NO_QUEUE,
                        () -> clients.sqs()
                                .getQueueAttributes(
                                        request -> request.queueUrl(url).attributeNames(COUNTS))))
                .map(GetQueueAttributesResponse::attributes)
                .map(counts ->
                        counts.values().stream().mapToLong(Long::parseLong).sum())
                .orElse(0L);
    }

    long waiting() {
        long sum = 0;
        for (JobQueue queue : JobQueue.values()) {
            sum += waiting(queue);
        }
        return sum;
    }

    /** Throws the messages of all queues away. */
    void purge() {
        for (JobQueue queue : JobQueue.values()) {
            if (waiting(queue) > 0) {
                url(queue).ifPresent(url -> {
                    // Once in a minute is enough, and more is refused (SQS API reference, "PurgeQueue").
                    var unused = calls.askAbout(
                            "Messages were not thrown away.",
                            "sqs:PurgeQueue",
                            arn(queue),
                            Set.of("AWS.SimpleQueueService.PurgeQueueInProgress", "PurgeQueueInProgress"),
                            () -> clients.sqs().purgeQueue(request -> request.queueUrl(url)));
                });
            }
        }
    }

    private Optional<String> url(JobQueue queue) {
        return calls.askAbout(
                NOT_SEEN,
                "sqs:GetQueueUrl",
                arn(queue),
                NO_QUEUE,
                () -> clients.sqs()
                        .getQueueUrl(request -> request.queueName(names.queue(queue)))
                        .queueUrl());
    }

    private String arn(JobQueue queue) {
        return account.arn("sqs", names.queue(queue));
    }
}
