package sleeper.local.task.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sleeper.stepfunctions.task.TaskFailedException;

class LambdaFunctionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Gives back what it got, and fails when told to. */
    public static final class Echo implements RequestHandler<Map<String, Object>, Map<String, Object>> {
        @Override
        public Map<String, Object> handleRequest(Map<String, Object> request, Context context) {
            if (request.containsKey("fail")) {
                throw new IllegalArgumentException("told to fail: " + request.get("fail"));
            }
            if (request.containsKey("break")) {
                throw new NoClassDefFoundError("told to break");
            }
            return Map.of("request", request, "function", context.getFunctionName(), "id", context.getAwsRequestId());
        }
    }

    /** Says that every message failed. */
    public static final class FailAll implements RequestHandler<SQSEvent, SQSBatchResponse> {
        @Override
        public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
            return new SQSBatchResponse(event.getRecords().stream()
                    .map(message -> new SQSBatchResponse.BatchItemFailure(message.getMessageId()))
                    .toList());
        }
    }

    private final LambdaFunctions functions = new LambdaFunctions(
            List.of(new LambdaFunction<>("echo", new Echo()), new LambdaFunction<>("fail-all", new FailAll())),
            () -> "request-1");

    @Test
    void shouldCallAHandlerWithItsRequestAndContext() throws Exception {
        // When
        JsonNode response = functions.call("echo", JSON.readTree("{\"a\":[1,\"b\"]}"), "request-1");
        // Then
        assertThat(response)
                .isEqualTo(JSON.readTree("{\"request\":{\"a\":[1,\"b\"]},\"function\":\"echo\",\"id\":\"request-1\"}"));
    }

    @Test
    void shouldSpeakTheShapesOfSqsEventsAndBatchResponses() throws Exception {
        // Given
        JsonNode event = JSON.readTree("""
                {"Records":[{"messageId":"m-1","body":"{}","eventSource":"aws:sqs",
                 "eventSourceARN":"arn:aws:sqs:us-east-1:000000000000:standard","attributes":{}}]}
                """);
        // When
        JsonNode response = functions.call("fail-all", event, "request-1");
        // Then
        assertThat(response).isEqualTo(JSON.readTree("{\"batchItemFailures\":[{\"itemIdentifier\":\"m-1\"}]}"));
    }

    @Test
    void shouldReportAnExceptionByItsClassNameWithTheJsonThatLambdaGives() throws Exception {
        // When / Then
        assertThatThrownBy(() -> functions.call("echo", JSON.readTree("{\"fail\":\"now\"}"), "request-1"))
                .isInstanceOfSatisfying(TaskFailedException.class, failure -> {
                    assertThat(failure.error()).isEqualTo("java.lang.IllegalArgumentException");
                    assertThat(failure)
                            .hasMessageContainingAll(
                                    "\"errorMessage\":\"told to fail: now\"",
                                    "\"errorType\":\"java.lang.IllegalArgumentException\"",
                                    "\"stackTrace\":[\"sleeper.local.task.lambda.LambdaFunctionsTest$Echo.handleRequest(");
                });
    }

    @Test
    void shouldReportAnErrorAsItDoesAnException() {
        // When / Then
        assertThatThrownBy(() -> functions.call("echo", JSON.readTree("{\"break\":1}"), "request-1"))
                .isInstanceOfSatisfying(TaskFailedException.class, failure -> {
                    assertThat(failure.error()).isEqualTo("java.lang.NoClassDefFoundError");
                    assertThat(failure).hasMessageContaining("\"errorMessage\":\"told to break\"");
                });
    }

    @Test
    void shouldSayThatAFunctionDoesNotExist() {
        assertThatThrownBy(() -> functions.call("nobody", JSON.createObjectNode(), "request-1"))
                .isInstanceOfSatisfying(
                        TaskFailedException.class,
                        failure -> assertThat(failure.error()).isEqualTo("Lambda.ResourceNotFoundException"));
    }
}
