package sleeper.local.task.ecs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import sleeper.local.task.ChildProcess;
import sleeper.statestore.file.OwnerOnly;

/**
 * What is kept of a task in a file of its own, so that a later process finds it.
 *
 * @param id        last part of its ARN
 * @param group     what {@code RunTask} was given, or was started by in what older versions wrote; empty if neither
 * @param pid       the child process; 0 until it runs
 * @param bornAt    when the operating system says that the process began: another of that number is not it
 * @param stoppedAt when it was seen to have stopped
 */
record TaskRecord(String id, String group, long pid, Optional<Instant> bornAt, Optional<Instant> stoppedAt) {
    private static final int FORMAT = 1;
    private static final String SUFFIX = ".json";
    private static final ObjectMapper JSON = new ObjectMapper();

    TaskRecord running(ProcessHandle process) {
        return new TaskRecord(id, group, process.pid(), process.info().startInstant(), Optional.empty());
    }

    TaskRecord stopped(Instant at) {
        return new TaskRecord(id, group, pid, bornAt, Optional.of(at));
    }

    /** @return the record as the process after the one that wrote it has it: what that did not come to start has stopped */
    TaskRecord orphaned(Instant now) {
        return isWaiting() ? stopped(now) : this;
    }

    /** @return whether it has not begun, and may yet */
    boolean isWaiting() {
        return pid == 0 && stoppedAt.isEmpty();
    }

    /** @return whether it ran, has stopped, and that is not on record */
    boolean hasJustStopped() {
        return pid > 0 && stoppedAt.isEmpty() && process().isEmpty();
    }

    /** @return the process, if it runs and is the one that was started */
    Optional<ProcessHandle> process() {
        return pid > 0 && stoppedAt.isEmpty() ? new ChildProcess(pid, bornAt).find() : Optional.empty();
    }

    static boolean isFile(Path path) {
        return path.getFileName().toString().endsWith(SUFFIX);
    }

    /** @return what the file holds; empty if that is no whole record of this format */
    static Optional<TaskRecord> read(Path file) throws IOException {
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            return json.path("format").asInt() == FORMAT
                    ? Optional.of(new TaskRecord(
                            json.path("id").asText(),
                            json.path("group").asText(json.path("startedBy").asText()),
                            json.path("pid").asLong(),
                            instant(json.path("bornAt")),
                            instant(json.path("stoppedAt"))))
                    : Optional.empty();
        } catch (JsonProcessingException | CharacterCodingException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(JsonNode json) {
        return json.isTextual() ? Optional.of(Instant.parse(json.asText())) : Optional.empty();
    }

    /** A reader sees the record whole, before or after. */
    void write(Path folder) throws IOException {
        ObjectNode json = JSON.createObjectNode().put("format", FORMAT);
        json.put("id", id).put("group", group).put("pid", pid);
        bornAt.ifPresent(at -> json.put("bornAt", at.toString()));
        stoppedAt.ifPresent(at -> json.put("stoppedAt", at.toString()));
        Path unfinished = folder.resolve(id + ".unfinished");
        OwnerOnly.write(unfinished, json.toString());
        Files.move(unfinished, folder.resolve(id + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
    }

    void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(id + SUFFIX));
    }
}
