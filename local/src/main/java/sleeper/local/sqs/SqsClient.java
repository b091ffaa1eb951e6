package sleeper.local.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import sleeper.local.asl.expression.Json;

/** Calls SQS operations in the AWS JSON protocol. Thread-safe. */
final class SqsClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI endpoint;

    SqsClient(URI endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Calls an operation.
     *
     * @throws IllegalStateException if it is refused
     * @throws UncheckedIOException  if no answer comes
     */
    JsonNode call(String operation, ObjectNode request) {
        HttpRequest http = HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "AmazonSQS." + operation)
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(request)))
                .build();
        try {
            HttpResponse<String> response = this.http.send(http, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("SQS refused " + operation + " " + request + ": " + response.body());
            }
            return response.body().isBlank() ? Json.object() : Json.read(response.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("SQS gave an answer to " + operation + " that is not JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException("SQS could not be reached for " + operation, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while calling " + operation, e);
        }
    }
}
