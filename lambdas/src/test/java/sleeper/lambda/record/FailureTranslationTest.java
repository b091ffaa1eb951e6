package sleeper.lambda.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;

class FailureTranslationTest {
    @Test
    void shouldTellOutOfMemoryOfAJvmThatExitedAtItAndWhatToDo() {
        assertThat(translate(
                        "{\"Containers\":[{\"ExitCode\":3}],\"StoppedReason\":\"Essential container in task exited\"}"))
                .containsExactly(
                        "OUT_OF_MEMORY at the execution, States.TaskFailed: found a container that ended with exit"
                                + " code 3. Give the task more memory or lower sleeper.ingest.memory.budget, and retry the job.");
    }

    @Test
    void shouldTellOutOfMemoryOfAContainerThatWasKilledAtItsLimit() {
        assertThat(translate("{\"Containers\":[{\"ExitCode\":137,"
                        + "\"Reason\":\"OutOfMemoryError: Container killed due to memory usage\"}]}"))
                .containsExactly(
                        "OUT_OF_MEMORY at the execution, States.TaskFailed: found a container that ended with exit"
                                + " code 137, which a process has that was killed: OutOfMemoryError: Container killed due to"
                                + " memory usage. Give the task more memory or lower sleeper.ingest.memory.budget, and retry"
                                + " the job.");
    }

    @Test
    void shouldTellATaskThatEndedOtherwiseAsLost() {
        for (String cause : List.of(
                "{\"Containers\":[{\"ExitCode\":137}],\"StoppedReason\":\"Essential container in task exited\"}",
                "{\"StoppedReason\":\"Essential container in task exited\"}",
                "{ no JSON",
                "")) {
            assertThat(FailureTranslation.translate("States.TaskFailed", cause, Optional.empty()))
                    .extracting(Fault::code)
                    .as(cause)
                    .containsExactly(ErrorCode.TASK_LOST);
        }
    }

    @Test
    void shouldTellHowATaskEndedThatWasAskedToStop() {
        assertThat(translate("{\"Containers\":[{\"ExitCode\":143}],\"StoppedReason\":\"Task stopped by user\"}"))
                .containsExactly(
                        "TASK_LOST at the execution, States.TaskFailed: found Task stopped by user: a container that"
                                + " ended with exit code 143, which a process has that was asked to stop. Retry the job; the task's log"
                                + " shows how it ended.");
    }

    @Test
    void shouldTakeTheCodeOfAFunctionsErrorFromItsPlaceAndNotFromItsWords() {
        String error = "sleeper.core.error.RunFailedException";
        String coded = "{\"errorMessage\":\"DISK_FULL: NULL_VALUE at in/a.parquet was not it.\"}";
        String former = "{\"errorMessage\":\"It failed. DISK_FULL at the disk: found no room.\"}";

        assertThat(FailureTranslation.translate(error, coded, Optional.empty()))
                .containsExactly(Fault.of(
                        ErrorCode.DISK_FULL, "the execution, " + error, "NULL_VALUE at in/a.parquet was not it.", ""));
        assertThat(FailureTranslation.translate(error, former, Optional.empty()))
                .extracting(Fault::code, Fault::found)
                .containsExactly(tuple(ErrorCode.INTERNAL, "It failed. DISK_FULL at the disk: found no room."));
    }

    @Test
    void shouldTellAFullDiskFromALostTask() {
        assertThat(
                        translate(
                                "{\"Containers\":[{\"ExitCode\":28}],\"StoppedReason\":\"Essential container in task exited\"}"))
                .containsExactly(
                        "DISK_FULL at the execution, States.TaskFailed: found Essential container in task exited: a"
                                + " container that ended with exit code 28, which a task has that found no room on its disk. Free"
                                + " space or give the task a larger disk, and retry the job.");
        for (String[] failure : new String[][] {
            {
                "States.TaskFailed",
                "{\"StoppedReason\":\"CannotStartContainerError: write /var/lib: no space left on device\"}"
            },
            {"States.TaskFailed", "{\"Containers\":[{\"ExitCode\":1,\"Reason\":\"Disk quota exceeded\"}]}"},
            {"AmazonECS.Unknown", "The task could not be started: logs/a.log: No space left on device"},
            {"java.io.UncheckedIOException", "{\"errorMessage\":\"It was not written: No space left on device\"}"},
            {"", "No space left on device"}
        }) {
            assertThat(FailureTranslation.translate(failure[0], failure[1], Optional.empty()))
                    .as(failure[1])
                    .extracting(Fault::code)
                    .containsExactly(ErrorCode.DISK_FULL);
        }
    }

    @Test
    void shouldPreferWhatTheRunStored() {
        // Given
        List<Fault> stored = List.of(Fault.of(ErrorCode.DISK_FULL, "the disk", "no room", ""));
        // When / Then
        assertThat(FailureTranslation.translate(
                        "States.TaskFailed", "{\"Containers\":[{\"ExitCode\":3}]}", Optional.of(stored)))
                .isEqualTo(stored);
    }

    private static List<String> translate(String cause) {
        return FailureTranslation.translate("States.TaskFailed", cause, Optional.empty()).stream()
                .map(Fault::message)
                .toList();
    }
}
