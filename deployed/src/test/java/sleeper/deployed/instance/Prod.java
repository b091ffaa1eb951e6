package sleeper.deployed.instance;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import sleeper.aws.AwsInstance;
import sleeper.aws.AwsPlace;
import sleeper.aws.client.AwsClients;
import sleeper.core.platform.JobQueue;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** The instance {@code prod} in eu-west-2, on a double of AWS. */
final class Prod implements AutoCloseable {
    static final String CONFIG = "sleeper-prod-config";
    static final String MACHINES = "arn:aws:states:eu-west-2:123456789012:stateMachine:sleeper-prod-";
    static final String EXECUTIONS = "arn:aws:states:eu-west-2:123456789012:execution:sleeper-prod-ingest-job:";
    static final String QUEUES = "arn:aws:sqs:eu-west-2:123456789012:prod-";

    private final AwsDouble aws = new AwsDouble();
    private final List<Duration> waits = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private AwsCredentialsProvider credentials =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));

    /** Deployed with the platform {@code standard}, by the version of the command. */
    Prod() throws IOException {
        aws.put(CONFIG, "version", "0.1.0\n")
                .put(CONFIG, "commit-log-driver", "dynamodb")
                .put(
                        CONFIG,
                        "instance.properties",
                        "sleeper.id=prod\n" + urlOf(JobQueue.STANDARD, "IngestJobQ")
                                + urlOf(JobQueue.AUTO, "AutoJobQ"));
    }

    /** Deploys the stack of views, too. */
    Prod withViews() {
        aws.put(
                CONFIG,
                "instance.properties",
                "sleeper.id=prod\nsleeper.optional.stacks=IngestStack,IcebergStack\n"
                        + urlOf(JobQueue.STANDARD, "IngestJobQ") + urlOf(JobQueue.AUTO, "AutoJobQ"));
        return this;
    }

    static String urlOf(JobQueue queue, String name) {
        return queue.urlProperty() + "=https://sqs.eu-west-2.amazonaws.com/123456789012/prod-" + name + "\n";
    }

    AwsDouble aws() {
        return aws;
    }

    /** @return the instance as a command opens it */
    Instance open() {
        Map<String, String> environment = new HashMap<>();
        environment.put("SLEEPER_INSTANCE_ID", "prod");
        environment.put("AWS_REGION", "eu-west-2");
        environment.put("AWS_ENDPOINT_URL", aws.endpoint());
        AwsPlace place = AwsPlace.of(environment).orElseThrow();
        AwsClients clients = new AwsClients(environment::get, List.of()).in(Region.of(place.region()));
        Surroundings surroundings =
                new Surroundings(() -> now, () -> UUID.randomUUID().toString(), new Random(1), time -> {
                    waits.add(time);
                });
        return new DeployedInstance(
                place,
                new AwsInstance(
                        place,
                        clients.s3(s3 -> s3.credentialsProvider(credentials)),
                        clients.dynamoDb(dynamo -> dynamo.credentialsProvider(credentials)),
                        surroundings),
                new CommandClients(clients, environment, Optional.of(credentials)),
                surroundings);
    }

    Prod with(AwsCredentialsProvider others) {
        credentials = others;
        return this;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** @return what commands waited between tries */
    List<Duration> waits() {
        return waits;
    }

    @Override
    public void close() {
        aws.close();
    }
}
