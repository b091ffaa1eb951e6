package sleeper.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class StepJsonTest {
    private final StepJson json = new StepJson();

    /** A request of every kind of field that ours have. */
    record Request(String jobId, int attempt, boolean handedOver, List<String> done, Inner inner) {}

    record Inner(long since) {}

    @Test
    void shouldReadARecordAndPassOverWhatItDoesNotKnow() {
        String text = """
                {"jobId": "orders-7", "attempt": 2, "handedOver": true, "done": ["a"], "inner": {"since": 3}, "other": {}}""";
        Request expected = new Request("orders-7", 2, true, List.of("a"), new Inner(3));

        assertThat(json.<Request>fromJson(text, Request.class)).isEqualTo(expected);
        assertThat(json.<Request>fromJson(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), Request.class))
                .isEqualTo(expected);
    }

    @Test
    void shouldTakeWhatIsAbsentForNothing() {
        assertThat(json.<Request>fromJson("{}", Request.class)).isEqualTo(new Request(null, 0, false, null, null));
    }

    @Test
    void shouldLeaveOutWhatIsNull() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        json.toJson(new Request("orders-7", 1, false, null, null), out, Request.class);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"jobId\":\"orders-7\",\"attempt\":1,\"handedOver\":false}");
    }

    @Test
    void shouldReadAnEventOfAQueueAsTheRuntimeDoes() {
        SQSEvent event = json.fromJson("""
                {"Records": [{"messageId": "m1", "body": "{}", "eventSourceARN": "arn:aws:sqs:eu-west-2:1:q"}]}""", SQSEvent.class);
        assertThat(event.getRecords())
                .extracting(SQSEvent.SQSMessage::getMessageId, SQSEvent.SQSMessage::getEventSourceArn)
                .containsExactly(tuple("m1", "arn:aws:sqs:eu-west-2:1:q"));
    }

    @Test
    void shouldNameTheTypeOfARequestThatIsNone() {
        assertThatThrownBy(() -> json.fromJson("[1", Request.class))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("it must be JSON of " + Request.class.getName());
    }

    @Test
    void shouldBeFoundByTheRuntime() {
        assertThat(ServiceLoader.load(CustomPojoSerializer.class))
                .hasOnlyElementsOfType(StepJson.class)
                .hasSize(1);
    }
}
