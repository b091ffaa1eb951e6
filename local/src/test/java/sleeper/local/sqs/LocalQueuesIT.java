package sleeper.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.VISIBILITY_TIMEOUT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.InvalidRequestException;
import sleeper.local.client.AwsJsonClient;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.http.HttpEndpoint;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

class LocalQueuesIT {
    private static final Duration HIDDEN = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private static SqsClient client(LocalQueues queues) {
        return SqsClient.builder()
                .endpointOverride(queues.endpoint())
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build();
    }

    @Test
    void shouldGiveBackWhatAnyClientSends() {
        try (LocalQueues queues = LocalQueues.open(directory, 0);
                SqsClient client = client(queues)) {
            queues.create("standard", HIDDEN);
            String url =
                    client.getQueueUrl(request -> request.queueName("standard")).queueUrl();

            String id = client.sendMessage(request -> request.queueUrl(url).messageBody("{\"id\":\"a\"}"))
                    .messageId();

            assertThat(url).isEqualTo(queues.url("standard"));
            assertThat(queues.approximateDepth("standard")).isEqualTo(1);
            List<ReceivedMessage> received = queues.receive("standard", 10, Duration.ofSeconds(5));
            assertThat(received)
                    .extracting(ReceivedMessage::messageId, ReceivedMessage::body)
                    .containsExactly(tuple(id, "{\"id\":\"a\"}"));
            queues.delete("standard", received.get(0));
            assertThat(queues.approximateDepth("standard")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00x", "\\u0000", "a\\uffff"})
    void shouldRefuseAMessageThatSqsWouldNotTake(String body) throws Exception {
        try (LocalQueues queues = LocalQueues.open(directory, 0)) {
            queues.create("standard", HIDDEN);

            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(queues.endpoint())
                                    .header("Content-Type", "application/x-amz-json-1.0")
                                    .header("X-Amz-Target", "AmazonSQS.SendMessage")
                                    .header(
                                            "Authorization",
                                            "AWS4-HMAC-SHA256 Credential=any/any, SignedHeaders=host, Signature=any")
                                    .POST(HttpRequest.BodyPublishers.ofString("{\"QueueUrl\":\""
                                            + queues.url("standard") + "\",\"MessageBody\":\"" + body + "\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
            assertThat(response.body()).contains("InvalidMessageContents");
            assertThat(queues.approximateDepth("standard")).isZero();
        }
    }

    @Test
    void shouldKeepMessagesAcrossARestart() {
        try (LocalQueues queues = LocalQueues.open(directory, 0)) {
            queues.create("standard", Duration.ofSeconds(1));
            queues.send("standard", "not received");
            queues.send("standard", "received and not deleted");
            queues.send("standard", "deleted");
            List<ReceivedMessage> received = queues.receive("standard", 10, Duration.ofSeconds(5));
            received.stream()
                    .filter(message -> message.body().equals("deleted"))
                    .forEach(message -> queues.delete("standard", message));
        }
        try (LocalQueues queues = LocalQueues.open(directory, 0)) {
            queues.create("standard", Duration.ofSeconds(1));

            assertThat(queues.approximateDepth("standard")).isEqualTo(2);
            List<ReceivedMessage> first = queues.receive("standard", 10, Duration.ofSeconds(20));
            assertThat(first).extracting(ReceivedMessage::body).doesNotContain("deleted");
            assertThat(first).isNotEmpty();
        }
    }

    @Test
    void shouldOpenAgainWithAQueueWhoseAttributesAClientHasSet() {
        try (LocalQueues queues = LocalQueues.open(directory, 0);
                SqsClient client = client(queues)) {
            queues.create("standard", HIDDEN);
            client.setQueueAttributes(
                    request -> request.queueUrl(queues.url("standard")).attributes(Map.of(VISIBILITY_TIMEOUT, "60")));
        }
        try (LocalQueues queues = LocalQueues.open(directory, 0);
                SqsClient client = client(queues)) {
            queues.create("standard", HIDDEN);

            assertThat(client.getQueueAttributes(request ->
                                    request.queueUrl(queues.url("standard")).attributeNames(VISIBILITY_TIMEOUT))
                            .attributes())
                    .containsEntry(VISIBILITY_TIMEOUT, "60");
        }
    }

    @Test
    void shouldKeepTheMessagesOfEachDirectoryApart(@TempDir Path other) {
        try (LocalQueues queues = LocalQueues.open(directory, 0)) {
            queues.create("standard", HIDDEN);
            queues.send("standard", "here");
        }
        try (LocalQueues queues = LocalQueues.open(other, 0)) {
            queues.create("standard", HIDDEN);
            assertThat(queues.approximateDepth("standard")).isZero();
        }
    }

    @Test
    void shouldRefuseADirectoryThatTheDatabaseCannotName() {
        assertThatThrownBy(() -> LocalQueues.open(directory.resolve("a;b"), 0))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("a path without ';'")
                .hasMessageContaining("Set SLEEPER_HOME to another folder.");
    }

    @Test
    void shouldRefuseASecondServerInOneProcess(@TempDir Path other) {
        try (LocalQueues queues = LocalQueues.open(directory, 0)) {
            assertThat(queues.endpoint().getHost()).isEqualTo("127.0.0.1");
            assertThatThrownBy(() -> LocalQueues.open(other, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Only one set of local queues");
        }
    }

    @Test
    void shouldCallTheFunctionWithTheEventThatLambdaGives() throws Exception {
        BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
        try (LocalQueues queues = LocalQueues.open(directory, 0)) {
            queues.create("standard", HIDDEN);
            String id = queues.send("standard", "hello", Map.of("reason", "a test"));
            try (QueuePoller poller = QueuePoller.start(queues, "standard", 10, Duration.ZERO, event -> {
                events.add(event);
                return Json.object();
            })) {
                JsonNode entry =
                        events.poll(30, TimeUnit.SECONDS).get("Records").get(0);

                assertThat(poller).isNotNull();
                assertThat(entry.get("messageId").textValue()).isEqualTo(id);
                assertThat(entry.get("body").textValue()).isEqualTo("hello");
                assertThat(entry.get("md5OfBody").textValue()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
                assertThat(entry.get("eventSource").textValue()).isEqualTo("aws:sqs");
                assertThat(entry.get("eventSourceARN").textValue())
                        .isEqualTo("arn:aws:sqs:us-east-1:000000000000:standard");
                assertThat(entry.get("messageAttributes"))
                        .isEqualTo(Json.readKnown("{\"reason\":{\"stringValue\":\"a test\",\"dataType\":\"String\","
                                + "\"stringListValues\":[],\"binaryListValues\":[]}}"));
                assertThat(entry.get("attributes")
                                .get("ApproximateReceiveCount")
                                .textValue())
                        .isEqualTo("1");
            }
            assertThat(queues.approximateDepth("standard")).isZero();
        }
    }

    @Test
    void shouldSendOnlyTheFailingMessageToTheDeadLettersAfterFiveReceives() throws Exception {
        BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        try (LocalQueues queues = LocalQueues.open(directory, 0)) {
            queues.create("standard", HIDDEN);
            queues.send("standard", "good");
            queues.send("standard", "bad");
            try (QueuePoller poller = QueuePoller.start(queues, "standard", 10, Duration.ZERO, event -> {
                ObjectNode response = Json.object();
                var failures = response.putArray("batchItemFailures");
                event.get("Records").forEach(entry -> {
                    calls.add(entry.get("body").textValue());
                    if (entry.get("body").textValue().equals("bad")) {
                        failures.addObject()
                                .put("itemIdentifier", entry.get("messageId").textValue());
                    }
                });
                return response;
            })) {
                List<ReceivedMessage> dead = receiveDeadLetters(queues);

                assertThat(poller).isNotNull();
                assertThat(dead).extracting(ReceivedMessage::body).containsExactly("bad");
            }
            assertThat(calls).filteredOn("bad"::equals).hasSize(LocalQueues.MAX_RECEIVE_COUNT);
            assertThat(calls).filteredOn("good"::equals).hasSize(1);
            assertThat(queues.approximateDepth("standard")).isZero();
        }
    }

    @Test
    void shouldTryTheWholeBatchAgainWhenTheFunctionThrows() throws Exception {
        BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();
        AtomicInteger calls = new AtomicInteger();
        try (LocalQueues queues = LocalQueues.open(directory, 0)) {
            queues.create("standard", HIDDEN);
            queues.send("standard", "once more");
            try (QueuePoller poller = QueuePoller.start(queues, "standard", 10, Duration.ZERO, event -> {
                sizes.add(event.get("Records").size());
                if (calls.incrementAndGet() == 1) {
                    throw new IllegalStateException("the first call fails, as the test wants it");
                }
                return null;
            })) {
                assertThat(poller).isNotNull();
                assertThat(sizes.poll(30, TimeUnit.SECONDS)).isEqualTo(1);
                assertThat(sizes.poll(30, TimeUnit.SECONDS)).isEqualTo(1);
            }
            assertThat(queues.approximateDepth("standard")).isZero();
        }
    }

    /** Asks again and again, since a message that is moved there does not wake who waits. */
    private static List<ReceivedMessage> receiveDeadLetters(LocalQueues queues) {
        List<ReceivedMessage> dead = List.of();
        for (int i = 0; i < 30 && dead.isEmpty(); i++) {
            dead = queues.receive(LocalQueues.deadLetterName("standard"), 10, Duration.ofSeconds(1));
        }
        return dead;
    }

    @Test
    void shouldKeepEachMessageThatWasAcceptedWhenTheDatabaseIsLost() {
        try (LocalQueues queues = LocalQueues.open(directory, 0)) {
            queues.create("standard", Duration.ZERO);
            queues.send("standard", "before");
            String url = queues.url("standard");

            queues.loseDatabase();

            assertThat(received(queues, 1)).extracting(ReceivedMessage::body).containsExactly("before");
            queues.send("standard", "after");
            assertThat(queues.url("standard")).isEqualTo(url);
            assertThat(received(queues, 2))
                    .extracting(ReceivedMessage::body)
                    .containsExactlyInAnyOrder("before", "after");
        }
    }

    private static List<ReceivedMessage> received(LocalQueues queues, int count) {
        List<ReceivedMessage> received = List.of();
        while (received.size() < count) {
            received = queues.receive("standard", 10, Duration.ofSeconds(1));
        }
        return received;
    }

    @Test
    void shouldNeitherTakeNorHandOutMessagesWhileThereIsNoRoom() {
        AtomicLong usable = new AtomicLong(Room.LEAST_BYTES);
        HttpEndpoint endpoint = HttpEndpoint.listen(LocalQueues.NAME, 0);
        try (LocalQueues queues = LocalQueues.open(directory, endpoint, Set.of(), new Room(usable::get))) {
            queues.create("standard", HIDDEN);
            queues.send("standard", "before");

            usable.decrementAndGet();

            assertThatThrownBy(() -> queues.send("standard", "refused"))
                    .isInstanceOf(AwsJsonClient.ServiceFailedException.class)
                    .hasMessageContaining("No space left on the disk: 4194303 bytes are left, and 4194304 are wanted.");
            assertThatThrownBy(() -> queues.receive("standard", 10, Duration.ZERO))
                    .isInstanceOf(AwsJsonClient.ServiceFailedException.class);
            assertThat(queues.approximateDepth("standard")).isEqualTo(1);
            usable.incrementAndGet();
            assertThat(queues.receive("standard", 10, Duration.ofSeconds(5)))
                    .singleElement()
                    .satisfies(message -> {
                        assertThat(message.body()).isEqualTo("before");
                        assertThat(message.attributes()).containsEntry("ApproximateReceiveCount", "1");
                    });
        }
    }

    @Test
    void shouldOpenNoQueuesWithoutRoom() {
        try (HttpEndpoint endpoint = HttpEndpoint.listen(LocalQueues.NAME, 0)) {
            assertThatThrownBy(() -> LocalQueues.open(directory, endpoint, Set.of(), new Room(() -> 1)))
                    .hasMessage(
                            "The queues were not opened. DISK_FULL at the disk of the home: found 1 bytes left; allowed:"
                                    + " 4194304 or more. Free some, and try again; what was sent is kept.");
            assertThat(directory.resolve("queues.mv.db")).doesNotExist();
        }
    }

    @Test
    void shouldReceiveNoMessageInVainWhileTheGateIsClosed() throws Exception {
        BlockingQueue<String> counts = new LinkedBlockingQueue<>();
        BlockingQueue<Boolean> asked = new LinkedBlockingQueue<>();
        AtomicInteger room = new AtomicInteger(1);
        QueueGate gate = failed -> {
            asked.add(failed);
            return !failed || room.get() > 0;
        };
        try (LocalQueues queues = LocalQueues.open(directory, 0)) {
            queues.create("standard", HIDDEN);
            room.set(0);
            queues.send("standard", "wanted");
            try (QueuePoller poller = QueuePoller.start(queues, "standard", 10, Duration.ZERO, gate, event -> {
                counts.add(event.at("/Records/0/attributes/ApproximateReceiveCount")
                        .asText());
                if (room.get() == 0) {
                    throw new IllegalStateException("No space left on device");
                }
                return Json.object();
            })) {
                assertThat(poller).isNotNull();
                // Given it has failed once, and the gate was closed more often than a message may fail
                assertThat(counts.poll(30, TimeUnit.SECONDS)).isEqualTo("1");
                int closed = 0;
                while (closed <= LocalQueues.MAX_RECEIVE_COUNT) {
                    closed += Boolean.TRUE.equals(asked.poll(30, TimeUnit.SECONDS)) ? 1 : 0;
                }
                assertThat(counts).isEmpty();
                // When
                room.set(1);
                // Then
                assertThat(counts.poll(30, TimeUnit.SECONDS)).isEqualTo("2");
            }
            assertThat(queues.approximateDepth("standard")).isZero();
            assertThat(queues.approximateDepth(LocalQueues.deadLetterName("standard")))
                    .isZero();
        }
    }
}
