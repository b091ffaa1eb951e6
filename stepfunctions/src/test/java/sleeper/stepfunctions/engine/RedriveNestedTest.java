package sleeper.stepfunctions.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.task.TaskRequest;

/** What runs again within a Parallel or a Map: what did not succeed. */
class RedriveNestedTest extends RedriveFixture {
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
        assertThat(integration.requests()).extracting(TaskRequest::stateName).containsExactly("A", "B", "C", "B", "C");
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
                                "'Type':'Parallel','Branches':[" + graph("T", TASK + ",'End':true") + "],'End':true")
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
                graph("M", "'Type':'Map','MaxConcurrency':1,'ItemProcessor':" + TASK_TO_END + ",'End':true"), "[7,8]");
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
        assertThat(typesAfterRedrive(again)).doesNotContain("PassStateEntered").contains("WaitStateExited");
        assertThat(integration.requests()).hasSize(2);
    }
}
