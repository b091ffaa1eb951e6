package sleeper.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.json.CanonicalJson;
import sleeper.core.json.StoredJson;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.runtime.JsonFunction;
import sleeper.lambda.runtime.TestContext;
import sleeper.lambda.validate.ValidateJobHandler;

/**
 * Runs every test event of the functions: brings an instance to where the event begins, calls the real handler with the event's JSON,
 * and compares the reply and what there is to see afterwards.
 */
class TestEventsIT {
    private static final Path EVENTS = Path.of(System.getProperty("project.root"), "test-events");

    @TempDir
    private Path home;

    static Stream<Path> events() {
        return LambdaWiring.functions().stream().sorted().flatMap(TestEventsIT::eventsOf);
    }

    private static Stream<Path> eventsOf(String function) {
        Path folder = EVENTS.resolve(function);
        if (Files.notExists(folder)) {
            return Stream.empty(); // another test says so, rather than none runs
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".json"))
                    .map(EVENTS::relativize)
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new IllegalStateException("cannot list " + folder, e);
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldAnswerTheEventAsExpected(Path file) throws IOException {
        JsonNode event = StoredJson.parse("The test event", Files.readString(EVENTS.resolve(file)));
        Scenario scenario = new Scenario(home);
        event.path("given").forEach(scenario::given);
        JsonFunction function = function(file.getName(0).toString(), scenario.instance());

        for (JsonNode call : event.get("calls")) {
            call.path("given").forEach(scenario::given);
            JsonFunction.Reply reply = function.invoke(call.get("request").toString(), new TestContext());
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

    private static JsonFunction function(String name, TestInstance instance) {
        LambdaPorts ports = instance.ports();
        return name.equals("validate-job") // the instance says what is in a file
                ? JsonFunction.of(new ValidateJobHandler(ports, instance, instance))
                : JsonFunction.of(new LambdaWiring(ports).handlers().get(name));
    }

    @Test
    void shouldHaveEventsOfEveryFunction() {
        assertThat(LambdaWiring.functions())
                .allSatisfy(function -> assertThat(eventsOf(function))
                        .as("files in test-events/%s", function)
                        .isNotEmpty());
    }
}
