package sleeper.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.statestore.instance.Executions;
import sleeper.statestore.instance.Executions.Execution;
import sleeper.statestore.instance.Executions.Start;
import sleeper.statestore.instance.Executions.Status;
import sleeper.statestore.util.Surroundings;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.ExecutionStatusListener;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.StepFunctionsServer;
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

/** Over the protocol, to the interpreter of the embedded run. */
class SfnExecutionsIT {
    private static final String ROLE = "arn:aws:iam::000000000000:role/any";
    private static final String HANG = "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\","
            + "\"Resource\":\"arn:aws:states:::test:hang\",\"End\":true}}}";
    private static final String FAIL =
            "{\"StartAt\":\"F\",\"States\":{\"F\":{\"Type\":\"Fail\"," + "\"Error\":\"E\",\"Cause\":\"it failed\"}}}";
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("orders"), 1);

    private RealEventLoop loop;
    private LocalStepFunctions functions;
    private StepFunctionsServer server;
    private SfnClient client;
    private Executions executions;
    private String reapJob;

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
        reapJob = create("reap-job", FAIL);
        executions = over(create("ingest-job", HANG));
    }

    private Executions over(String ingestJob) {
        return new SfnExecutions(
                client,
                ingestJob,
                reapJob,
                new Surroundings(() -> Instant.EPOCH, () -> UUID.randomUUID().toString(), new Random(1), time -> {}));
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
    void shouldStartAnAttemptOnce() {
        assertThat(executions.start(ATTEMPT.executionName(), "{}")).isEqualTo(Start.STARTED);
        assertThat(executions.start(ATTEMPT.executionName(), "{}")).isEqualTo(Start.STARTED);
        assertThat(executions.start(ATTEMPT.executionName(), "{\"a\":1}")).isEqualTo(Start.ALREADY_EXISTS);

        assertThat(executions.describe(ATTEMPT)).contains(new Execution(Status.RUNNING, Optional.empty(), ""));
    }

    @Test
    void shouldSayThatAnAttemptHasNoExecution() {
        assertThat(executions.describe(ATTEMPT)).isEmpty();
        assertThat(executions.stop(ATTEMPT, "ABORTED", "by the test")).isFalse();
    }

    @Test
    void shouldStopAnAttemptAndSayWhoDid() {
        var unused = executions.start(ATTEMPT.executionName(), "{}");

        assertThat(executions.stop(ATTEMPT, "ABORTED", "Stopped by the test")).isTrue();
        assertThat(executions.stop(ATTEMPT, "ABORTED", "Stopped again")).isTrue();

        assertThat(executions.describe(ATTEMPT)).hasValueSatisfying(execution -> {
            assertThat(execution.status()).isEqualTo(Status.ABORTED);
            assertThat(execution.cause()).isEqualTo("Stopped by the test");
            assertThat(execution.endedAt()).isPresent();
        });
    }

    @Test
    void shouldStartReapingWithTheAttemptAsItsInput() {
        executions.startReaping(ATTEMPT);
        executions.startReaping(ATTEMPT);

        assertThat(functions.list(reapJob, Optional.empty())).hasSize(2).allSatisfy(each -> {
            ExecutionDescription started = functions.describe(each.start().arn());
            assertThat(started.start().input()).isEqualTo("{\"jobId\":\"orders\",\"attempt\":1}");
        });
    }

    @Test
    void shouldCallAMachineThatIsNotThereAMistake() {
        Executions wrong = over("arn:aws:states:us-east-1:000000000000:stateMachine:another");

        assertThatThrownBy(() -> wrong.start(ATTEMPT.executionName(), "{}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("StateMachineDoesNotExist");
    }

    @Test
    void shouldLetWhatHadNoAnswerBeTriedAgain() {
        server.close();

        assertThatThrownBy(() -> executions.describe(ATTEMPT))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("arn:aws:states:us-east-1:000000000000:execution:ingest-job:orders-a1")
                .hasMessageContaining("states:DescribeExecution had no answer");
    }
}
