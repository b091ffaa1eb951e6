package sleeper.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.json.CanonicalJson;
import sleeper.core.json.StoredJson;
import sleeper.lambda.commit.CommitFilesHandler;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.reap.ReapAttemptHandler;
import sleeper.lambda.reap.ReapRequest;
import sleeper.lambda.reap.Sweep;
import sleeper.lambda.reap.SweepHandler;
import sleeper.lambda.record.FailureRequest;
import sleeper.lambda.record.RecordFailureHandler;
import sleeper.lambda.record.RecordNotificationHandler;
import sleeper.lambda.runtime.AttemptRef;
import sleeper.lambda.runtime.JsonFunction;
import sleeper.lambda.runtime.TestContext;
import sleeper.lambda.start.StarterHandler;
import sleeper.lambda.teardown.TearDownHandler;
import sleeper.lambda.validate.PlanDto;
import sleeper.lambda.validate.ValidateJobHandler;
import sleeper.lambda.validate.ValidateRequest;
import sleeper.lambda.verdict.VerdictDto;

/**
 * Runs every test event of the steps: brings an instance to where the event begins, calls the real handler with the event's JSON,
 * and compares the reply and what there is to see afterwards.
 */
class TestEventsIT {
    private static final Path EVENTS = Path.of(System.getProperty("project.root"), "test-events");
    private static final List<String> STEPS = List.of(
            "starter",
            "validate-job",
            "commit-files",
            "record-failure",
            "tear-down",
            "record-notification",
            "reap-attempt",
            "sweep");

    @TempDir
    private Path home;

    static Stream<Path> events() {
        return STEPS.stream().flatMap(TestEventsIT::eventsOf);
    }

    private static Stream<Path> eventsOf(String step) {
        try (Stream<Path> files = Files.list(EVENTS.resolve(step))) {
            return files
                    .filter(file -> file.toString().endsWith(".json"))
                    .map(EVENTS::relativize)
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new IllegalStateException("no events of step " + step, e);
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldAnswerTheEventAsExpected(Path file) throws IOException {
        JsonNode event = StoredJson.parse("The test event", Files.readString(EVENTS.resolve(file)));
        Scenario scenario = new Scenario(home);
        event.path("given").forEach(scenario::given);
        JsonFunction step = function(file.getName(0).toString(), scenario.instance());

        for (JsonNode call : event.get("calls")) {
            call.path("given").forEach(scenario::given);
            JsonFunction.Reply reply = step.invoke(call.get("request").toString(), new TestContext());
            checkReply(call, reply);
        }

        assertThat(scenario.state(event.get("then")).toPrettyString())
                .as(event.get("shows").textValue())
                .isEqualTo(sorted(event.get("then")));
    }

    private static void checkReply(JsonNode call, JsonFunction.Reply reply) {
        JsonNode payload = StoredJson.parse("The reply", reply.payload());
        if (call.has("error")) {
            assertThat(reply.isFunctionError()).as(reply.payload()).isTrue();
            assertThat(payload.get("errorType").textValue())
                    .as(reply.payload())
                    .isEqualTo(call.get("error").get("errorType").textValue());
            assertThat(payload.get("errorMessage").textValue())
                    .isEqualTo(call.get("error").get("errorMessage").textValue());
            assertThat(payload.get("stackTrace").isArray()).isTrue();
        } else {
            assertThat(reply.isFunctionError()).as(reply.payload()).isFalse();
            assertThat(payload.toPrettyString()).isEqualTo(call.get("reply").toPrettyString());
        }
    }

    private static String sorted(JsonNode then) {
        return StoredJson.parse("The state", CanonicalJson.write(then)).toPrettyString();
    }

    private static JsonFunction function(String step, TestInstance instance) {
        LambdaPorts ports = instance.ports();
        return switch (step) {
            case "starter" -> JsonFunction.of(new StarterHandler(ports), SQSEvent.class, SQSBatchResponse.class);
            case "validate-job" ->
                JsonFunction.of(
                        new ValidateJobHandler(ports, instance, instance), ValidateRequest.class, PlanDto.class);
            case "commit-files" -> JsonFunction.of(new CommitFilesHandler(ports), AttemptRef.class, VerdictDto.class);
            case "record-failure" ->
                JsonFunction.of(new RecordFailureHandler(ports), FailureRequest.class, VerdictDto.class);
            case "tear-down" ->
                JsonFunction.of(new TearDownHandler(ports), AttemptRef.class, TearDownHandler.Report.class);
            case "record-notification" ->
                JsonFunction.of(new RecordNotificationHandler(ports), AttemptRef.class, AttemptRef.class);
            case "reap-attempt" -> JsonFunction.of(new ReapAttemptHandler(ports), ReapRequest.class, VerdictDto.class);
            default -> sweep(ports);
        };
    }

    @SuppressWarnings("unchecked") // a class literal of a generic type has no parameters
    private static JsonFunction sweep(LambdaPorts ports) {
        return JsonFunction.of(
                new SweepHandler(ports), (Class<Map<String, Object>>) (Class<?>) Map.class, Sweep.Report.class);
    }

    @Test
    void shouldHaveEventsOfEveryStep() {
        assertThat(STEPS).allSatisfy(step -> assertThat(eventsOf(step)).isNotEmpty());
    }
}
