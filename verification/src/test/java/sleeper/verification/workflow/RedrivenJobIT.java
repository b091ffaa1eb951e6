package sleeper.verification.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static sleeper.verification.workflow.Disturbance.ALWAYS;
import static sleeper.verification.workflow.Place.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.JobStatus;
import sleeper.statemachine.StateMachineFile;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.verification.workflow.Disturbance.Kind;
import sleeper.verification.workflow.VirtualInstance.IngestWork;

/**
 * Executions of ingest-job that are redriven after their attempt was closed, from every state in which one can have ended: no task is
 * started, nothing is committed, and what the execution says points to the command that helps.
 */
class RedrivenJobIT {
    private static final Duration LITTLE_TIME = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    private int homes;

    /**
     * A way in which an execution ends in a state.
     *
     * @param bounded whether executions have little time
     */
    private record End(
            Place place, Way way, String title, Optional<Disturbance> disturbance, String status, boolean bounded) {
        boolean isWait() {
            return Case.stateOf(place).path("Type").asText().equals("Wait");
        }

        String name() {
            return place.state() + " / " + title + " (" + way.words() + ")";
        }
    }

    private static List<End> ends() {
        List<End> ends = new ArrayList<>();
        for (Place place : Case.places()) {
            if (place.machine() == StateMachineFile.INGEST_JOB) {
                Way.into(place).forEach(way -> ends.addAll(endsIn(place, way)));
            }
        }
        return ends;
    }

    private static List<End> endsIn(Place place, Way way) {
        String type = Case.stateOf(place).path("Type").asText();
        if (type.equals("Fail")) {
            return List.of(new End(place, way, "FAILED", Optional.empty(), "FAILED", false));
        }
        if (type.equals("Wait")) {
            return List.of(end(place, way, "ABORTED", Disturbance.of(Kind.ABORT, ALWAYS), "ABORTED", false));
        }
        if (!type.equals("Task")) {
            return List.of();
        }
        return List.of(
                end(place, way, "FAILED", Disturbance.fail("States.Runtime", ALWAYS), "FAILED", false),
                end(
                        place,
                        way,
                        "FAILED, too large",
                        Disturbance.fail("States.DataLimitExceeded", ALWAYS),
                        "FAILED",
                        false),
                end(place, way, "TIMED_OUT", Disturbance.of(Kind.HANG, ALWAYS), "TIMED_OUT", true),
                end(
                        place,
                        way,
                        "TIMED_OUT after the work",
                        Disturbance.of(Kind.WORK_AND_HANG, ALWAYS),
                        "TIMED_OUT",
                        true),
                end(place, way, "ABORTED", Disturbance.of(Kind.ABORT, ALWAYS), "ABORTED", false),
                end(
                        place,
                        way,
                        "ABORTED after the work",
                        Disturbance.of(Kind.WORK_AND_ABORT, ALWAYS),
                        "ABORTED",
                        false));
    }

    private static End end(
            Place place, Way way, String title, Disturbance disturbance, String status, boolean bounded) {
        return new End(place, way, title, Optional.of(disturbance), status, bounded);
    }

    /** States that end an execution only in ways that are tested below, or never. */
    @Test
    void shouldLookAtEveryStateInWhichAnExecutionCanHaveEnded() {
        Set<String> lookedAt = ends().stream().map(end -> end.place().state()).collect(Collectors.toSet());
        Set<String> others = new TreeSet<>(Case.places().stream()
                .filter(place -> place.machine() == StateMachineFile.INGEST_JOB)
                .map(Place::state)
                .filter(state -> !lookedAt.contains(state))
                .toList());

        assertThat(others)
                .containsExactly(
                        "Does the pod run?",
                        "Finish as committed",
                        "Is a cluster to be ended?",
                        "Platform not deployed",
                        "Run Job and watch",
                        "Stop watching",
                        "Use permanent cluster",
                        "What about the Job?",
                        "What about the cluster?",
                        "What about the job run?",
                        "What about the step?",
                        "What does the log say?",
                        "Which platform?",
                        "Who is told?");
    }

    @TestFactory
    Stream<DynamicNode> shouldStartNoTaskAndCommitNothing() {
        return ends().stream().map(end -> dynamicTest(end.name(), () -> shouldNotRunAgain(end)));
    }

    private void shouldNotRunAgain(End end) throws IOException {
        try (VirtualInstance instance = VirtualInstance.fresh(
                folder.resolve("home-" + homes++),
                end.way().tellsSuccess(),
                end.way().script(),
                IngestWork.ingestTask())) {
            if (end.isWait()) {
                instance.stopIn(end.place());
            } else {
                end.disturbance().ifPresent(disturbance -> instance.tasks().disturb(end.place(), disturbance));
            }
            if (end.bounded()) {
                instance.bound(StateMachineFile.INGEST_JOB, LITTLE_TIME);
            }
            instance.load(end.way().queue(), end.way().inputFile());
            ExecutionDescription ended =
                    instance.executions(StateMachineFile.INGEST_JOB).get(0);
            assertThat(ended.status().name()).isEqualTo(end.status());
            assertThat(instance.trace(ended).states()).contains(end.place().state());

            shouldNotRunAgain(instance, ended, "se sleeper retry");
            shouldRunByAnotherAttempt(instance, end.way().queue(), end.way().inputFile());
        }
    }

    /** A Choice calls nobody: only an answer that lacks its field ends an execution in it, and then again for the same reason. */
    @TestFactory
    Stream<DynamicNode> shouldStartNoTaskAndCommitNothingFromAChoiceThatFailed() {
        return Map.of("Who is told?", "tell", "What does the log say?", "status").entrySet().stream()
                .flatMap(entry -> Stream.of("Commit files", "Record failure")
                        .map(asked -> dynamicTest(
                                entry.getKey() + " after " + asked,
                                () -> shouldNotRunAgainAfter(asked, entry.getValue(), entry.getKey()))));
    }

    private void shouldNotRunAgainAfter(String asked, String missing, String choice) throws IOException {
        Way way = asked.equals("Commit files") ? Way.LOADS : Way.FAILS;
        try (VirtualInstance instance = VirtualInstance.fresh(
                folder.resolve("home-" + homes++), false, way.script(), IngestWork.ingestTask())) {
            instance.tasks().disturb(ingest(asked), Disturbance.answer(output -> {
                ObjectNode verdict = (ObjectNode) output.get("Payload");
                verdict.put("tell", "nobody").remove(missing);
                return output;
            }));
            instance.load(way.inputFile());
            ExecutionDescription ended =
                    instance.executions(StateMachineFile.INGEST_JOB).get(0);
            assertThat(ended.error()).contains("States.Runtime");
            assertThat(instance.trace(ended).states()).endsWith(choice);

            shouldNotRunAgain(instance, ended, "references an invalid value");
        }
    }

    /** @param cause what the execution then says, unless it finds that the job is committed */
    private static void shouldNotRunAgain(VirtualInstance instance, ExecutionDescription ended, String cause)
            throws IOException {
        instance.tasks().mend();
        instance.sweep();
        JobStatus status = instance.job().status();
        assertThat(status.isEnded()).isTrue();
        List<String> made = instance.made();
        var log = instance.log().state();

        for (int redrives = 1; redrives <= 2; redrives++) {
            ExecutionDescription last =
                    instance.executions(StateMachineFile.INGEST_JOB).get(0);
            if (last.notRedrivable().isPresent()) {
                assertThat(last.status().name()).isEqualTo("SUCCEEDED");
                break;
            }
            instance.redrive(ended.start().arn());
            instance.sweep();

            ExecutionDescription redriven =
                    instance.executions(StateMachineFile.INGEST_JOB).get(0);
            assertThat(redriven.redrives().count()).isEqualTo(redrives);
            assertThat(redriven.status().isClosed()).isTrue();
            if (!redriven.status().name().equals("SUCCEEDED")) {
                assertThat(redriven.cause()).get().asString().contains(cause);
            } else {
                assertThat(status).isEqualTo(JobStatus.COMMITTED);
            }
        }

        assertThat(instance.made()).isEqualTo(made);
        assertThat(instance.open()).isEmpty();
        assertThat(instance.job().status()).isEqualTo(status);
        assertThat(instance.log().state().files()).isEqualTo(log.files());
        assertThat(instance.rows()).isEqualTo(status == JobStatus.COMMITTED ? VirtualInstance.ROWS : 0);
        assertThat(instance.executions(StateMachineFile.INGEST_JOB)).hasSize(1);
    }

    private static void shouldRunByAnotherAttempt(VirtualInstance instance, String queue, String file)
            throws IOException {
        JobStatus before = instance.job().status();
        if (before == JobStatus.COMMITTED || before == JobStatus.REJECTED) {
            return;
        }
        var unused = instance.deliver(queue, "message-2", VirtualInstance.document(file));
        instance.settle();
        assertThat(instance.job().status()).isEqualTo(JobStatus.COMMITTED);
        assertThat(instance.rows()).isEqualTo(VirtualInstance.ROWS);
    }
}
