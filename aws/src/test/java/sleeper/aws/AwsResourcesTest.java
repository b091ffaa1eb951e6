package sleeper.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** A table that takes its time to be there. */
class AwsResourcesTest {
    private final List<Duration> waits = new ArrayList<>();
    private final SlowTable service = new SlowTable();
    private final AwsResources resources = new AwsResources(
            null, service, true, new Surroundings(() -> Instant.EPOCH, () -> "id", new Random(1), waits::add));

    /** A service with one table, that answers with each status in turn, and with the last one from then on. */
    private static final class SlowTable implements DynamoDbClient {
        private final Deque<String> statuses = new ArrayDeque<>();
        private CreateTableRequest created;
        private boolean isMadeByAnother;

        @Override
        public CreateTableResponse createTable(CreateTableRequest request) {
            created = request;
            if (isMadeByAnother) {
                throw ResourceInUseException.builder()
                        .statusCode(400)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("ResourceInUseException")
                                .build())
                        .build();
            }
            return CreateTableResponse.builder().build();
        }

        @Override
        public DescribeTableResponse describeTable(DescribeTableRequest request) {
            String status = statuses.size() > 1 ? statuses.poll() : statuses.peek();
            if (status.isEmpty()) {
                throw ResourceNotFoundException.builder().build();
            }
            return DescribeTableResponse.builder()
                    .table(TableDescription.builder()
                            .tableStatus(TableStatus.fromValue(status))
                            .keySchema(created.keySchema())
                            .attributeDefinitions(created.attributeDefinitions())
                            .build())
                    .build();
        }

        @Override
        public PutItemResponse putItem(PutItemRequest request) {
            if (statuses.size() > 1) {
                throw ResourceNotFoundException.builder().build();
            }
            if (request.conditionExpression() != null) {
                throw ConditionalCheckFailedException.builder()
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("ConditionalCheckFailedException")
                                .build())
                        .build();
            }
            return PutItemResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldWaitUntilATableIsThere() {
        service.statuses.addAll(List.of("", "CREATING", "CREATING", "ACTIVE"));

        assertThatCode(() -> resources.logTable("log")).doesNotThrowAnyException();

        assertThat(waits).hasSize(3);
    }

    @Test
    void shouldWaitForATableThatAnotherMakes() {
        service.isMadeByAnother = true;
        service.statuses.addAll(List.of("CREATING", "ACTIVE"));

        assertThatCode(() -> resources.stateTable("state")).doesNotThrowAnyException();

        assertThat(waits).hasSize(1);
    }

    @Test
    void shouldSayThatATableIsNotReadyInPlaceOfWaitingForEver() {
        service.statuses.add("CREATING");

        assertThatThrownBy(() -> resources.logTable("sleeper-one-log"))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("table sleeper-one-log")
                .hasMessageContaining("found the status CREATING; allowed: ACTIVE");
    }
}
