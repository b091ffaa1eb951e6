package sleeper.stepfunctions.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.ScriptedIntegration;
import sleeper.stepfunctions.StepFunctionsException;
import sleeper.stepfunctions.StepFunctionsException.Code;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.history.HistoryEvent;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.store.InMemoryExecutionStore;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskRequest;

/** Executions that ended without success and are restarted where they ended. */
class RedriveTest {
    private static final String TASK = "'Type':'Task','Resource':'" + ScriptedIntegration.RESOURCE + "'";
    private static final String TASK_TO_END = graph("T", TASK + ",'End':true");

    private final ScriptedIntegration integration = new ScriptedIntegration();
    private final InMemoryExecutionStore store = new InMemoryExecutionStore();
    private VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered(), store);

    @AfterEach
    void close() {
        service.close();
    }

    private static String graph(String name, String state) {
        return "{'StartAt':'" + name + "','States':{'" + name + "':{" + state + "}}}";
    }

    private String start(String definition, String input) {
        String machine = service.functions().createStateMachine("m", definition.replace('\'', '"'));
        String arn = service.functions()
                .startExecution(machine, "e", input.replace('\'', '"'))
                .executionArn();
        service.loop().runUntilIdle();
        return arn;
    }

    private ExecutionDescription run(String definition, String input) {
        return service.functions().awaitClosed(start(definition, input));
    }

    private Instant redrive(ExecutionDescription execution) {
        return service.functions().redrive(execution.start().arn(), Optional.empty());
    }

    private ExecutionDescription redriven(ExecutionDescription execution) {
        redrive(execution);
        return service.functions().awaitClosed(execution.start().arn());
    }

    private List<String> typesAfterRedrive(ExecutionDescription execution) {
        List<String> types = service.eventTypes(execution);
        return types.subList(types.lastIndexOf("ExecutionRedriven"), types.size());
    }

    private List<Object> calls() {
        return integration.requests().stream()
                .map(TaskRequest::parameters)
                .map(parameters -> (Object) Json.write(parameters))
                .toList();
    }

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

    @Nested
    class WithinParallelAndMap {
        @Test
        void shouldRunOnlyBranchesThatFailedOrWereEnded() {
            integration.thenReturn(Json.readKnown("\"first\"")).thenHang().thenDo((request, progress) -> {
                throw new IllegalStateException("broken");
            });
            ExecutionDescription failed = run(
                    graph(
                            "P",
                            "'Type':'Parallel','Branches':[" + graph("A", TASK + ",'End':true") + ","
                                    + graph("B", TASK + ",'End':true") + "," + graph("C", TASK + ",'End':true")
                                    + "],'End':true"),
                    "{'x':1}");
            assertThat(failed.status()).isEqualTo(ExecutionStatus.FAILED);

            ExecutionDescription again = redriven(failed);

            assertThat(again.output()).contains("[\"first\",{\"x\":1},{\"x\":1}]");
            assertThat(integration.requests())
                    .extracting(TaskRequest::stateName)
                    .containsExactly("A", "B", "C", "B", "C");
            assertThat(typesAfterRedrive(again))
                    .doesNotContain("ParallelStateEntered", "ParallelStateStarted", "TaskStateEntered")
                    .endsWith("ParallelStateSucceeded", "ParallelStateExited", "ExecutionSucceeded");
        }

        @Test
        void shouldRunOnlyIterationsThatFailedWereEndedOrHadNotBegun() {
            integration.thenReturn(Json.readKnown("\"zero\"")).thenHang().thenFail("E", "c");
            ExecutionDescription failed = run(
                    graph("M", "'Type':'Map','MaxConcurrency':2,'ItemProcessor':" + TASK_TO_END + ",'End':true"),
                    "[0,1,2,3,4]");
            assertThat(calls()).containsExactly("0", "1", "2");

            ExecutionDescription again = redriven(failed);

            assertThat(again.output()).contains("[\"zero\",1,2,3,4]");
            assertThat(calls().subList(3, 7)).containsExactly("1", "2", "3", "4");
            assertThat(service.eventTypes(again))
                    .filteredOn("MapIterationStarted"::equals)
                    .hasSize(5);
            assertThat(typesAfterRedrive(again))
                    .filteredOn("MapIterationSucceeded"::equals)
                    .hasSize(4);
        }

        @Test
        void shouldGoOnWhereTheNextIterationCouldNotBegin() {
            ExecutionDescription failed = run(
                    graph(
                            "M",
                            "'Type':'Map','MaxConcurrency':1,'ItemSelector':{'n.$':"
                                    + "'States.MathAdd($$.Map.Item.Value, 1)'},'ItemProcessor':"
                                    + graph("I", "'Type':'Pass','End':true") + ",'End':true"),
                    "[0,'x']");
            assertThat(failed.error()).contains("States.Runtime");

            ExecutionDescription again = redriven(failed);

            assertThat(again.error()).contains("States.Runtime");
            assertThat(typesAfterRedrive(again)).containsExactly("ExecutionRedriven", "ExecutionFailed");
        }

        @Test
        void shouldFindWhatDidNotSucceedAtAnyDepth() {
            integration
                    .thenReturn(Json.readKnown("'a'".replace('\'', '"')))
                    .thenReturn(Json.readKnown("10"))
                    .thenFail("E", "c");
            String map = graph(
                    "M",
                    "'Type':'Map','MaxConcurrency':1,'ItemProcessor':"
                            + graph(
                                    "Inner",
                                    "'Type':'Parallel','Branches':[" + graph("T", TASK + ",'End':true")
                                            + "],'End':true")
                            + ",'End':true");
            ExecutionDescription failed = run(
                    graph(
                            "P",
                            "'Type':'Parallel','Branches':[" + graph("A", TASK + ",'End':true") + "," + map
                                    + "],'End':true"),
                    "[1,2,3]");
            assertThat(failed.error()).contains("E");

            ExecutionDescription again = redriven(failed);

            assertThat(again.output()).contains("[\"a\",[[10],[2],[3]]]");
            assertThat(calls()).containsExactly("[1,2,3]", "1", "2", "2", "3");
        }

        @Test
        void shouldRunAllBranchesWhereTheirResultsWereTooLargeTogether() {
            String text = "\"" + "x".repeat(200_000) + "\"";
            integration.thenReturn(Json.readKnown(text)).thenReturn(Json.readKnown(text));
            ExecutionDescription failed = run(
                    graph(
                            "P",
                            "'Type':'Parallel','Branches':[" + graph("A", TASK + ",'End':true") + ","
                                    + graph("B", TASK + ",'End':true") + "],'End':true"),
                    "{}");
            assertThat(failed.error()).contains("States.DataLimitExceeded");

            ExecutionDescription again = redriven(failed);

            assertThat(again.output()).contains("[{},{}]");
            assertThat(typesAfterRedrive(again)).startsWith("ExecutionRedriven", "ParallelStateStarted");
        }

        @Test
        void shouldRunAllIterationsWhereOneResultWasTooLarge() {
            integration.thenReturn(Json.readKnown("0")).thenReturn(Json.readKnown("\"" + "x".repeat(270_000) + "\""));
            ExecutionDescription failed = run(
                    graph("M", "'Type':'Map','MaxConcurrency':1,'ItemProcessor':" + TASK_TO_END + ",'End':true"),
                    "[7,8]");
            assertThat(failed.error()).contains("States.DataLimitExceeded");

            assertThat(redriven(failed).output()).contains("[7,8]");
            assertThat(calls()).containsExactly("7", "8", "7", "8");
        }

        @Test
        void shouldAllowAllRetriesOfAParallelAgain() {
            for (int i = 0; i < 3; i++) {
                integration.thenFail("E", "c");
            }
            ExecutionDescription failed = run(
                    graph(
                            "P",
                            "'Type':'Parallel','Branches':[" + TASK_TO_END + "],'Retry':[{'ErrorEquals':['E'],"
                                    + "'MaxAttempts':1,'IntervalSeconds':1}],'End':true"),
                    "{}");
            assertThat(integration.requests()).hasSize(2);

            ExecutionDescription again = redriven(failed);

            assertThat(again.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(integration.requests()).hasSize(4);
        }

        @Test
        void shouldGoOnInEachBranchOfAnExecutionThatWasStopped() {
            integration.thenHang();
            String arn = start(
                    graph(
                            "P",
                            "'Type':'Parallel','Branches':[" + graph("A", TASK + ",'End':true") + ","
                                    + graph("B", "'Type':'Pass','End':true") + ","
                                    + graph("C", "'Type':'Wait','Seconds':9,'End':true") + "],'End':true"),
                    "{}");
            ExecutionDescription stopped = service.functions().stop(arn, Optional.empty(), Optional.empty());

            ExecutionDescription again = redriven(stopped);

            assertThat(again.output()).contains("[{},{},{}]");
            assertThat(typesAfterRedrive(again))
                    .doesNotContain("PassStateEntered")
                    .contains("WaitStateExited");
            assertThat(integration.requests()).hasSize(2);
        }
    }

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
