package sleeper.local.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import sleeper.stepfunctions.expression.Json;

/**
 * Calls operations of a service of this machine in the AWS JSON 1.0 protocol. Safe for use by many threads.
 *
 * <p>The services want a header of AWS's form, since no web page can send one, and do not check the signature in it.
 */
public final class AwsJsonClient {
    private static final String AUTHORIZATION =
            "AWS4-HMAC-SHA256 Credential=sleeper/local, SignedHeaders=host, Signature=none";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI endpoint;
    private final String service;

    /** @param service what stands before the operation in {@code X-Amz-Target}, such as {@code AmazonSQS} */
    public AwsJsonClient(URI endpoint, String service) {
        this.endpoint = endpoint;
        this.service = service;
    }

    /**
     * Calls an operation.
     *
     * @throws ServiceRefusedException if it is refused
     * @throws NoAnswerException       if no answer comes; {@link ServiceFailedException} if one comes that says that it failed
     */
    public JsonNode call(String operation, ObjectNode request) {
        HttpRequest post = HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("Authorization", AUTHORIZATION)
                .header("X-Amz-Target", service + "." + operation)
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(request)))
                .build();
        try {
            HttpResponse<String> response = http.send(post, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 500) {
                throw new ServiceFailedException(service + " failed at " + operation + ": " + message(response.body()));
            }
            if (response.statusCode() != 200) {
                throw new ServiceRefusedException(
                        service + " refused " + operation + ": " + response.body(), errorType(response.body()));
            }
            return response.body().isBlank() ? Json.object() : Json.read(response.body());
        } catch (JsonProcessingException e) {
            throw new ServiceRefusedException(service + " gave an answer to " + operation + " that is not JSON", e);
        } catch (IOException e) {
            throw new NoAnswerException(service + " gave no answer to " + operation, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while calling " + operation, e);
        }
    }

    /** @return the words of an error's body; all of it if it has none */
    private static String message(String body) {
        try {
            return Json.read(body).path("message").asText(body);
        } catch (JsonProcessingException e) {
            return body;
        }
    }

    /** An error's body is {@code {"__type": "namespace#Name", ...}}, with or without the name space. */
    private static String errorType(String body) {
        try {
            String type = Json.read(body).path("__type").asText("");
            return type.substring(type.indexOf('#') + 1);
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    /** No answer came: nobody listens, or whoever did has gone. */
    public static class NoAnswerException extends UncheckedIOException {
        NoAnswerException(String message, IOException cause) {
            super(message, cause);
        }

        /** @return whether the call may have had its effect; not so if no connection was made */
        public boolean mayHaveArrived() {
            return !(getCause() instanceof ConnectException) && !(getCause() instanceof HttpConnectTimeoutException);
        }
    }

    /** The service itself failed, such as on a full disk. Whether the call had its effect is not known. */
    public static final class ServiceFailedException extends NoAnswerException {
        ServiceFailedException(String message) {
            super(message, new IOException("status 500 or above"));
        }
    }

    /** A service answered with an error. */
    public static final class ServiceRefusedException extends IllegalStateException {
        private final String errorType;

        ServiceRefusedException(String message, String errorType) {
            super(message);
            this.errorType = errorType;
        }

        ServiceRefusedException(String message, Throwable cause) {
            super(message, cause);
            this.errorType = "";
        }

        /** @return the error's name, such as {@code ExecutionDoesNotExist}; empty if the answer has none */
        public String errorType() {
            return errorType;
        }
    }
}
