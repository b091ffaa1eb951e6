package sleeper.stepfunctions.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.ExecutionStatusListener;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.ScriptedIntegration;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.store.InMemoryExecutionStore;
import sleeper.stepfunctions.store.StoredExecution;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.time.VirtualEventLoop;

/** Tasks that a service has accepted and that wait there until it has room for them. */
class WaitingTaskTest {
    private static final Instant START = VirtualStepFunctions.START;
    private static final String TASK = "{\"Type\":\"Task\",\"Resource\":\"" + ScriptedIntegration.RESOURCE + "\",";

    private final ScriptedIntegration integration = new ScriptedIntegration();
    private final InMemoryExecutionStore store = new InMemoryExecutionStore();
    private final VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered(), store);

    @AfterEach
    void close() {
        service.close();
    }

    private void thenWaitUntil(Instant begins) {
        integration.thenDo((request, progress) -> {
            progress.submitted(Json.object().put("TaskArn", "t"));
            progress.waits();
            service.loop().schedule(begins, progress::begins);
            return new CompletableFuture<>();
        });
    }

    private void thenWait() {
        integration.thenDo((request, progress) -> {
            progress.waits();
            return new CompletableFuture<>();
        });
    }

    private static String machine(String timeout, String states) {
        return "{" + timeout + "\"StartAt\":\"S\",\"States\":{\"S\":" + states + "}}";
    }

    private static String branch(String state) {
        return "{\"StartAt\":\"" + state + "\",\"States\":{\"" + state + "\":" + TASK + "\"End\":true}}}";
    }

    private static Duration taken(ExecutionDescription execution) {
        return Duration.between(
                execution.start().startDate(), execution.stopDate().orElseThrow());
    }

    private Optional<Instant> waitsSince() {
        return store.executions().stream()
                .map(StoredExecution::state)
                .findFirst()
                .orElseThrow()
                .waitsSince();
    }

    @Test
    void shouldBeginTheTimeOutOfAStateWhenItsTaskBegins() {
        thenWaitUntil(START.plusSeconds(100_000));

        ExecutionDescription execution =
                service.runDefinition(machine("", TASK + "\"TimeoutSeconds\":10,\"End\":true}"), "{}");

        assertThat(execution.error()).contains("States.Timeout");
        assertThat(taken(execution)).isEqualTo(Duration.ofSeconds(100_010));
        assertThat(integration.cancelled()).isEqualTo(1);
    }

    @Test
    void shouldExpectHeartbeatsOnlyWhenTheTaskHasBegun() {
        thenWaitUntil(START.plusSeconds(100_000));

        ExecutionDescription execution = service.runDefinition(
                machine("", TASK + "\"TimeoutSeconds\":10,\"HeartbeatSeconds\":4,\"End\":true}"), "{}");

        assertThat(execution.error()).contains("States.Timeout");
        assertThat(taken(execution)).isEqualTo(Duration.ofSeconds(100_004));
    }

    @Test
    void shouldCountNoWaitingAgainstTheTimeOutOfTheExecution() {
        thenWaitUntil(START.plusSeconds(1_010));

        ExecutionDescription execution = service.runDefinition(
                "{\"TimeoutSeconds\":30,\"StartAt\":\"W\",\"States\":{"
                        + "\"W\":{\"Type\":\"Wait\",\"Seconds\":10,\"Next\":\"T\"},\"T\":" + TASK + "\"End\":true}}}",
                "{}");

        assertThat(execution.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
        assertThat(taken(execution)).isEqualTo(Duration.ofSeconds(1_000 + 30));
    }

    @Test
    void shouldWriteNoEventOfTheWaiting() {
        thenWaitUntil(START.plusSeconds(50));

        ExecutionDescription execution =
                service.runDefinition(machine("\"TimeoutSeconds\":30,", TASK + "\"End\":true}"), "{}");

        assertThat(service.eventTypes(execution))
                .containsExactly(
                        "ExecutionStarted",
                        "TaskStateEntered",
                        "TaskScheduled",
                        "TaskStarted",
                        "TaskSubmitted",
                        "ExecutionTimedOut");
    }

    @Test
    void shouldCountNoTimeWhileAnyOfItsTasksWaits() {
        thenWaitUntil(START.plusSeconds(100));
        thenWaitUntil(START.plusSeconds(300));

        ExecutionDescription execution = service.runDefinition(
                machine(
                        "\"TimeoutSeconds\":30,",
                        "{\"Type\":\"Parallel\",\"Branches\":[" + branch("T") + "," + branch("U") + "],\"End\":true}"),
                "{}");

        assertThat(execution.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
        assertThat(taken(execution)).isEqualTo(Duration.ofSeconds(330));
    }

    @Test
    void shouldCountOnWhenAWaitingTaskIsGivenUp() {
        thenWait();
        integration.thenDo((request, progress) -> {
            CompletableFuture<TaskOutcome> outcome = new CompletableFuture<>();
            service.loop().schedule(START.plusSeconds(100), () -> outcome.complete(TaskOutcome.failed("E", "broken")));
            return outcome;
        });

        ExecutionDescription execution = service.runDefinition(
                "{\"TimeoutSeconds\":30,\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Parallel\",\"Branches\":["
                        + branch("T")
                        + "," + branch("U") + "],\"Catch\":[{\"ErrorEquals\":[\"E\"],\"Next\":\"W\"}],\"End\":true},"
                        + "\"W\":{\"Type\":\"Wait\",\"Seconds\":1000,\"End\":true}}}",
                "{}");

        assertThat(execution.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
        assertThat(taken(execution)).isEqualTo(Duration.ofSeconds(130));
    }

    @Test
    void shouldKeepSinceWhenItWaits() {
        thenWaitUntil(START.plusSeconds(100));
        String machine = service.functions().createStateMachine("m", machine("", TASK + "\"End\":true}"));
        var unused = service.functions().startExecution(machine, "{}");
        service.loop().advanceTo(START.plusSeconds(99));
        assertThat(waitsSince()).contains(START);
        service.loop().advanceTo(START.plusSeconds(101));
        assertThat(waitsSince()).isEmpty();
    }

    @Test
    void shouldLeaveTheServiceAtOnceWhenItIsStopped() {
        thenWait();
        String machine = service.functions().createStateMachine("m", machine("", TASK + "\"End\":true}"));
        String execution = service.functions().startExecution(machine, "{}").executionArn();
        service.loop().advanceTo(START.plusSeconds(5));

        service.functions().stop(execution, Optional.empty(), Optional.empty());

        assertThat(integration.cancelled()).isEqualTo(1);
        assertThat(waitsSince()).isEmpty();
    }

    @Test
    void shouldIgnoreThatATaskBeginsWhichIsNotWaitedForAnyMore() {
        List<TaskProgress> late = new ArrayList<>();
        integration.thenDo((request, progress) -> {
            late.add(progress);
            progress.waits();
            return new CompletableFuture<>();
        });
        String machine = service.functions().createStateMachine("m", machine("", TASK + "\"End\":true}"));
        String execution = service.functions().startExecution(machine, "{}").executionArn();
        service.loop().advanceTo(START.plusSeconds(5));
        service.functions().stop(execution, Optional.empty(), Optional.empty());
        ExecutionDescription stopped = service.functions().describe(execution);

        late.get(0).begins();
        service.loop().runUntilIdle();

        assertThat(service.functions().describe(execution)).isEqualTo(stopped);
    }

    @Test
    void shouldCountTheTimeUntilARestartAsWaitingToo() {
        // Given an execution that has used 10 of its 30 seconds when its task is made to wait, and a service that is
        // down for an hour
        thenWait();
        String execution;
        try (VirtualStepFunctions first = VirtualStepFunctions.open(integration.registered(), store)) {
            String machine = first.functions()
                    .createStateMachine(
                            "m",
                            "{\"TimeoutSeconds\":30,\"StartAt\":\"W\",\"States\":{"
                                    + "\"W\":{\"Type\":\"Wait\",\"Seconds\":10,\"Next\":\"T\"},\"T\":" + TASK
                                    + "\"End\":true}}}");
            execution = first.functions().startExecution(machine, "{}").executionArn();
            first.loop().advanceTo(START.plusSeconds(15));
        }
        // When its task waits again for 100 seconds and then hangs
        Instant back = START.plusSeconds(3_600);
        VirtualEventLoop loop = new VirtualEventLoop(back);
        ScriptedIntegration later = new ScriptedIntegration().thenDo((request, progress) -> {
            progress.waits();
            loop.schedule(back.plusSeconds(100), progress::begins);
            return new CompletableFuture<>();
        });
        try (LocalStepFunctions functions = new LocalStepFunctions(
                later.registered(), loop, store, Chance.seeded(1), ExecutionStatusListener.none())) {
            functions.resume();
            ExecutionDescription ended = functions.awaitClosed(execution);
            // Then it has the other 20
            assertThat(ended.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
            assertThat(ended.stopDate()).contains(back.plusSeconds(100 + 20));
        }
    }
}
