package sleeper.local.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.InvalidRequestException;
import sleeper.local.client.AwsJsonClient.NoAnswerException;
import sleeper.statestore.instance.ExecutionBook.Entry;
import sleeper.statestore.instance.ExecutionBook.Machine;
import sleeper.statestore.instance.ExecutionBook.Whole;
import sleeper.statestore.instance.ExecutionEvent;
import sleeper.statestore.instance.Executions.Status;
import sleeper.stepfunctions.ExecutionStatusListener;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.StepFunctionsServer;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.store.InMemoryExecutionStore;
import sleeper.stepfunctions.task.TaskIntegrations;
import sleeper.stepfunctions.time.RealEventLoop;

/** Executions of a machine that fails where its input says so; of the machine {@code many} there are more than a page of the protocol holds. */
@Timeout(120)
class ExecutionsClientIT {
    private static final String DEFINITION = """
            {"StartAt": "Fails?", "States": {
              "Fails?": {"Type": "Choice", "Default": "Done",
                         "Choices": [{"Variable": "$.fails", "BooleanEquals": true, "Next": "Fail"}]},
              "Fail": {"Type": "Fail", "Error": "Planted", "Cause": "The input says so."},
              "Done": {"Type": "Succeed"}}}
            """;
    private static final String ROLE = "arn:aws:iam::000000000000:role/any";
    private static final int MANY = 1_003;

    private static RealEventLoop loop;
    private static LocalStepFunctions functions;
    private static StepFunctionsServer server;
    private static AwsJsonClient raw;
    private static String machine;
    private static ExecutionsClient client;
    private static String failed;
    private static String done;

    @BeforeAll
    static void open() {
        loop = new RealEventLoop(InstantSource.system());
        functions = new LocalStepFunctions(
                TaskIntegrations.builder().build(),
                loop,
                new InMemoryExecutionStore(),
                Chance.unforeseeable(),
                ExecutionStatusListener.none());
        server = StepFunctionsServer.start(functions, 0);
        raw = new AwsJsonClient(server.endpoint(), "AWSStepFunctions");
        machine = create("ingest-job");
        String many = create("many");
        for (int i = 0; i < MANY; i++) {
            start(many, "n" + i, "{\"fails\": false}");
        }
        failed = ended(start(machine, "failed", "{\"fails\": true}"));
        done = ended(start(machine, "done", "{\"fails\": false}"));
        Map<String, String> endpoints = new LinkedHashMap<>();
        endpoints.put("stepfunctions", server.endpoint().toString());
        endpoints.put("state-machine.ingest-job", machine);
        endpoints.put("state-machine.many", many);
        client = new ExecutionsClient(new LocalEndpoints(endpoints));
    }

    @AfterAll
    static void close() {
        server.close();
        functions.close();
        loop.close();
    }

    private static String create(String name) {
        return raw.call(
                        "CreateStateMachine",
                        Json.object()
                                .put("name", name)
                                .put("definition", DEFINITION)
                                .put("roleArn", ROLE))
                .get("stateMachineArn")
                .asText();
    }

    private static String start(String machine, String name, String input) {
        return raw.call(
                        "StartExecution",
                        Json.object()
                                .put("stateMachineArn", machine)
                                .put("name", name)
                                .put("input", input))
                .get("executionArn")
                .asText();
    }

    private static String ended(String arn) {
        JsonNode found;
        do {
            found = raw.call("DescribeExecution", Json.object().put("executionArn", arn));
        } while (found.get("status").asText().equals("RUNNING"));
        return arn;
    }

    private static List<Entry> list(String name, Optional<String> after, int most) {
        return client.list(name, Optional.empty(), after, most);
    }

    @Test
    void shouldKnowWhateverMachinesThereAre() {
        assertThat(client.machines()).extracting(Machine::name).startsWith("ingest-job", "many");
        assertThat(client.machines().get(0).arn()).isEqualTo(machine);
    }

    @Test
    void shouldListExecutionsTheLatestFirst() {
        List<Entry> listed = list("ingest-job", Optional.empty(), 10);

        assertThat(listed).extracting(Entry::name).containsExactly("done", "failed");
        assertThat(listed.get(0).machine()).isEqualTo("ingest-job");
        assertThat(listed.get(0).endedAt()).isPresent();
        assertThat(list("ingest-job", Optional.empty(), 1))
                .extracting(Entry::name)
                .containsExactly("done");
        assertThat(list("ingest-job", Optional.of(done), 10))
                .extracting(Entry::name)
                .containsExactly("failed");
        assertThat(list("ingest-job", Optional.of(failed), 10)).isEmpty();
    }

    @Test
    void shouldListExecutionsOfAStatus() {
        assertThat(client.list("ingest-job", Optional.of(Status.FAILED), Optional.empty(), 10))
                .extracting(Entry::arn)
                .containsExactly(failed);
        assertThat(client.list("ingest-job", Optional.of(Status.RUNNING), Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void shouldPageBeyondAPageOfTheProtocol() {
        List<Entry> all = new ArrayList<>();
        List<Entry> page = list("many", Optional.empty(), 400);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = list("many", Optional.of(all.get(all.size() - 1).arn()), 400);
        }

        assertThat(all).hasSize(MANY);
        assertThat(all.stream().map(Entry::arn).distinct()).hasSize(MANY);
    }

    @Test
    void shouldListNothingOfAnotherMachineOrAfterAnotherExecution() {
        assertThat(list("none", Optional.empty(), 10)).isEmpty();
        assertThat(list("ingest-job", Optional.of(done + "x"), 10)).isEmpty();
    }

    @Test
    void shouldShowAnExecutionAsAWhole() {
        Whole found = client.find(failed).orElseThrow();

        assertThat(found.entry().status()).isEqualTo(Status.FAILED);
        assertThat(found.entry().machine()).isEqualTo("ingest-job");
        assertThat(found.input()).isEqualTo("{\"fails\": true}");
        assertThat(found.output()).isEmpty();
        assertThat(found.error()).isEqualTo("Planted");
        assertThat(found.cause()).isEqualTo("The input says so.");
        assertThat(found.redrivable()).isTrue();
        assertThat(found.definition()).contains("Fails?");
        assertThat(client.find(done).orElseThrow().redrivable()).isFalse();
    }

    @Test
    void shouldGiveEachEventWithItsStateAndDetails() {
        List<ExecutionEvent> history = client.history(done);

        assertThat(history).extracting(ExecutionEvent::type).startsWith("ExecutionStarted", "ChoiceStateEntered");
        assertThat(history.get(1).state()).isEqualTo("Fails?");
        assertThat(history.get(1).details()).contains("\"name\":\"Fails?\"");
        assertThat(history.get(0).state()).isEmpty();
        assertThat(history).extracting(ExecutionEvent::id).startsWith(1L, 2L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "arn:aws:states:us-east-1:000000000000:execution:ingest-job:none",
                "arn:aws:states:us-east-1:000000000000:execution:none:done",
                "arn:aws:states:us-east-1:000000000000:stateMachine:ingest-job",
                "arn:aws:states:us-east-1:000000000000:execution:ingest-job:../done",
                "arn:aws:states:us-east-1:000000000000:execution:ingest-job:\u0000",
                "<b>"
            })
    void shouldKnowNoOtherExecution(String arn) {
        assertThat(client.find(arn)).isEmpty();
        assertThat(client.history(arn)).isEmpty();
    }

    @Test
    void shouldKnowNoExecutionOfAnArnThatIsTooLong() {
        String arn = failed + "x".repeat(10_000);

        assertThat(client.find(arn)).isEmpty();
        assertThat(client.history(arn)).isEmpty();
    }

    @Test
    void shouldRedriveAnExecutionThatFailed() {
        String again = ended(start(create("redriven"), "again", "{\"fails\": true}"));
        int before = client.history(again).size();

        client.redrive(again);

        ended(again);
        assertThat(client.history(again))
                .hasSizeGreaterThan(before)
                .extracting(ExecutionEvent::type)
                .contains("ExecutionRedriven");
    }

    @Test
    void shouldNotRedriveAnExecutionThatSucceededOrIsNone() {
        for (String arn : List.of(done, done + "x", "none")) {
            InvalidRequestException refused =
                    catchThrowableOfType(InvalidRequestException.class, () -> client.redrive(arn));

            assertThat(refused.summary()).isEqualTo("The execution was not redriven.");
            assertThat(refused.faults().get(0).code()).isEqualTo(ErrorCode.WRONG_STATUS);
            assertThat(refused.faults().get(0).where()).isEqualTo("execution " + arn);
        }
    }

    @Test
    void shouldSayThatNobodyAnswers() {
        URI nobody = URI.create("http://127.0.0.1:1");
        ExecutionsClient lost = new ExecutionsClient(
                new LocalEndpoints(Map.of("stepfunctions", nobody.toString(), "state-machine.ingest-job", machine)));

        assertThatThrownBy(() -> lost.find(failed)).isInstanceOf(NoAnswerException.class);
        assertThatThrownBy(() -> lost.list("ingest-job", Optional.empty(), Optional.empty(), 1))
                .isInstanceOf(NoAnswerException.class);
        assertThatThrownBy(() -> lost.redrive(failed)).isInstanceOf(NoAnswerException.class);
    }
}
