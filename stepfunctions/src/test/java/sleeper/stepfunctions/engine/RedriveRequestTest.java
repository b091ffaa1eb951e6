package sleeper.stepfunctions.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.StepFunctionsException;
import sleeper.stepfunctions.StepFunctionsException.Code;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.store.ExecutionState;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.task.TaskOutcome;

/** When a redrive is refused, repeated, and what is left of it across a restart. */
class RedriveRequestTest extends RedriveFixture {
    @Nested
    class WhereItIsRefused {
        private void assertRefused(ExecutionDescription execution, String reason) {
            String arn = execution.start().arn();
            assertThat(service.functions().describe(arn).notRedrivable()).contains(reason);
            assertThatThrownBy(() -> redrive(execution))
                    .isInstanceOfSatisfying(
                            StepFunctionsException.class,
                            refused -> assertThat(refused.code()).isEqualTo(Code.EXECUTION_NOT_REDRIVABLE))
                    .hasMessage("Execution is not redrivable: '" + arn + "'. " + reason);
        }

        private ExecutionDescription failed() {
            integration.thenFail("E", "c");
            return run(TASK_TO_END, "{}");
        }

        @Test
        void shouldRefuseWhatRunsAndWhatSucceeded() {
            integration.thenHang();
            String arn = start(TASK_TO_END, "{}");
            assertRefused(service.functions().describe(arn), "Execution is RUNNING and cannot be redriven.");

            integration.outcome(0).complete(TaskOutcome.succeeded(Json.object()));
            assertRefused(service.functions().awaitClosed(arn), "Execution is SUCCEEDED and cannot be redriven.");
        }

        @Test
        void shouldRefuseAfterFourteenDaysAndNotBefore() {
            ExecutionDescription failed = failed();

            service.loop().advanceTo(VirtualStepFunctions.START.plus(Duration.ofDays(14)));
            assertThat(service.functions().describe(failed.start().arn()).notRedrivable())
                    .isEmpty();
            service.loop()
                    .advanceTo(
                            VirtualStepFunctions.START.plus(Duration.ofDays(14)).plusMillis(1));

            assertRefused(failed, "Execution redrivable period exceeded.");
        }

        @Test
        void shouldCountTheDaysFromTheLastEnd() {
            ExecutionDescription failed = failed();
            integration.thenFail("E", "again");
            service.loop().advanceTo(VirtualStepFunctions.START.plus(Duration.ofDays(13)));
            redriven(failed);
            service.loop().advanceTo(VirtualStepFunctions.START.plus(Duration.ofDays(26)));

            assertThat(redriven(failed).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        }

        @Test
        void shouldRefuseAYearAfterTheStart() {
            ExecutionDescription stopped = run(
                    "{'TimeoutSeconds':" + Duration.ofDays(364).toSeconds()
                            + ",'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':99999999,'End':true}}}",
                    "{}");

            service.loop().advanceTo(VirtualStepFunctions.START.plus(Duration.ofDays(365)));

            assertRefused(stopped, "Execution has exceeded the max execution time.");
        }

        @Test
        void shouldRefuseWhereTheHistoryIsFull() {
            ExecutionDescription full = run(
                    "{'StartAt':'C','States':{'C':{'Type':'Choice','Choices':[{'Variable':'$.end','IsPresent':true,"
                            + "'Next':'E'}],'Default':'C'},'E':{'Type':'Succeed'}}}",
                    "{}");

            assertRefused(full, "Execution history event limit exceeded.");
        }

        @Test
        void shouldRefuseWhereTheStateMachineWasDeleted() {
            ExecutionDescription failed = failed();

            service.functions().deleteStateMachine(failed.start().stateMachineArn());

            assertRefused(failed, "State machine is in DELETING status.");
        }

        @Test
        void shouldRefuseWhatIsNotThere() {
            String arn = failed().start().arn() + "x";

            assertThatThrownBy(() -> service.functions().redrive(arn, Optional.empty()))
                    .isInstanceOfSatisfying(
                            StepFunctionsException.class,
                            refused -> assertThat(refused.code()).isEqualTo(Code.EXECUTION_DOES_NOT_EXIST));
        }

        @Test
        void shouldRefuseWhatEndedWithoutAnyRecordOfWhere() {
            ExecutionDescription failed = failed();
            service.close();
            store.executions()
                    .forEach(kept -> store.advance(kept.start(), kept.state().withoutPosition(), List.of()));
            service = VirtualStepFunctions.open(integration.registered(), store);

            assertRefused(
                    failed,
                    "Execution ended before redriving was supported here, or its files were damaged: where it ended is"
                            + " not known. Start a new one.");
        }
    }

    @Nested
    class WithAClientToken {
        private ExecutionDescription failed() {
            integration.thenFail("E", "1").thenFail("E", "2").thenFail("E", "3");
            return run(TASK_TO_END, "{}");
        }

        private Instant redriveWith(ExecutionDescription execution, String token) {
            return service.functions().redrive(execution.start().arn(), Optional.of(token));
        }

        @Test
        void shouldRedriveOnceForRepetitionsWithinAQuarterOfAnHour() {
            ExecutionDescription failed = failed();
            Instant first = redriveWith(failed, "a");
            service.functions().awaitClosed(failed.start().arn());

            service.loop().advanceTo(first.plus(Duration.ofMinutes(15)).minusMillis(1));
            assertThat(redriveWith(failed, "a")).isEqualTo(first);
            assertThat(integration.requests()).hasSize(2);
            service.loop().advanceTo(first.plus(Duration.ofMinutes(15)));
            assertThat(redriveWith(failed, "a")).isEqualTo(first.plus(Duration.ofMinutes(15)));
            service.loop().runUntilIdle();
            assertThat(integration.requests()).hasSize(3);
        }

        @Test
        void shouldKnowTheLastTenTokensAlsoAfterARestart() {
            ExecutionDescription failed = failed();
            for (int i = 0; i < 8; i++) {
                integration.thenFail("E", "more");
            }
            for (int i = 0; i < 10; i++) {
                redriveWith(failed, "token" + i);
                service.functions().awaitClosed(failed.start().arn());
            }
            service.close();
            service = VirtualStepFunctions.open(integration.registered(), store);

            assertThat(redriveWith(failed, "token0")).isEqualTo(VirtualStepFunctions.START);
            assertThat(service.functions()
                            .describe(failed.start().arn())
                            .redrives()
                            .count())
                    .isEqualTo(10);
            redriveWith(failed, "token10");
            assertThatThrownBy(() -> redriveWith(failed, "token0"))
                    .hasMessageContaining("Execution is SUCCEEDED and cannot be redriven.");
        }
    }

    @Nested
    class AcrossRestarts {
        private void restart() {
            service.close();
            service = VirtualStepFunctions.open(integration.registered(), store);
        }

        @Test
        void shouldRedriveWhatEndedBeforeTheRestart() {
            integration.thenReturn(Json.readKnown("\"kept\"")).thenFail("E", "c");
            ExecutionDescription failed = run(
                    graph("M", "'Type':'Map','MaxConcurrency':1,'ItemProcessor':" + TASK_TO_END + ",'End':true"),
                    "[1,2,3]");

            restart();

            assertThat(redriven(failed).output()).contains("[\"kept\",2,3]");
        }

        @Test
        void shouldForgetWhereItEndedOnceItCannotBeRedrivenAnyMore() {
            integration.thenFail("E", "c");
            ExecutionDescription failed = run(TASK_TO_END, "{}");
            service.close();
            store.executions().forEach(kept -> store.advance(kept.start(), endedLongAgo(kept.state()), List.of()));
            service = VirtualStepFunctions.open(integration.registered(), store);

            assertThat(service.functions().describe(failed.start().arn()).notRedrivable())
                    .contains("Execution redrivable period exceeded.");
        }

        private static ExecutionState endedLongAgo(ExecutionState state) {
            return new ExecutionState(
                    state.status(),
                    Optional.of(VirtualStepFunctions.START.minus(Duration.ofDays(15))),
                    state.output(),
                    state.error(),
                    state.cause(),
                    state.eventCount(),
                    state.position(),
                    state.reported(),
                    state.redrives());
        }

        @Test
        void shouldGoOnWithWhatWasRedrivenBeforeTheRestart() {
            integration.thenFail("E", "c").thenHang();
            ExecutionDescription failed = run(
                    "{'TimeoutSeconds':50,'StartAt':'T','States':{'T':{" + TASK
                            + ",'Next':'W'},'W':{'Type':'Wait','Seconds':60,'End':true}}}",
                    "{}");
            service.loop().advanceTo(VirtualStepFunctions.START.plusSeconds(30));
            redrive(failed);
            service.loop().runUntilIdle();

            restart();

            // The new service begins at START again: from there, the time-out would come before the end.
            ExecutionDescription again =
                    service.functions().awaitClosed(failed.start().arn());
            assertThat(again.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(again.redrives().count()).isEqualTo(1);
            assertThat(integration.requests()).hasSize(3);
            assertThat(service.eventTypes(again))
                    .filteredOn("ExecutionRedriven"::equals)
                    .hasSize(1);
        }
    }
}
