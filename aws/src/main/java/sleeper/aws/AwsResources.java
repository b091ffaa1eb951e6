package sleeper.aws;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.dynamodb.DynamoProbe;
import sleeper.aws.dynamodb.TableKeys;
import sleeper.aws.request.Answer;
import sleeper.aws.request.Requests;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.s3.S3Client;

/** The buckets and tables of an instance: a deployment makes them on AWS, and whoever starts services on servers of one's own. */
final class AwsResources {
    private static final int MOST_LOOKS = 60;
    private static final Duration LEAST_WAIT = Duration.ofMillis(25);
    private static final Duration MOST_WAIT = Duration.ofSeconds(2);

    private final S3Client s3;
    private final DynamoDbClient dynamo;
    private final boolean makes;
    private final Requests requests;
    private final DynamoProbe probe;
    private final Surroundings surroundings;

    /** @param makes whether what is missing is made; it is an error otherwise */
    AwsResources(S3Client s3, DynamoDbClient dynamo, boolean makes, Surroundings surroundings) {
        this.s3 = s3;
        this.dynamo = dynamo;
        this.makes = makes;
        this.surroundings = surroundings;
        this.requests = new Requests(surroundings);
        this.probe = new DynamoProbe(dynamo, surroundings);
    }

    /** @throws InvalidRequestException if one is missing */
    void buckets(List<String> names) {
        for (String name : names) {
            if (!isThere(name)) {
                expectMaking("bucket " + name);
                makeBucket(name);
            }
        }
    }

    /** @return what is missing of these, for people, such as {@code bucket sleeper-abc-data} */
    List<String> missing(List<String> buckets, List<String> tables) {
        return Stream.concat(
                        buckets.stream().filter(name -> !isThere(name)).map(name -> "bucket " + name),
                        tables.stream().filter(name -> !isTableThere(name)).map(name -> "table " + name))
                .toList();
    }

    private boolean isTableThere(String table) {
        try {
            var unused = requests.repeatable(() -> dynamo.describeTable(request -> request.tableName(table)));
            return true;
        } catch (ResourceNotFoundException e) {
            return false;
        } catch (SdkException e) {
            throw notLookedAt(table, e);
        }
    }

    private static TransientFailureException notLookedAt(String table, SdkException e) {
        return AwsFailures.nothingDone(
                "A table could not be looked at.", "table " + table, "dynamodb:DescribeTable", e);
    }

    private boolean isThere(String bucket) {
        try {
            var unused = requests.repeatable(() -> s3.headBucket(request -> request.bucket(bucket)));
            return true;
        } catch (SdkException e) {
            if (Answer.of(e) == Answer.NOT_FOUND) {
                return false;
            }
            throw AwsFailures.nothingDone(
                    "A bucket of the instance cannot be used.", "s3://" + bucket, "s3:ListBucket", e);
        }
    }

    private void makeBucket(String name) {
        try {
            var unused = requests.repeatable(() -> s3.createBucket(request -> request.bucket(name)));
        } catch (SdkException e) {
            if (!isThere(name)) {
                throw AwsFailures.nothingDone("A bucket was not made.", "s3://" + name, "s3:CreateBucket", e);
            }
        }
    }

    private void expectMaking(String what) {
        if (!makes) {
            throw notThere(what);
        }
    }

    /** @param what of the instance is missing */
    static InvalidRequestException notThere(String what) {
        return new InvalidRequestException(
                "The instance is not deployed.",
                List.of(
                        new Fault(
                                ErrorCode.VALUE_OUT_OF_RANGE,
                                AwsInstanceProvider.ID_VARIABLE,
                                "no " + what,
                                "an instance that is deployed in this region, or was made on this server",
                                "Correct id, region or server; start the server that has it, with its data; or deploy the instance first.")));
    }

    void logTable(String name) {
        make(name, TableKeys.OF_LOGS);
        probe.checkLog(name);
    }

    void stateTable(String name) {
        make(name, TableKeys.OF_OBJECTS);
        probe.checkObjects(name);
    }

    private void make(String name, TableKeys keys) {
        if (!makes) {
            return;
        }
        try {
            var unused = requests.repeatable(() -> dynamo.createTable(keys.request(name)));
        } catch (ResourceInUseException e) {
            // Another has made it, or is about to; its keys are checked once it is there.
        } catch (SdkException e) {
            throw AwsFailures.nothingDone("A table was not made.", "table " + name, "dynamodb:CreateTable", e);
        }
        awaitActive(name);
    }

    private void awaitActive(String table) {
        TableStatus status = status(table);
        for (int tries = 1; status != TableStatus.ACTIVE; tries++) {
            if (tries == MOST_LOOKS) {
                throw new TransientFailureException(
                        "A table is not ready.",
                        List.of(Fault.of(ErrorCode.UNAVAILABLE, "table " + table, "the status " + status, "ACTIVE")));
            }
            surroundings.backOff(tries, LEAST_WAIT, MOST_WAIT);
            status = status(table);
        }
    }

    private TableStatus status(String table) {
        try {
            return requests.repeatable(() -> dynamo.describeTable(request -> request.tableName(table)))
                    .table()
                    .tableStatus();
        } catch (ResourceNotFoundException e) {
            // A description may lag behind the making (DynamoDB API reference, DescribeTable).
            return TableStatus.CREATING;
        } catch (SdkException e) {
            throw notLookedAt(table, e);
        }
    }
}
