package sleeper.local.task.ecs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceStage;
import sleeper.local.task.AwsNames;
import sleeper.local.task.ChildJvm;
import sleeper.local.task.Turns;

/**
 * A task, from when it is asked for: it waits for its turn, runs in a process, and has stopped. Its record is kept up to date
 * meanwhile. Safe for use by many threads.
 */
final class EcsTask {
    /** What a task takes of the room that tasks share: it is counted in tasks. */
    private static final int WEIGHT = 1;

    private static final Logger LOG = LoggerFactory.getLogger(EcsTask.class);

    private final Path records;
    private final InstantSource clock;
    private final Turns.Turn turn;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<TaskEnd> ended = new CompletableFuture<>();
    private TaskRecord record;
    private boolean forgotten;

    /** Starts the container's process. */
    @FunctionalInterface
    interface Container {
        Process start() throws IOException;
    }

    private EcsTask(Path records, InstantSource clock, TaskRecord record, Turns turns, Optional<Container> container) {
        this.records = records;
        this.clock = clock;
        this.record = record;
        this.turn =
                container.map(asked -> turns.turn(WEIGHT, () -> begin(asked))).orElseGet(() -> turns.taken(WEIGHT));
    }

    /**
     * Puts a task on record, which does nothing before {@link #askForTurn}.
     *
     * @throws IOException if that cannot be done
     */
    static EcsTask asked(Path records, InstantSource clock, TaskRecord record, Turns turns, Container container)
            throws IOException {
        record.write(records);
        return new EcsTask(records, clock, record, turns, Optional.of(container));
    }

    /** A task that an earlier process started, and whose process may run still: it counts against the room until that has ended. */
    static EcsTask found(Path records, InstantSource clock, TaskRecord record, Turns turns) {
        EcsTask task = new EcsTask(records, clock, record, turns, Optional.empty());
        task.begun.complete(null);
        return task;
    }

    String arn() {
        return arn(record().id());
    }

    static String arn(String id) {
        return AwsNames.arn("ecs", "task/" + id);
    }

    synchronized TaskRecord record() {
        return record;
    }

    /** @return completes when it runs, and fails if it could not be started or its process not put on record */
    CompletableFuture<Void> begun() {
        return begun;
    }

    /** @return how it ended; fails as {@link #begun} does. Never completes for one that another process started */
    CompletableFuture<TaskEnd> ended() {
        return ended;
    }

    /** @throws IOException if it is its turn, and it fails to begin */
    void askForTurn() throws IOException {
        turn.ask();
        try {
            begun.getNow(null);
        } catch (CompletionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    private void begin(Container container) {
        try {
            if (start(container)) {
                begun.complete(null);
            }
        } catch (IOException | RuntimeException | Error e) {
            begun.completeExceptionally(e);
            ended.completeExceptionally(e);
        }
    }

    /** @return whether it runs; not so if it was stopped while it waited */
    private synchronized boolean start(Container container) throws IOException {
        if (record.stoppedAt().isPresent()) {
            return false;
        }
        Process process;
        try {
            process = container.start();
        } catch (IOException | RuntimeException | Error e) {
            turn.end();
            throw e;
        }
        CompletableFuture<Void> over = process.onExit().thenRun(turn::end);
        TaskRecord running = record.running(process.toHandle());
        try {
            running.write(records);
        } catch (IOException | RuntimeException e) {
            // Whoever asked is told that there is no task: nobody would end it.
            process.destroyForcibly();
            throw e;
        }
        record = running;
        CompletableFuture<Void> unused = over.thenRun(() -> ended.complete(TaskEnd.exited(process.exitValue())));
        return true;
    }

    /** Takes it out of the queue if it waits, else asks its process to end. */
    void stop(String reason) {
        Optional<ProcessHandle> process = stopWaiting(reason);
        process.ifPresent(running -> {
            LOG.info("Task {} is stopped: {}", arn(), reason);
            ChildJvm.stop(running);
        });
    }

    private Optional<ProcessHandle> stopWaiting(String reason) {
        synchronized (this) {
            if (!record.isWaiting()) {
                return record.process();
            }
            record = written(record.stopped(clock.instant()));
        }
        LOG.info("Task {} is stopped before its turn: {}", arn(), reason);
        turn.end();
        ended.complete(TaskEnd.neverRan(reason));
        return Optional.empty();
    }

    /** @return the record as it is now; that the process has ended is recorded when it is first seen */
    TaskRecord look() {
        TaskRecord now;
        synchronized (this) {
            if (record.hasJustStopped()) {
                TaskRecord stopped = record.stopped(clock.instant());
                record = forgotten ? stopped : written(stopped);
            }
            now = record;
        }
        return now;
    }

    /** Whether its process has ended, of a task that was {@link #found}: then it gives its room back. */
    boolean gaveRoomBack() {
        boolean over = look().stoppedAt().isPresent();
        if (over) {
            turn.end();
        }
        return over;
    }

    synchronized void forget() throws IOException {
        forgotten = true;
        record.delete(records);
    }

    /** The state of a task is read off its process, so a record that cannot be written costs no more than the time of its end. */
    private TaskRecord written(TaskRecord task) {
        try {
            task.write(records);
        } catch (IOException e) {
            LOG.warn("The end of task {} was not recorded", task.id(), e);
        }
        return task;
    }

    static Resource resource(TaskRecord task) {
        Optional<Instant> stopped = task.stoppedAt();
        if (stopped.isPresent()) {
            // How its container ended is not on record: only whoever waited for it knows.
            return resource(task, ResourceStage.SUCCEEDED, "STOPPED");
        }
        return task.isWaiting()
                ? resource(task, ResourceStage.STARTING, "PROVISIONING")
                : resource(task, ResourceStage.RUNNING, "RUNNING");
    }

    private static Resource resource(TaskRecord task, ResourceStage stage, String state) {
        return new Resource(ResourceKind.ECS_TASK, arn(task.id()), stage, state, "");
    }
}
