package sleeper.stepfunctions.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.history.HistoryEvent;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.task.TaskRequest;

/** Executions that ended without success and are restarted where they ended. */
class RedriveTest extends RedriveFixture {
    @Test
    void shouldRunOnlyTheStateThatFailedAndGoOn() {
        integration.thenFail("E", "c");
        ExecutionDescription failed = run(
                "{'StartAt':'A','States':{'A':{'Type':'Pass','Assign':{'v':5},'Result':{'a':1},'Next':'T'},'T':{" + TASK
                        + ",'ResultSelector':{'v.$':'$v','in.$':'$.a'},'Next':'Z'},'Z':{'Type':'Succeed'}}}",
                "{'in':1}");
        service.loop().advanceTo(VirtualStepFunctions.START.plusSeconds(60));

        Instant date = redrive(failed);
        ExecutionDescription again =
                service.functions().awaitClosed(failed.start().arn());

        assertThat(date).isEqualTo(VirtualStepFunctions.START.plusSeconds(60));
        assertThat(again.start()).isEqualTo(failed.start());
        assertThat(again.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(again.output()).contains("{\"v\":5,\"in\":1}");
        assertThat(again.error()).isEmpty();
        assertThat(again.redrives().count()).isEqualTo(1);
        assertThat(again.redrives().last()).contains(date);
        List<HistoryEvent> history = service.functions().history(again.start().arn());
        assertThat(history).extracting(HistoryEvent::id).isSorted().doesNotHaveDuplicates();
        assertThat(service.eventTypes(again))
                .containsExactly(
                        "ExecutionStarted",
                        "PassStateEntered",
                        "PassStateExited",
                        "TaskStateEntered",
                        "TaskScheduled",
                        "TaskStarted",
                        "TaskFailed",
                        "ExecutionFailed",
                        "ExecutionRedriven",
                        "TaskScheduled",
                        "TaskStarted",
                        "TaskSucceeded",
                        "TaskStateExited",
                        "SucceedStateEntered",
                        "SucceedStateExited",
                        "ExecutionSucceeded");
        assertThat(service.previousIds(again).subList(7, 12)).containsExactly(7L, 8L, 9L, 10L, 11L);
        assertThat(Json.write(history.get(8).details())).isEqualTo("{\"redriveCount\":1}");
    }

    @Test
    void shouldAllowAllRetriesAgain() {
        for (int i = 0; i < 3; i++) {
            integration.thenFail("E", "c");
        }
        ExecutionDescription failed = run(
                graph("T", TASK + ",'Retry':[{'ErrorEquals':['E'],'MaxAttempts':1,'IntervalSeconds':1}],'End':true"),
                "{}");

        ExecutionDescription again = redriven(failed);

        assertThat(again.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(integration.requests()).extracting(TaskRequest::retryCount).containsExactly(0, 1, 0, 1);
    }

    @Test
    void shouldEnterAFailStateAgainAndFailAgain() {
        ExecutionDescription failed = run(
                "{'StartAt':'T','States':{'T':{" + TASK + ",'Next':'F'},'F':{'Type':'Fail','Error':'E','Cause':'c'}}}",
                "{}");

        ExecutionDescription again = redriven(failed);

        assertThat(again.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(again.error()).contains("E");
        assertThat(typesAfterRedrive(again))
                .containsExactly("ExecutionRedriven", "FailStateEntered", "ExecutionFailed");
        assertThat(integration.requests()).hasSize(1);
        assertThat(redriven(again).redrives().count()).isEqualTo(2);
    }

    @Test
    void shouldDecideAChoiceAgainByWhatTheContextThenSays() {
        ExecutionDescription failed = run(
                "{'StartAt':'C','States':{'C':{'Type':'Choice','Choices':[{'Variable':'$$.Execution.RedriveCount',"
                        + "'NumericGreaterThan':0,'Next':'P'}]},'P':{'Type':'Pass','Parameters':{'at.$':"
                        + "'$$.Execution.RedriveTime','count.$':'$$.Execution.RedriveCount'},'End':true}}}",
                "{}");

        ExecutionDescription again = redriven(failed);

        assertThat(failed.error()).contains("States.Runtime");
        assertThat(again.output()).contains("{\"at\":\"2026-11-21T08:00:00.000Z\",\"count\":1}");
        assertThat(typesAfterRedrive(again)).startsWith("ExecutionRedriven", "ChoiceStateExited", "PassStateEntered");
    }

    @Test
    void shouldWaitAnewForSecondsAndNotForATimestampThatIsPast() {
        String arn = start(graph("W", "'Type':'Wait','Seconds':100,'End':true"), "{}");
        service.loop().advanceTo(VirtualStepFunctions.START.plusSeconds(90));
        ExecutionDescription stopped = service.functions().stop(arn, Optional.empty(), Optional.empty());
        assertThat(redriven(stopped).stopDate()).contains(VirtualStepFunctions.START.plusSeconds(190));

        String until = service.functions()
                .createStateMachine(
                        "until",
                        graph("W", "'Type':'Wait','Timestamp':'2026-11-21T09:00:00Z','End':true")
                                .replace('\'', '"'));
        arn = service.functions().startExecution(until, "{}").executionArn();
        stopped = service.functions().stop(arn, Optional.empty(), Optional.empty());
        service.loop().advanceTo(VirtualStepFunctions.START.plusSeconds(7200));

        assertThat(redriven(stopped).stopDate()).contains(VirtualStepFunctions.START.plusSeconds(7200));
    }

    @Test
    void shouldCountTheTimeOutOfTheWholeAnew() {
        ExecutionDescription timedOut = run(
                "{'TimeoutSeconds':100,'StartAt':'V','States':{'V':{'Type':'Wait','Seconds':60,'Next':'W'},"
                        + "'W':{'Type':'Wait','Seconds':60,'Next':'X'},'X':{'Type':'Wait','Seconds':60,'End':true}}}",
                "{}");
        assertThat(timedOut.status()).isEqualTo(ExecutionStatus.TIMED_OUT);

        ExecutionDescription again = redriven(timedOut);

        assertThat(again.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
        assertThat(again.stopDate()).contains(VirtualStepFunctions.START.plusSeconds(200));
        assertThat(redriven(again).stopDate()).contains(VirtualStepFunctions.START.plusSeconds(260));
    }

    @Test
    void shouldKeepTheDefinitionThatItStartedWith() {
        integration.thenFail("E", "c");
        ExecutionDescription failed = run(TASK_TO_END, "{'in':1}");
        service.functions()
                .updateStateMachine(
                        failed.start().stateMachineArn(),
                        Optional.of(graph("N", "'Type':'Fail'").replace('\'', '"')),
                        Optional.empty());

        assertThat(redriven(failed).output()).contains("{\"in\":1}");
    }
}
