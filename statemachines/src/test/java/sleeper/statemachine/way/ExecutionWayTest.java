package sleeper.statemachine.way;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sleeper.statemachine.graph.GraphEdge;
import sleeper.statemachine.graph.GraphEdge.Kind;
import sleeper.statemachine.graph.GraphState;
import sleeper.statemachine.way.Visit.Outcome;
import sleeper.statestore.instance.ExecutionEvent;
import sleeper.statestore.instance.Executions.Status;
import sleeper.stepfunctions.VirtualStepFunctions;

/** Ways over machines that the interpreter ran. */
class ExecutionWayTest {
    private static final Instant START = VirtualStepFunctions.START;
    private static final String TASK = "'Type':'Task','Resource':'arn:aws:states:::ecs:runTask.sync'";
    private static final String CAUGHT =
            "'Catch':[{'ErrorEquals':['Bad'],'Next':'Mend'},{'ErrorEquals':['States.ALL'],'Next':'Give up'}]";
    private static final String THREE_TIMES = "'Retry':[{'ErrorEquals':['Slow'],'IntervalSeconds':2,'MaxAttempts':3}]";
    private static final String WITH_CATCH = "'A':{" + TASK + "," + THREE_TIMES + "," + CAUGHT + ",'Next':'End'},"
            + "'Mend':{'Type':'Pass','Next':'End'},'Give up':{'Type':'Fail','Error':'E','Cause':'given up'},"
            + "'End':{'Type':'Succeed'}";

    private PlayedMachine machine;

    @AfterEach
    void close() {
        machine.close();
    }

    private PlayedMachine of(String states) {
        machine = new PlayedMachine(states);
        return machine;
    }

    private static List<String> outcomes(MachineRun run) {
        return run.way().visits().stream()
                .map(visit -> visit.state() + " " + visit.outcome())
                .toList();
    }

    private static List<String> taken(MachineRun run) {
        return run.graph().allStates().stream()
                .flatMap(state -> state.edges().stream()
                        .filter(edge -> run.isTaken(state, edge))
                        .map(edge -> words(state, edge)))
                .toList();
    }

    private static String words(GraphState state, GraphEdge edge) {
        return state.name() + " " + edge.kind().word() + " " + edge.to();
    }

    @Test
    void shouldTellAWayWithItsTimes() {
        // When
        MachineRun run = of("'A':{'Type':'Wait','Seconds':5,'Next':'B'},'B':{'Type':'Succeed'}")
                .run()
                .told();
        // Then
        assertThat(run.way())
                .isEqualTo(new ExecutionWay(
                        Status.SUCCEEDED,
                        Optional.of(START),
                        Optional.of(START.plusSeconds(5)),
                        Optional.empty(),
                        List.of(
                                new Visit("A", START, Optional.of(START.plusSeconds(5)), Outcome.LEFT, 0, List.of()),
                                new Visit(
                                        "B",
                                        START.plusSeconds(5),
                                        Optional.of(START.plusSeconds(5)),
                                        Outcome.LEFT,
                                        0,
                                        List.of())),
                        List.of(new Transition("A", "B", false, 1))));
        assertThat(taken(run)).containsExactly("A next B");
        assertThat(run.isTaken("A")).isTrue();
        assertThat(run.visits("nowhere")).isEmpty();
    }

    @Test
    void shouldCountRetriesAndKeepTheirFailures() {
        // When
        MachineRun run = of(WITH_CATCH)
                .fails("A", "Slow", "first")
                .fails("A", "Slow", "second")
                .run()
                .told();
        // Then
        Visit visit = run.visits("A").get(0);
        assertThat(visit.retries()).isEqualTo(2);
        assertThat(visit.outcome()).isEqualTo(Outcome.LEFT);
        assertThat(visit.failures()).extracting(StateFailure::cause).containsExactly("first", "second");
        assertThat(visit.failure()).isEmpty();
        assertThat(taken(run)).containsExactly("A next End", "A retry A");
    }

    @Test
    void shouldTellWhereAnErrorWasCaught() {
        // When
        MachineRun run = of(WITH_CATCH).fails("A", "Bad", "why").run().told();
        // Then
        assertThat(outcomes(run)).containsExactly("A CAUGHT", "Mend LEFT", "End LEFT");
        assertThat(run.visits("A").get(0).failure())
                .hasValueSatisfying(failure -> assertThat(failure.error()).isEqualTo("Bad"));
        assertThat(taken(run)).containsExactly("A catch Mend", "Mend next End");
    }

    @Test
    void shouldTellWhyAnExecutionFailed() {
        // When
        MachineRun run = of(WITH_CATCH).fails("A", "Other", "why").run().told();
        // Then
        assertThat(outcomes(run)).containsExactly("A CAUGHT", "Give up FAILED");
        assertThat(run.way().failure()).contains(new StateFailure(START, "E", "given up"));
        assertThat(run.visits("Give up").get(0).failure()).contains(new StateFailure(START, "E", "given up"));
        assertThat(taken(run)).containsExactly("A catch Give up");
    }

    @Test
    void shouldLayAFailureToTheStateThatNothingCaught() {
        // When
        MachineRun run = of("'A':{" + TASK + ",'End':true}")
                .fails("A", "E", "password=hunter2")
                .run()
                .told();
        // Then what may be a secret is masked
        assertThat(outcomes(run)).containsExactly("A FAILED");
        assertThat(run.visits("A").get(0).failures()).containsExactly(new StateFailure(START, "E", "password=***"));
        assertThat(run.way().failure()).contains(new StateFailure(START, "E", "password=***"));
    }

    @Test
    void shouldLayAFailureInABranchToItsStateAndToWhatRunsTheBranch() {
        // When
        MachineRun run = of("'A':{'Type':'Parallel','Catch':[{'ErrorEquals':['States.ALL'],'Next':'Z'}],'Next':'Z',"
                        + "'Branches':[{'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':9,'End':true}}},"
                        + "{'StartAt':'T','States':{'T':{" + TASK + ",'End':true}}}]},'Z':{'Type':'Succeed'}")
                .fails("T", "E", "why")
                .run()
                .told();
        // Then
        assertThat(outcomes(run)).containsExactly("A CAUGHT", "W ABORTED", "T FAILED", "Z LEFT");
        assertThat(run.visits("A").get(0).failure())
                .hasValueSatisfying(failure -> assertThat(failure.cause()).isEqualTo("why"));
        assertThat(taken(run)).containsExactly("A catch Z");
    }

    @Test
    void shouldTellEachItemOfAMapAsAVisit() {
        // When
        MachineRun run = of("'A':{'Type':'Pass','Result':[1,2,3],'Next':'M'},'M':{'Type':'Map','End':true,"
                        + "'ItemProcessor':{'StartAt':'I','States':{'I':{'Type':'Pass','Next':'J'},'J':{'Type':'Pass','End':true}}}}")
                .run()
                .told();
        // Then
        assertThat(run.visits("I")).hasSize(3).allMatch(visit -> visit.outcome() == Outcome.LEFT);
        assertThat(run.visits("M")).hasSize(1);
        assertThat(run.way().transitions())
                .containsExactlyInAnyOrder(new Transition("A", "M", false, 1), new Transition("I", "J", false, 3));
    }

    @Test
    void shouldCountTheRoundsOfALoop() {
        // When a Task fails until a third round
        MachineRun run = of("'A':{" + TASK + ",'Catch':[{'ErrorEquals':['States.ALL'],'Next':'W'}],'Next':'Z'},"
                        + "'W':{'Type':'Wait','Seconds':1,'Next':'A'},'Z':{'Type':'Succeed'}")
                .fails("A", "E", "1")
                .fails("A", "E", "2")
                .run()
                .told();
        // Then
        assertThat(run.visits("A")).hasSize(3);
        assertThat(run.way().transitions())
                .containsExactly(
                        new Transition("A", "W", true, 2),
                        new Transition("W", "A", false, 2),
                        new Transition("A", "Z", false, 1));
    }

    @Test
    void shouldTellTheStateThatARunningExecutionIsIn() {
        // When
        MachineRun run = of(WITH_CATCH).hangs().begin().told();
        // Then
        assertThat(run.way().status()).isEqualTo(Status.RUNNING);
        assertThat(outcomes(run)).containsExactly("A RUNNING");
        assertThat(run.visits("A").get(0).took(START.plusSeconds(7))).hasSeconds(7);
        assertThat(run.visits("A").get(0).took(START.minusSeconds(7))).isZero();
    }

    @Test
    void shouldTellTheStateInWhichAnExecutionWasStopped() {
        // When
        MachineRun run = of(WITH_CATCH).hangs().begin().stop().told();
        // Then
        assertThat(outcomes(run)).containsExactly("A ABORTED");
        assertThat(run.way().failure())
                .hasValueSatisfying(failure -> assertThat(failure.error()).isEqualTo("ABORTED"));
        assertThat(run.visits("A").get(0).endedAt()).contains(START.plusSeconds(10));
    }

    @Test
    void shouldForgetAnEndThatARedriveUndid() {
        // When
        MachineRun run = of("'A':{" + TASK + ",'End':true}")
                .fails("A", "E", "why")
                .run()
                .redriven()
                .told();
        // Then
        assertThat(run.way().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(run.way().failure()).isEmpty();
        assertThat(run.visits("A"))
                .last()
                .satisfies(visit -> assertThat(visit.outcome()).isEqualTo(Outcome.LEFT));
    }

    /** Of an error that is no failure of a task, such as of a path, there is no event. */
    @Test
    void shouldSeeByTheGraphThatAnErrorWithoutAnEventWasCaught() {
        // Given a way on which nothing failed
        MachineRun ran = of(WITH_CATCH).run().told();
        ExecutionWay way = new ExecutionWay(
                Status.SUCCEEDED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(new Transition("A", "Mend", false, 1)));
        // When / Then
        assertThat(taken(new MachineRun(ran.graph(), way))).containsExactly("A catch Mend");
    }

    @Test
    void shouldTellTheRestOfAHistoryThatLacksItsBeginning() {
        // When
        machine = new PlayedMachine("'A':{'Type':'Pass','End':true}");
        ExecutionWay way = ExecutionWay.of(
                Status.RUNNING,
                List.of(
                        new ExecutionEvent(40, 39, START, "TaskFailed", "", "{\"error\":\"E\"}"),
                        new ExecutionEvent(41, 40, START, "TaskStateExited", "Lost", "{}"),
                        new ExecutionEvent(42, 41, START, "TaskStateEntered", "Next", "{}"),
                        new ExecutionEvent(43, 7, START, "TaskScheduled", "", "{}")));
        // Then
        assertThat(way.startedAt()).isEmpty();
        assertThat(way.visits())
                .containsExactly(new Visit("Next", START, Optional.empty(), Outcome.RUNNING, 0, List.of()));
        assertThat(way.transitions()).isEmpty();
    }

    @Test
    void shouldGiveARunAsJson() {
        // When
        MachineRun run =
                of("'A':{" + TASK + ",'End':true}").fails("A", "E", "why").run().told();
        // Then
        String failure = "{\"at\":\"2026-11-21T08:00:00Z\",\"error\":\"E\",\"cause\":\"why\"}";
        assertThat(RunJson.toJson(run))
                .hasToString(
                        "{\"status\":\"FAILED\",\"started\":\"2026-11-21T08:00:00Z\",\"ended\":\"2026-11-21T08:00:00Z\","
                                + "\"failure\":" + failure
                                + ",\"machine\":{\"startAt\":\"A\",\"states\":[{\"name\":\"A\","
                                + "\"kind\":\"Task\",\"resource\":\"ecs:runTask.sync\",\"edges\":[]}]},"
                                + "\"visits\":[{\"state\":\"A\",\"entered\":\"2026-11-21T08:00:00Z\",\"ended\":\"2026-11-21T08:00:00Z\","
                                + "\"outcome\":\"failed\",\"retries\":0,\"failures\":[" + failure
                                + "]}],\"transitions\":[]}");
    }

    @Test
    void shouldTakeTheEdgesOfEveryRuleThatLeadsToOneState() {
        // When
        MachineRun run = of("'A':{'Type':'Choice','Choices':[{'Variable':'$.a','IsPresent':true,'Next':'B'},"
                        + "{'Variable':'$.a','IsPresent':false,'Next':'B'}],'Default':'C'},"
                        + "'B':{'Type':'Succeed'},'C':{'Type':'Succeed'}")
                .run()
                .told();
        // Then
        assertThat(run.graph().states().get(0).edges(Kind.CHOICE, Kind.DEFAULT))
                .extracting(edge -> run.isTaken(run.graph().states().get(0), edge))
                .containsExactly(true, true, false);
    }
}
