package sleeper.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.RunFailedException;
import sleeper.local.client.AwsJsonClient;
import sleeper.local.client.AwsJsonClient.ServiceRefusedException;
import sleeper.statestore.file.OwnerOnly;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.http.HttpEndpoint;
import sleeper.stepfunctions.http.PortTakenException;

/**
 * Queues on this machine that any SQS client can use, with dead-letter queues, kept in a directory: a message that was accepted is there
 * after a restart. Thread-safe.
 */
public final class LocalQueues implements AutoCloseable {
    /** Receives of a message before it goes to the dead-letter queue. */
    public static final int MAX_RECEIVE_COUNT = 5;

    /** What an endpoint of queues is called. */
    public static final String NAME = "queues";

    /** The region of the queues. */
    public static final String REGION = "us-east-1";

    private static final String OTHER_ATTRIBUTES = "QueueNameExists";
    private static final String ACCOUNT = "000000000000";
    private static final String DEAD_LETTERS = "-dead-letters";

    private final ElasticMqServer server;
    private final AwsJsonClient client;

    private LocalQueues(ElasticMqServer server) {
        this.server = server;
        this.client = new AwsJsonClient(server.endpoint(), "AmazonSQS");
    }

    /**
     * Opens the queues that the directory holds.
     *
     * @param directory made if it is absent
     * @param port      0 for a free one
     * @throws IllegalStateException   if queues are open in this process already
     * @throws InvalidRequestException if the directory's path holds a semicolon
     * @throws PortTakenException      if they cannot listen there
     */
    public static LocalQueues open(Path directory, int port) {
        HttpEndpoint endpoint = HttpEndpoint.listen(NAME, port);
        try {
            return open(directory, endpoint, Set.of(), Room.of(directory));
        } catch (RuntimeException e) {
            endpoint.close();
            throw e;
        }
    }

    /**
     * Opens the queues that the directory holds.
     *
     * @param directory made if it is absent
     * @param endpoint  which serves nothing yet; closed with the queues
     * @param hosts     names of this machine beside localhost under which clients may call them, such as {@code host.docker.internal}
     * @param room      on the disk of the directory; while there is none, messages are neither taken nor handed out
     * @throws IllegalStateException   if queues are open in this process already
     * @throws InvalidRequestException if the directory's path holds a semicolon
     * @throws RunFailedException      DISK_FULL if there is no room
     */
    public static LocalQueues open(Path directory, HttpEndpoint endpoint, Set<String> hosts, Room room) {
        refuseSemicolon(directory.toAbsolutePath());
        try {
            OwnerOnly.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("The directory of the queues could not be made: " + directory, e);
        }
        room.expect();
        return new LocalQueues(ElasticMqServer.start(directory, endpoint, hosts, room, REGION, ACCOUNT));
    }

    /** The database's URL would end there. */
    private static void refuseSemicolon(Path directory) {
        if (directory.toString().indexOf(';') >= 0) {
            throw new InvalidRequestException(
                    "The queues were not opened.",
                    List.of(new Fault(
                            ErrorCode.VALUE_OUT_OF_RANGE,
                            "the folder of the queues",
                            directory.toString(),
                            "a path without ';'",
                            "Set SLEEPER_HOME to another folder.")));
        }
    }

    /** Where SQS clients find the queues. */
    public URI endpoint() {
        return server.endpoint();
    }

    /**
     * Makes a queue and its dead-letter queue; one that exists stays as it is, also if a client has set its attributes otherwise.
     *
     * @param name              up to 67 of letters, digits, {@code -} and {@code _}
     * @param visibilityTimeout how long a received message is hidden
     */
    public void create(String name, Duration visibilityTimeout) {
        createUnlessThere(deadLetterName(name), Json.object());
        String redrivePolicy = Json.write(Json.object()
                .put("deadLetterTargetArn", arn(deadLetterName(name)))
                .put("maxReceiveCount", MAX_RECEIVE_COUNT));
        createUnlessThere(
                name,
                Json.object()
                        .put("VisibilityTimeout", Long.toString(visibilityTimeout.toSeconds()))
                        .put("RedrivePolicy", redrivePolicy));
    }

    /** Creating a queue that is there with other attributes is refused; with the same, it does nothing. */
    private void createUnlessThere(String name, ObjectNode attributes) {
        ObjectNode queue = Json.object().put("QueueName", name);
        queue.set("Attributes", attributes);
        try {
            client.call("CreateQueue", queue);
        } catch (ServiceRefusedException e) {
            if (!e.errorType().equals(OTHER_ATTRIBUTES)) {
                throw e;
            }
        }
    }

    /** The name of a queue's dead-letter queue. */
    public static String deadLetterName(String name) {
        return name + DEAD_LETTERS;
    }

    /** The URL of a queue, which holds for as long as these queues are open. */
    public String url(String name) {
        return endpoint() + "/" + ACCOUNT + "/" + name;
    }

    /** The ARN of a queue. */
    public static String arn(String name) {
        return "arn:aws:sqs:" + REGION + ":" + ACCOUNT + ":" + name;
    }

    /** Sends a message and returns its id; when this returns, the message is kept. */
    public String send(String name, String body) {
        return send(name, body, Map.of());
    }

    /** As {@link #send(String, String)}, with message attributes of type String. */
    public String send(String name, String body, Map<String, String> attributes) {
        ObjectNode message = queue(name).put("MessageBody", body);
        if (!attributes.isEmpty()) {
            ObjectNode described = message.putObject("MessageAttributes");
            attributes.forEach((attribute, value) ->
                    described.putObject(attribute).put("DataType", "String").put("StringValue", value));
        }
        return client.call("SendMessage", message).get("MessageId").textValue();
    }

    /**
     * Receives messages.
     *
     * @param most at most this many; 1 to 10
     * @param wait how long to wait for the first; up to 20 seconds
     */
    public List<ReceivedMessage> receive(String name, int most, Duration wait) {
        ObjectNode request = queue(name).put("MaxNumberOfMessages", most).put("WaitTimeSeconds", wait.toSeconds());
        request.putArray("AttributeNames").add("All");
        request.putArray("MessageAttributeNames").add("All");
        List<ReceivedMessage> messages = new ArrayList<>();
        for (JsonNode message : client.call("ReceiveMessage", request).path("Messages")) {
            Map<String, String> attributes = new LinkedHashMap<>();
            message.path("Attributes")
                    .properties()
                    .forEach(entry ->
                            attributes.put(entry.getKey(), entry.getValue().asText()));
            messages.add(new ReceivedMessage(
                    message.get("MessageId").textValue(),
                    message.get("ReceiptHandle").textValue(),
                    message.get("Body").textValue(),
                    attributes,
                    message.path("MessageAttributes")));
        }
        return messages;
    }

    /** Deletes a received message. */
    public void delete(String name, ReceivedMessage message) {
        client.call("DeleteMessage", queue(name).put("ReceiptHandle", message.receiptHandle()));
    }

    /** Shows a received message again after the given time. */
    public void release(String name, ReceivedMessage message, Duration after) {
        client.call(
                "ChangeMessageVisibility",
                queue(name).put("ReceiptHandle", message.receiptHandle()).put("VisibilityTimeout", after.toSeconds()));
    }

    /** Messages in a queue, hidden ones included. */
    public long approximateDepth(String name) {
        ObjectNode request = queue(name);
        request.putArray("AttributeNames").add("All");
        JsonNode attributes = client.call("GetQueueAttributes", request).get("Attributes");
        return attributes.path("ApproximateNumberOfMessages").asLong()
                + attributes.path("ApproximateNumberOfMessagesNotVisible").asLong()
                + attributes.path("ApproximateNumberOfMessagesDelayed").asLong();
    }

    /** Takes the database away, as a disk without room does. */
    void loseDatabase() {
        server.service().loseDatabase();
    }

    /** Closes the endpoint; the messages stay in the directory. */
    @Override
    public void close() {
        server.close();
    }

    private ObjectNode queue(String name) {
        return Json.object().put("QueueUrl", url(name));
    }
}
