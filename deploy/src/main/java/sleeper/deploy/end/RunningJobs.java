package sleeper.deploy.end;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
    /** What cleans up after a job. */
    static final String REAP_JOB = "reap-job";

    private static final String INGEST_JOB = "ingest-job";
    private static final String NOT_SEEN = "Whether jobs run was not found out.";
    private static final Set<String> NO_QUEUE = Set.of("AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist");
    private static final Set<String> UNDER_WAY = Set.of(
            "AWS.SimpleQueueService.PurgeQueueInProgress",
            "PurgeQueueInProgress",
            "AWS.SimpleQueueService.NonExistentQueue",
            "QueueDoesNotExist");
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

    /**
     * What there is at a time.
     *
     * @param isThere whether there is anything that could run or wait
     * @param waiting messages of all queues
     */
    record Look(boolean isThere, List<Run> runs, long waiting) {
        boolean isQuiet() {
            return runs.isEmpty() && waiting == 0;
        }
    }

    /**
     * Looks at both machines that jobs have: their own, and the one that cleans up after them. Queues come first: a message that is
     * taken from one between the two looks has become an execution at the second.
     */
    Look look() {
        boolean isThere = false;
        long waiting = 0;
        for (JobQueue queue : JobQueue.values()) {
            OptionalLong count = waiting(names.queue(queue));
            isThere |= count.isPresent();
            waiting += count.orElse(0);
        }
        List<Run> all = new ArrayList<>();
        for (String machine : List.of(INGEST_JOB, REAP_JOB)) {
            Optional<List<Run>> found = runs(machine);
            isThere |= found.isPresent();
            found.ifPresent(all::addAll);
        }
        return new Look(isThere, List.copyOf(all), waiting);
    }

    /** @return empty if there is no such machine */
    private Optional<List<Run>> runs(String machine) {
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
            if (page.isEmpty()) {
                return Optional.empty();
            }
            page.get().executions().stream()
                    .map((ExecutionListItem run) -> new Run(machine, run.name(), run.executionArn()))
                    .forEach(found::add);
            token = page.get().nextToken();
        } while (token != null);
        return Optional.of(found);
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

    /** @return how many messages wait for somebody to decide on: of jobs, and of what could not be started */
    long deadLetters() {
        long count = waiting(names.undeliveredQueue()).orElse(0);
        for (JobQueue queue : JobQueue.values()) {
            count += waiting(names.deadLetterQueue(queue)).orElse(0);
        }
        return count;
    }

    /** @return how many messages wait in a queue, or are being taken from it; empty if there is no such queue */
    private OptionalLong waiting(String queue) {
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
                .map(counts -> OptionalLong.of(
                        counts.values().stream().mapToLong(Long::parseLong).sum()))
                .orElse(OptionalLong.empty());
    }

    /** Throws the messages of all queues away. */
    void purge() {
        for (JobQueue each : JobQueue.values()) {
            String queue = names.queue(each);
            if (waiting(queue).orElse(0) > 0) {
                url(queue).ifPresent(url -> {
                    // Once in a minute is enough, and more is refused (SQS API reference, "PurgeQueue").
                    var unused = calls.askAbout(
                            "Messages were not thrown away.",
                            "sqs:PurgeQueue",
                            arn(queue),
                            UNDER_WAY,
                            () -> clients.sqs().purgeQueue(request -> request.queueUrl(url)));
                });
            }
        }
    }

    private Optional<String> url(String queue) {
        return calls.askAbout(
                NOT_SEEN,
                "sqs:GetQueueUrl",
                arn(queue),
                NO_QUEUE,
                () -> clients.sqs()
                        .getQueueUrl(request -> request.queueName(queue))
                        .queueUrl());
    }

    private String arn(String queue) {
        return account.arn("sqs", queue);
    }
}
