package sleeper.stepfunctions.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.history.HistoryEvent;

/**
 * Keeps everything in a directory, for its owner alone:
 *
 * <ul>
 *   <li>{@code state-machines/<name>.json}
 *   <li>{@code executions/<state machine>/<name>/start.json}: what is fixed
 *   <li>{@code …/history.jsonl}: one event a line, only ever appended to
 *   <li>{@code …/state.json}: what changes, and how many lines of the history count
 * </ul>
 *
 * <p>A file is replaced by renaming a new one over it, and {@code state.json} is written last: an execution is as its state file says,
 * and lines of the history beyond its count are as if they had not been written. So everything survives the death of the process. It is
 * not forced to the disk: the loss of power may cost the last moments of an execution, which then goes on from an earlier state, or is
 * damaged: {@link #executions} then gives it as running without a position, with the events that can be read.
 */
public final class FileExecutionStore implements ExecutionStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileExecutionStore.class);
    private static final ExecutionState DAMAGED = new ExecutionState(
            ExecutionStatus.RUNNING,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            Optional.empty(),
            false,
            Redrives.none());
    private static final String START = "start.json";
    private static final String STATE = "state.json";
    private static final String HISTORY = "history.jsonl";
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    private final Path machineDirectory;
    private final Path executionDirectory;
    /** Histories whose last write failed somewhere: they may end with lines that no state counts. */
    private final Set<HistoryFile> halfWritten = new HashSet<>();

    /** @param directory made if it is absent */
    public FileExecutionStore(Path directory) {
        this.machineDirectory = directory.resolve("state-machines");
        this.executionDirectory = directory.resolve("executions");
        try {
            OwnersFiles.createDirectories(machineDirectory);
            OwnersFiles.createDirectories(executionDirectory);
        } catch (IOException e) {
            throw new UncheckedIOException("The directory for executions could not be made: " + directory, e);
        }
    }

    @Override
    public List<StateMachineRecord> stateMachines() {
        List<StateMachineRecord> machines = new ArrayList<>();
        for (Path file : TextFiles.list(machineDirectory)) {
            if (file.toString().endsWith(".json")) {
                try {
                    machines.add(StoreJson.stateMachine(read(file)));
                } catch (RuntimeException e) {
                    refuseUnlessDamaged(e);
                    LOG.error("The state machine in {} is damaged and is left out", file, e);
                }
            }
        }
        return machines;
    }

    @Override
    public void putStateMachine(StateMachineRecord stateMachine) {
        write(machineDirectory.resolve(fileName(stateMachine.name()) + ".json"), StoreJson.of(stateMachine));
    }

    @Override
    public void deleteStateMachine(String arn) {
        stateMachines().stream()
                .filter(machine -> machine.arn().equals(arn))
                .forEach(machine -> TextFiles.delete(machineDirectory.resolve(fileName(machine.name()) + ".json")));
    }

    @Override
    public List<StoredExecution> executions() {
        List<StoredExecution> executions = new ArrayList<>();
        Map<String, String> definitions = new HashMap<>();
        for (Path machine : TextFiles.list(executionDirectory)) {
            if (!Files.isDirectory(machine)) {
                continue;
            }
            for (Path execution : TextFiles.list(machine)) {
                if (Files.exists(execution.resolve(STATE))) {
                    load(execution)
                            .map(loaded -> withShared(definitions, loaded))
                            .ifPresent(executions::add);
                }
            }
        }
        executions.sort(Comparator.comparing(execution -> execution.start().startDate()));
        return executions;
    }

    /** Thousands of executions have the same few definitions: each text is kept once. */
    private static StoredExecution withShared(Map<String, String> definitions, StoredExecution execution) {
        ExecutionStart start = execution.start();
        String definition = definitions.computeIfAbsent(start.definition(), text -> text);
        return new StoredExecution(start.withDefinition(definition), execution.state());
    }

    /** One damaged execution must not keep the others from being found: it is given without a position, or left out. */
    private static Optional<StoredExecution> load(Path directory) {
        ExecutionStart start;
        try {
            start = StoreJson.start(read(directory.resolve(START)));
        } catch (RuntimeException e) {
            refuseUnlessDamaged(e);
            LOG.error("The execution in {} is damaged and is left out", directory, e);
            return Optional.empty();
        }
        ExecutionState state = DAMAGED;
        try {
            state = StoreJson.state(read(directory.resolve(STATE)));
            history(directory).dropUncounted(state.eventCount());
            return Optional.of(new StoredExecution(start, state));
        } catch (RuntimeException e) {
            refuseUnlessDamaged(e);
            LOG.error("The execution in {} is damaged", directory, e);
            ExecutionState kept = (state.status().isClosed() ? state.withoutPosition() : DAMAGED)
                    .withEventCount(history(directory).dropUnreadable());
            write(directory.resolve(STATE), StoreJson.of(kept));
            return Optional.of(new StoredExecution(start, kept));
        }
    }

    private static void refuseUnlessDamaged(RuntimeException e) {
        if (e instanceof UncheckedIOException && !(e.getCause() instanceof CharacterCodingException)) {
            throw e;
        }
    }

    private static StoredExecution peek(Path directory) {
        return new StoredExecution(
                StoreJson.start(read(directory.resolve(START))), StoreJson.state(read(directory.resolve(STATE))));
    }

    /** @return a stamp that is another one once an execution was saved again; empty if it was not saved yet */
    public Optional<FileStamp> stamp(String stateMachineName, String name) {
        return FileStamp.of(directory(stateMachineName, name).resolve(STATE));
    }

    /** An execution as it was last saved, to be looked at only: another process may be at work on it. */
    public Optional<StoredExecution> find(String stateMachineName, String name) {
        Path directory = directory(stateMachineName, name);
        return Files.exists(directory.resolve(STATE)) ? Optional.of(peek(directory)) : Optional.empty();
    }

    @Override
    public void begin(ExecutionStart start, ExecutionState state, List<HistoryEvent> events) {
        Path directory = directory(start);
        try {
            OwnersFiles.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("The directory of an execution could not be made: " + directory, e);
        }
        write(directory.resolve(START), StoreJson.of(start));
        history(directory).delete();
        advance(start, state, events);
    }

    @Override
    public void advance(ExecutionStart start, ExecutionState state, List<HistoryEvent> newEvents) {
        Path directory = directory(start);
        HistoryFile history = history(directory);
        if (!halfWritten.add(history)) {
            history.dropUncounted(state.eventCount() - newEvents.size());
        }
        history.append(newEvents);
        write(directory.resolve(STATE), StoreJson.of(state));
        halfWritten.remove(history);
    }

    @Override
    public List<HistoryEvent> history(ExecutionStart start) {
        Path directory = directory(start);
        if (!Files.exists(directory.resolve(STATE))) {
            return List.of();
        }
        long count = StoreJson.state(read(directory.resolve(STATE))).eventCount();
        return history(directory).events(count);
    }

    /**
     * A part of the history of an execution, as of its last write; no more of it is decoded.
     *
     * @param skipped events before it
     * @param most    events of it, 1 or more
     */
    public List<HistoryEvent> history(ExecutionStart start, long skipped, int most) {
        Path directory = directory(start);
        if (!Files.exists(directory.resolve(STATE))) {
            return List.of();
        }
        long count = StoreJson.state(read(directory.resolve(STATE))).eventCount();
        return history(directory).events(count, skipped, most);
    }

    private static HistoryFile history(Path directory) {
        return new HistoryFile(directory.resolve(HISTORY));
    }

    private Path directory(ExecutionStart start) {
        return directory(start.stateMachineName(), start.name());
    }

    private Path directory(String stateMachineName, String name) {
        return executionDirectory.resolve(fileName(stateMachineName)).resolve(fileName(name));
    }

    /** The name itself where it is plain, else its hash, since a name may hold characters that mean something in a path. */
    private static String fileName(String name) {
        if (SAFE.matcher(name).matches()) {
            return name;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(StoreJson.encodable(name).getBytes(StandardCharsets.UTF_8));
            return "~" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java has SHA-256", e);
        }
    }

    private static JsonNode read(Path file) {
        return Json.readKnown(TextFiles.read(file));
    }

    private static void write(Path file, JsonNode json) {
        TextFiles.replace(file, Json.write(json));
    }
}
