package sleeper.deployed.instance;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.aws.AwsPlace;
import sleeper.aws.client.AwsService;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.core.platform.JobQueue;
import sleeper.core.util.SuiteVersion;
import sleeper.statestore.instance.Check;
import sleeper.statestore.instance.UnreachableException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sts.StsClient;

/** Looks whether a deployed instance is as commands need it. What is missing is named, so that one that is deployed in part is seen. */
final class DeployedChecks {
    /** What stands in place of an ARN (SNS API reference, "ListSubscriptionsByTopic"). */
    private static final String WAITS = "PendingConfirmation";

    private static final String DEPLOY_AGAIN = "The instance is deployed only in part: deploy it again.";

    private final AwsPlace place;
    private final Presence presence;
    private final Supplier<DeployedQueues> queues;
    private final CommandClients clients;
    private final CommandRequests requests;
    private final InstantSource clock;
    private final BooleanSupplier hasCatalog;

    DeployedChecks(
            AwsPlace place,
            Presence presence,
            Supplier<DeployedQueues> queues,
            CommandClients clients,
            CommandRequests requests,
            InstantSource clock,
            BooleanSupplier hasCatalog) {
        this.place = place;
        this.presence = presence;
        this.queues = queues;
        this.clients = clients;
        this.requests = requests;
        this.clock = clock;
        this.hasCatalog = hasCatalog;
    }

    /** @return a check for each thing; of an instance that is not there, nothing is looked for */
    List<Check> all() {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.ok("region", place.region()));
        caller().ifPresent(checks::add);
        Check instance = looked("instance", this::instance);
        checks.add(instance);
        if (instance.state() != Check.State.PROBLEM) {
            checks.add(looked("stores", this::stores));
            Optional<DeployedArns> arns = arns(checks);
            if (arns.isPresent()) {
                Stream.of(JobQueue.values()).forEach(queue -> queue(queue, arns.get(), checks));
                InstanceNames.STATE_MACHINES.forEach(machine -> checks.add(looked(
                        "state machine " + machine, () -> machine(arns.get().stateMachine(machine)))));
                checks.add(looked("errors topic", () -> topic(arns.get().errorsTopic())));
                if (hasCatalog.getAsBoolean()) {
                    String database = new InstanceNames(place.id()).viewDatabase();
                    checks.add(looked("Glue database " + database, () -> database(arns.get(), database)));
                }
            }
        }
        return checks;
    }

    private static Check looked(String name, Supplier<Found> look) {
        try {
            Found found = look.get();
            return new Check(name, found.state(), found.words(), found.advice());
        } catch (UnreachableException e) {
            return problem(name, e.faults());
        } catch (SleeperException e) {
            return problem(name, e.faults());
        }
    }

    private static Check problem(String name, List<Fault> faults) {
        return Check.problem(
                name,
                faults.stream()
                        .map(fault -> fault.where() + ": " + fault.found())
                        .collect(Collectors.joining("; ")),
                faults.stream().map(Fault::action).distinct().collect(Collectors.joining(" ")));
    }

    /** What a look found, but for the thing's name. */
    private record Found(Check.State state, String words, String advice) {
        static Found ok(String words) {
            return new Found(Check.State.OK, words, "");
        }

        static Found warning(String words, String advice) {
            return new Found(Check.State.WARNING, words, advice);
        }
    }

    /** @return who asks; empty where a server stands in for S3 and none for STS */
    private Optional<Check> caller() {
        if (place.isOnOwnServer(AwsService.S3) && !clients.hasServerOfSts()) {
            return Optional.empty();
        }
        return Optional.of(looked("caller", () -> {
            try (StsClient sts = clients.sts()) {
                return Found.ok(requests.ask(
                                "Who the caller is is not known.",
                                "sts:GetCallerIdentity",
                                "the credentials",
                                sts::getCallerIdentity)
                        .arn());
            }
        }));
    }

    private Found instance() {
        String there = presence.place();
        Optional<String> said = presence.version();
        if (said.isEmpty()) {
            return Found.warning(
                    there + ", which does not say of what version it is",
                    "Deploy it again: s3://" + presence.configBucket()
                            + "/version is written at the end of each deployment.");
        }
        String words = there + ", of version " + said.get() + "; this command is of " + SuiteVersion.CURRENT;
        int order = SuiteVersion.parse(said.get())
                .map(deployed -> deployed.compareTo(
                        SuiteVersion.parse(SuiteVersion.CURRENT).orElseThrow()))
                .orElse(1);
        if (order == 0) {
            return Found.ok(words);
        }
        return Found.warning(
                words,
                order < 0
                        ? "The instance is older than the command: deploy it again, or use the command of its version."
                        : "The instance is newer than the command, which may not read what it writes: use the command of its version.");
    }

    private Found stores() {
        List<String> missing = presence.missingStores();
        return missing.isEmpty()
                ? Found.ok("every bucket and table")
                : new Found(Check.State.PROBLEM, "no " + String.join(", no ", missing), DEPLOY_AGAIN);
    }

    private Optional<DeployedArns> arns(List<Check> checks) {
        try {
            return Optional.of(presence.arns(queues.get()));
        } catch (UnreachableException e) {
            checks.add(problem("queues", e.faults()));
        } catch (SleeperException e) {
            checks.add(problem("queues", e.faults()));
        }
        return Optional.empty();
    }

    /** The queue {@code auto} is always deployed; the others are where their platforms are. */
    private void queue(JobQueue queue, DeployedArns arns, List<Check> checks) {
        Optional<URI> url = queues.get().url(queue);
        if (url.isEmpty()) {
            if (queue == JobQueue.AUTO) {
                checks.add(Check.problem(
                        "queue " + queue.word(), "no " + queue.urlProperty() + " in the properties", DEPLOY_AGAIN));
            }
            return;
        }
        SqsQueues sqs = new SqsQueues(clients.sqs(), queues.get(), arns, requests, clock);
        checks.add(looked("queue " + queue.word(), () -> Found.ok(sqs.depth(url.get()) + " messages wait")));
        checks.add(looked("dead letters of " + queue.word(), () -> deadLetters(sqs, queue)));
    }

    private Found deadLetters(SqsQueues sqs, JobQueue queue) {
        long number = sqs.depth(queues.get().deadLetters(queue).orElseThrow());
        return number == 0
                ? Found.ok("none")
                : Found.warning(
                        number + " messages that nobody could act on",
                        "See them with 'sleeper dead-letters --instance " + place.id() + "'.");
    }

    private Found machine(String arn) {
        return Found.ok(requests.ask(
                        "A state machine was not found.",
                        "states:DescribeStateMachine",
                        arn,
                        () -> clients.sfn().describeStateMachine(request -> request.stateMachineArn(arn)))
                .statusAsString());
    }

    private Found database(DeployedArns arns, String name) {
        String arn = arns.viewDatabase();
        return requests.askAbout(
                        "The catalog of views was not found.",
                        "glue:GetDatabase",
                        arn,
                        () -> clients.glue().getDatabase(request -> request.name(name)),
                        EntityNotFoundException.class::isInstance)
                .map(response -> Found.ok(arn))
                .orElseGet(() -> new Found(Check.State.PROBLEM, "no " + arn, DEPLOY_AGAIN));
    }

    private Found topic(String arn) {
        List<Subscription> subscriptions = subscriptions(arn);
        Set<String> waiting = subscriptions.stream()
                .filter(subscription -> WAITS.equals(subscription.subscriptionArn()))
                .map(Subscription::endpoint)
                .collect(Collectors.toUnmodifiableSet());
        if (!waiting.isEmpty()) {
            return Found.warning(
                    "a subscription that waits for confirmation: "
                            + waiting.stream().sorted().collect(Collectors.joining(", ")),
                    "Follow the link in the mail that Amazon SNS sent there; nothing else is sent before.");
        }
        return subscriptions.isEmpty()
                ? Found.warning(
                        "nobody is subscribed", "Set sleeper.errors.email and deploy again, or subscribe to the topic.")
                : Found.ok(subscriptions.size() + " subscribed");
    }

    private List<Subscription> subscriptions(String arn) {
        List<Subscription> all = new ArrayList<>();
        try (SnsClient sns = clients.sns()) {
            String token = null;
            do {
                String from = token;
                ListSubscriptionsByTopicResponse page = requests.ask(
                        "The topic was not found.",
                        "sns:ListSubscriptionsByTopic",
                        arn,
                        () -> sns.listSubscriptionsByTopic(
                                request -> request.topicArn(arn).nextToken(from)));
                all.addAll(page.subscriptions());
                token = page.nextToken();
            } while (token != null && !token.isEmpty());
        }
        return all;
    }
}
