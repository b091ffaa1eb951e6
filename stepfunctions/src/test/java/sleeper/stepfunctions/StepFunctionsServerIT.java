package sleeper.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.store.InMemoryExecutionStore;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskIntegrations;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.time.RealEventLoop;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.CreateStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionNotRedrivableException;
import software.amazon.awssdk.services.sfn.model.ExecutionRedriveFilter;
import software.amazon.awssdk.services.sfn.model.ExecutionRedriveStatus;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;
import software.amazon.awssdk.services.sfn.model.InvalidNameException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.Tag;
import software.amazon.awssdk.services.sfn.model.ValidateStateMachineDefinitionResultCode;

/** The endpoint as the AWS SDK sees it. */
class StepFunctionsServerIT {
    private static final String ROLE = "arn:aws:iam::000000000000:role/any";
    private static final String PASS = "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";
    private static final String HANG = "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\","
            + "\"Resource\":\"arn:aws:states:::test:hang\",\"End\":true}}}";

    private RealEventLoop loop;
    private LocalStepFunctions functions;
    private StepFunctionsServer server;
    private SfnClient client;

    @BeforeEach
    void open() {
        loop = new RealEventLoop(InstantSource.system());
        functions = new LocalStepFunctions(
                TaskIntegrations.builder()
                        .with(
                                "arn:aws:states:::test:hang",
                                (request, progress) -> RunningTask.of(new CompletableFuture<TaskOutcome>(), () -> {}))
                        .build(),
                loop,
                new InMemoryExecutionStore(),
                Chance.unforeseeable(),
                ExecutionStatusListener.none());
        server = StepFunctionsServer.start(functions, 0);
        client = SfnClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        functions.close();
        loop.close();
    }

    private String create(String name, String definition) {
        return client.createStateMachine(
                        request -> request.name(name).definition(definition).roleArn(ROLE))
                .stateMachineArn();
    }

    @Test
    void shouldRunAnExecutionAndTellItsStory() {
        String machine = create("m", PASS);

        StartExecutionResponse started = client.startExecution(
                request -> request.stateMachineArn(machine).name("e").input("{\"a\":1}"));
        functions.awaitClosed(started.executionArn());

        DescribeExecutionResponse execution =
                client.describeExecution(request -> request.executionArn(started.executionArn()));
        assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(execution.output()).isEqualTo("{\"a\":1}");
        assertThat(execution.startDate()).isEqualTo(started.startDate());
        assertThat(execution.stopDate()).isAfterOrEqualTo(execution.startDate());
        assertThat(started.executionArn()).isEqualTo("arn:aws:states:us-east-1:000000000000:execution:m:e");

        List<HistoryEvent> events = client.getExecutionHistory(request -> request.executionArn(started.executionArn()))
                .events();
        assertThat(events)
                .extracting(HistoryEvent::type)
                .containsExactly(
                        HistoryEventType.EXECUTION_STARTED,
                        HistoryEventType.PASS_STATE_ENTERED,
                        HistoryEventType.PASS_STATE_EXITED,
                        HistoryEventType.EXECUTION_SUCCEEDED);
        assertThat(events).extracting(HistoryEvent::previousEventId).containsExactly(0L, 0L, 2L, 3L);
        assertThat(events.get(1).stateEnteredEventDetails().name()).isEqualTo("P");
        assertThat(events.get(1).stateEnteredEventDetails().input()).isEqualTo("{\"a\":1}");
    }

    @Test
    void shouldPageHistoryInBothDirectionsAndLeaveDataOut() {
        String machine = create("m", PASS);
        String execution = client.startExecution(request -> request.stateMachineArn(machine))
                .executionArn();
        functions.awaitClosed(execution);

        List<Long> paged = client
                .getExecutionHistoryPaginator(
                        request -> request.executionArn(execution).maxResults(3))
                .events()
                .stream()
                .map(HistoryEvent::id)
                .toList();
        List<HistoryEvent> reversed = client.getExecutionHistory(request ->
                        request.executionArn(execution).reverseOrder(true).includeExecutionData(false))
                .events();

        assertThat(paged).containsExactly(1L, 2L, 3L, 4L);
        assertThat(reversed).extracting(HistoryEvent::id).containsExactly(4L, 3L, 2L, 1L);
        assertThat(reversed.get(0).executionSucceededEventDetails().output()).isNull();
    }

    @Test
    void shouldTreatANameAsStepFunctionsDoes() {
        String hanging = create("hanging", HANG);
        StartExecutionResponse first = client.startExecution(
                request -> request.stateMachineArn(hanging).name("e").input("{}"));

        StartExecutionResponse same = client.startExecution(
                request -> request.stateMachineArn(hanging).name("e").input("{}"));
        assertThat(same.executionArn()).isEqualTo(first.executionArn());
        assertThat(same.startDate()).isEqualTo(first.startDate());
        assertThatThrownBy(() -> client.startExecution(
                        request -> request.stateMachineArn(hanging).name("e").input("{\"b\":2}")))
                .isInstanceOf(ExecutionAlreadyExistsException.class)
                .hasMessageContaining("Execution Already Exists: '" + first.executionArn() + "'");

        client.stopExecution(request ->
                request.executionArn(first.executionArn()).error("Stopped").cause("by the test"));
        assertThatThrownBy(() -> client.startExecution(
                        request -> request.stateMachineArn(hanging).name("e").input("{}")))
                .isInstanceOf(ExecutionAlreadyExistsException.class);
        DescribeExecutionResponse stopped =
                client.describeExecution(request -> request.executionArn(first.executionArn()));
        assertThat(stopped.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(stopped.error()).isEqualTo("Stopped");
        assertThat(stopped.cause()).isEqualTo("by the test");
    }

    @Test
    void shouldListExecutionsNewestFirstFilteredAndPaged() {
        String machine = create("m", PASS);
        String hanging = create("hanging", HANG);
        for (String name : List.of("one", "two", "three")) {
            functions.awaitClosed(client.startExecution(
                            request -> request.stateMachineArn(machine).name(name))
                    .executionArn());
        }
        client.startExecution(request -> request.stateMachineArn(hanging).name("open"));

        assertThat(client.listExecutionsPaginator(
                                request -> request.stateMachineArn(machine).maxResults(2))
                        .executions())
                .extracting(ExecutionListItem::name)
                .containsExactly("three", "two", "one");
        assertThat(client.listExecutions(
                                request -> request.stateMachineArn(machine).statusFilter(ExecutionStatus.FAILED))
                        .executions())
                .isEmpty();
        assertThat(client.listExecutions(
                                request -> request.stateMachineArn(hanging).statusFilter(ExecutionStatus.RUNNING))
                        .executions())
                .extracting(ExecutionListItem::name)
                .containsExactly("open");
    }

    @Test
    void shouldNeitherSkipNorRepeatExecutionsThatComeAndGoBetweenPages() {
        String hanging = create("hanging", HANG);
        for (String name : List.of("one", "two", "three", "four")) {
            client.startExecution(request -> request.stateMachineArn(hanging).name(name));
        }
        ListExecutionsResponse first = client.listExecutions(request -> request.stateMachineArn(hanging)
                .statusFilter(ExecutionStatus.RUNNING)
                .maxResults(2));
        first.executions()
                .forEach(execution -> client.stopExecution(request -> request.executionArn(execution.executionArn())));
        client.startExecution(request -> request.stateMachineArn(hanging).name("five"));

        ListExecutionsResponse second = client.listExecutions(request -> request.stateMachineArn(hanging)
                .statusFilter(ExecutionStatus.RUNNING)
                .maxResults(2)
                .nextToken(first.nextToken()));

        assertThat(first.executions()).extracting(ExecutionListItem::name).containsExactly("four", "three");
        assertThat(second.executions()).extracting(ExecutionListItem::name).containsExactly("two", "one");
        assertThat(second.nextToken()).isNull();
        assertThatThrownBy(() -> client.listExecutions(
                        request -> request.stateMachineArn(hanging).nextToken("made up")))
                .isInstanceOf(InvalidTokenException.class);
    }

    @Test
    void shouldKnowTheFiltersForRedrivenExecutions() {
        String machine = create("m", PASS);
        client.startExecution(request -> request.stateMachineArn(machine).name("e"));

        assertThat(client.listExecutions(request ->
                                request.stateMachineArn(machine).statusFilter(ExecutionStatus.PENDING_REDRIVE))
                        .executions())
                .isEmpty();
        assertThat(client.listExecutions(request ->
                                request.stateMachineArn(machine).redriveFilter(ExecutionRedriveFilter.REDRIVEN))
                        .executions())
                .isEmpty();
        assertThat(client.listExecutions(request ->
                                request.stateMachineArn(machine).redriveFilter(ExecutionRedriveFilter.NOT_REDRIVEN))
                        .executions())
                .hasSize(1);
        assertThatThrownBy(() -> client.listExecutions(
                        request -> request.stateMachineArn(machine).statusFilter("DONE")))
                .hasMessageContaining("Value 'DONE' at 'statusFilter' failed to satisfy constraint");
    }

    @Test
    void shouldRedriveAndShowIt() {
        String machine = create("m", "{\"StartAt\":\"F\",\"States\":{\"F\":{\"Type\":\"Fail\",\"Error\":\"E\"}}}");
        String arn = client.startExecution(request -> request.stateMachineArn(machine))
                .executionArn();
        var failed = client.describeExecution(request -> request.executionArn(arn));
        assertThat(failed.redriveStatus()).isEqualTo(ExecutionRedriveStatus.REDRIVABLE);
        assertThat(failed.redriveCount()).isZero();
        assertThat(failed.redriveDate()).isNull();

        var first = client.redriveExecution(request -> request.executionArn(arn).clientToken("once"));
        var repeated =
                client.redriveExecution(request -> request.executionArn(arn).clientToken("once"));

        assertThat(repeated.redriveDate()).isEqualTo(first.redriveDate());
        var redriven = client.describeExecution(request -> request.executionArn(arn));
        assertThat(redriven.redriveCount()).isEqualTo(1);
        assertThat(redriven.redriveDate()).isEqualTo(first.redriveDate());
        assertThat(client.getExecutionHistory(request -> request.executionArn(arn))
                        .events())
                .filteredOn(event -> event.type() == HistoryEventType.EXECUTION_REDRIVEN)
                .extracting(event -> event.executionRedrivenEventDetails().redriveCount())
                .containsExactly(1);
        assertThat(client.listExecutions(request ->
                                request.stateMachineArn(machine).redriveFilter(ExecutionRedriveFilter.REDRIVEN))
                        .executions())
                .extracting(ExecutionListItem::redriveCount)
                .containsExactly(1);
        assertThat(client.listExecutions(request ->
                                request.stateMachineArn(machine).redriveFilter(ExecutionRedriveFilter.NOT_REDRIVEN))
                        .executions())
                .isEmpty();
        assertThatThrownBy(() -> client.redriveExecution(
                        request -> request.executionArn(arn).clientToken("x".repeat(65))))
                .hasMessageContaining("clientToken");
    }

    @Test
    void shouldRefuseArnsOfTheWrongKind() {
        String machine = create("m", PASS);
        String execution = client.startExecution(request -> request.stateMachineArn(machine))
                .executionArn();

        assertThatThrownBy(() -> client.startExecution(request -> request.stateMachineArn("m")))
                .isInstanceOf(InvalidArnException.class)
                .hasMessageContaining("Invalid Arn: 'Invalid ARN prefix: m'");
        assertThatThrownBy(() -> client.startExecution(request -> request.stateMachineArn(execution)))
                .isInstanceOf(InvalidArnException.class)
                .hasMessageContaining("Invalid Arn: 'Resource type not valid in this context: execution'");
        assertThatThrownBy(() -> client.describeExecution(request -> request.executionArn(machine)))
                .isInstanceOf(InvalidArnException.class)
                .hasMessageContaining("Resource type not valid in this context: stateMachine");
        assertThatThrownBy(() -> client.deleteStateMachine(request -> request.stateMachineArn("arn:aws:s3:::m")))
                .isInstanceOf(InvalidArnException.class);
        assertThatThrownBy(() -> client.listTagsForResource(request -> request.resourceArn("m")))
                .isInstanceOf(InvalidArnException.class);
    }

    @Test
    void shouldTakeAnotherRoleForARepetitionAndNoConfigurationForAnUpdate() {
        String machine = create("m", PASS);

        assertThat(client.createStateMachine(
                                request -> request.name("m").definition(PASS).roleArn(ROLE + "2"))
                        .stateMachineArn())
                .isEqualTo(machine);
        assertThat(client.describeStateMachine(request -> request.stateMachineArn(machine))
                        .roleArn())
                .isEqualTo(ROLE);
        assertThat(client.updateStateMachine(request ->
                                request.stateMachineArn(machine).tracingConfiguration(tracing -> tracing.enabled(true)))
                        .revisionId())
                .isNotEmpty();
        assertThatThrownBy(() -> client.createStateMachine(request ->
                        request.name("n").definition(PASS).roleArn(ROLE).publish(true)))
                .hasMessageContaining("Versions of state machines are not supported here");
    }

    @Test
    void shouldKeepTheDefinitionOfAnExecutionAcrossAnUpdate() {
        String machine = create("m", HANG);
        String execution = client.startExecution(request -> request.stateMachineArn(machine))
                .executionArn();

        String revision = client.updateStateMachine(
                        request -> request.stateMachineArn(machine).definition(PASS))
                .revisionId();

        assertThat(client.describeStateMachine(request -> request.stateMachineArn(machine)))
                .satisfies(described -> {
                    assertThat(described.definition()).isEqualTo(PASS);
                    assertThat(described.revisionId()).isEqualTo(revision);
                });
        assertThat(client.describeStateMachineForExecution(request -> request.executionArn(execution))
                        .definition())
                .isEqualTo(HANG);
    }

    @Test
    void shouldCreateListTagAndDeleteStateMachines() {
        CreateStateMachineResponse created = client.createStateMachine(request -> request.name("b")
                .definition(PASS)
                .roleArn(ROLE)
                .tags(Tag.builder().key("k").value("v").build()));
        create("a", PASS);

        assertThat(client.listStateMachines().stateMachines())
                .extracting(machine -> machine.name())
                .containsExactly("a", "b");
        assertThat(client.createStateMachine(
                                request -> request.name("b").definition(PASS).roleArn(ROLE))
                        .creationDate())
                .isEqualTo(created.creationDate());
        assertThatThrownBy(() -> create("b", HANG)).isInstanceOf(StateMachineAlreadyExistsException.class);
        client.tagResource(request -> request.resourceArn(created.stateMachineArn())
                .tags(Tag.builder().key("l").value("w").build()));
        client.untagResource(
                request -> request.resourceArn(created.stateMachineArn()).tagKeys("k"));
        assertThat(client.listTagsForResource(request -> request.resourceArn(created.stateMachineArn()))
                        .tags())
                .containsExactly(Tag.builder().key("l").value("w").build());

        client.deleteStateMachine(request -> request.stateMachineArn(created.stateMachineArn()));
        assertThatThrownBy(() ->
                        client.describeStateMachine(request -> request.stateMachineArn(created.stateMachineArn())))
                .isInstanceOf(StateMachineDoesNotExistException.class);
    }

    @Test
    void shouldRefuseWhatStepFunctionsRefusesUnderItsNames() {
        String machine = create("m", PASS);
        String execution = client.startExecution(request -> request.stateMachineArn(machine))
                .executionArn();

        assertThatThrownBy(() -> create("bad name", PASS)).isInstanceOf(InvalidNameException.class);
        assertThatThrownBy(() -> create("x", "{\"StartAt\":\"A\"}"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /");
        assertThatThrownBy(() -> client.startExecution(
                        request -> request.stateMachineArn(machine).input("not json")))
                .isInstanceOf(InvalidExecutionInputException.class)
                .hasMessageContaining("Unrecognized token 'not'");
        assertThatThrownBy(() -> client.describeExecution(request -> request.executionArn(execution + "x")))
                .isInstanceOf(ExecutionDoesNotExistException.class);
        assertThatThrownBy(() -> client.startExecution(request -> request.stateMachineArn(machine + "x")))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThatThrownBy(() -> client.redriveExecution(request -> request.executionArn(execution)))
                .isInstanceOf(ExecutionNotRedrivableException.class)
                .hasMessageContaining("Execution is SUCCEEDED and cannot be redriven.");
        assertThatThrownBy(() -> client.listActivities())
                .hasMessageContaining("The operation ListActivities is not supported here");
    }

    @Test
    void shouldValidateWithoutCreating() {
        assertThat(client.validateStateMachineDefinition(request -> request.definition(PASS))
                        .result())
                .isEqualTo(ValidateStateMachineDefinitionResultCode.OK);
        var faulty = client.validateStateMachineDefinition(
                request -> request.definition(PASS.replace("\"End\":true", "\"Next\":\"Q\"")));

        assertThat(faulty.result()).isEqualTo(ValidateStateMachineDefinitionResultCode.FAIL);
        assertThat(faulty.diagnostics())
                .extracting(diagnostic -> diagnostic.code() + " " + diagnostic.location())
                .containsExactly("MISSING_TRANSITION_TARGET /States/P/Next", "MISSING_END_STATE null");
        var endless = client.validateStateMachineDefinition(
                request -> request.definition(PASS.replace("\"End\":true", "\"Next\":\"P\"")));
        assertThat(endless.diagnostics())
                .extracting(diagnostic -> diagnostic.code() + " " + diagnostic.message() + " " + diagnostic.location())
                .containsExactly("MISSING_END_STATE Workflow has no terminal state null");
        assertThatThrownBy(() -> create("endless", PASS.replace("\"End\":true", "\"Next\":\"P\"")))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("'MISSING_END_STATE: Workflow has no terminal state at null'");
        assertThat(client.listStateMachines().stateMachines()).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNoTextWithItsPlace() {
        String machine = create("m", PASS);

        assertThatThrownBy(() -> client.startExecution(
                        request -> request.stateMachineArn(machine).input("{\"a\":[1,\"\\ud800\"]}")))
                .isInstanceOf(InvalidExecutionInputException.class)
                .hasMessageContaining("Half of a surrogate pair at /a/1, which is no text");
        assertThatThrownBy(() -> functions.startExecution(machine, "\udc00", "{}"))
                .hasMessageContaining("Invalid Name: '\\udc00'");
        assertThatThrownBy(() -> functions.startExecution(machine, "{\"\udc00\":1}"))
                .hasMessageContaining("Half of a surrogate pair at /\\udc00, which is no text");
        assertThatThrownBy(() -> create("n", PASS.replace("\"Pass\"", "\"Pass\",\"Comment\":\"\\udfff\"")))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("Half of a surrogate pair, which is no text at /States/P/Comment");
        assertThat(client.listExecutions(request -> request.stateMachineArn(machine))
                        .executions())
                .isEmpty();
    }

    @Test
    void shouldRefuseARequestThatIsNoText() throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.endpoint())
                                .header("Content-Type", "application/x-amz-json-1.0")
                                .header("X-Amz-Target", "AWSStepFunctions.StopExecution")
                                .header(
                                        "Authorization",
                                        "AWS4-HMAC-SHA256 Credential=any/any, SignedHeaders=host, Signature=any")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"executionArn\":\"a\",\"cause\":\"\\ud800\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("ValidationException", "Value at '/cause'", "half of a surrogate pair");
    }
}
