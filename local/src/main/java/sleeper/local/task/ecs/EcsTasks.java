package sleeper.local.task.ecs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.local.task.ChildJvm;
import sleeper.local.task.Held;
import sleeper.local.task.TaskLogName;
import sleeper.local.task.Turns;
import sleeper.statestore.file.OwnerOnly;

/**
 * The tasks of the one ECS cluster there is: child JVMs, and a record of each in a folder. A task that outlived the process which
 * started it is found by the next one, by its group, and can be stopped. So many run at once as there are turns for; the
 * others wait, PROVISIONING, in the order in which they were asked for. As on ECS, a task that has stopped is listed for an hour, here
 * from when that was first seen. Safe for use by many threads.
 */
public final class EcsTasks implements ResourceService {
    static final Duration LISTED_AFTER_STOP = Duration.ofHours(1);

    /** How often it is looked whether a task that another process started has ended: its end cannot be waited for. */
    private static final Duration LOOK_AFTER_FOUND_TASKS = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(EcsTasks.class);

    private final Path records;
    private final ChildJvm children;
    private final Turns turns;
    private final Supplier<String> ids;
    private final InstantSource clock;
    private final Map<String, EcsTask> tasks = new ConcurrentSkipListMap<>();

    private EcsTasks(Path records, ChildJvm children, Turns turns, Supplier<String> ids, InstantSource clock) {
        this.records = records;
        this.children = children;
        this.turns = turns;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Opens the cluster with the tasks that are kept in a folder; makes the folder if it is not there.
     *
     * @param children starts the containers' processes
     * @param turns    how much may run at once on this machine; a task takes one place, also one that an earlier process started
     * @param ids      makes the last part of a task's ARN, other than any before
     */
    public static EcsTasks open(Path records, ChildJvm children, Turns turns, Supplier<String> ids, InstantSource clock)
            throws IOException {
        EcsTasks opened = new EcsTasks(OwnerOnly.createDirectories(records), children, turns, ids, clock);
        try (Stream<Path> files = Files.list(records)) {
            for (Path file : files.filter(TaskRecord::isFile).toList()) {
                opened.load(file);
            }
        }
        return opened;
    }

    /** Records are not forced to the disk: one that a loss of power cut off is of a task that was lost with it. */
    private void load(Path file) throws IOException {
        Optional<TaskRecord> task = TaskRecord.read(file).map(found -> found.orphaned(clock.instant()));
        if (task.isEmpty()) {
            LOG.warn("The record {} of an ECS task cannot be read; the task is not listed", file);
        } else if (isListed(task.get())) {
            EcsTask found = EcsTask.found(records, clock, task.get(), turns);
            tasks.put(found.arn(), found);
            waitForEnd(found);
        } else {
            task.get().delete(records);
        }
    }

    private static void waitForEnd(EcsTask found) {
        if (!found.gaveRoomBack()) {
            CompletableFuture.delayedExecutor(LOOK_AFTER_FOUND_TASKS.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> waitForEnd(found));
        }
    }

    /**
     * Asks for a task, which begins when it is its turn. It is on record before it runs; one that cannot be started, or not put on record,
     * leaves no record and no process.
     *
     * @param group what it is found by; may be empty
     * @param logs  folder of its log file
     * @return the task; whether it could be started is known when it has begun
     * @throws IOException if it cannot be put on record
     */
    EcsTask run(String group, String mainClass, List<String> arguments, Path logs) throws IOException {
        forgetWhatIsListedNoMore();
        TaskRecord asked = new TaskRecord(ids.get(), group, 0, Optional.empty(), Optional.empty());
        Path log = logs.resolve(TaskLogName.of(arguments, asked.id()));
        EcsTask task = EcsTask.asked(records, clock, asked, turns, () -> children.start(mainClass, arguments, log));
        tasks.put(task.arn(), task);
        var unused = task.begun().whenComplete((running, failure) -> {
            if (failure != null) {
                forgetUnstarted(task);
            }
        });
        task.askForTurn();
        return task;
    }

    private void forgetUnstarted(EcsTask task) {
        try {
            forget(task);
        } catch (IOException e) {
            LOG.warn("The record of task {}, which could not be started, was not deleted", task.arn(), e);
        }
    }

    private void forgetWhatIsListedNoMore() throws IOException {
        for (EcsTask task : List.copyOf(tasks.values())) {
            if (!isListed(task.look())) {
                forget(task);
            }
        }
    }

    /** @return what a folder's records hold, whichever process keeps them */
    public static List<Held> held(Path records) throws IOException {
        if (!Files.isDirectory(records)) {
            return List.of();
        }
        List<Held> held = new ArrayList<>();
        try (Stream<Path> files = Files.list(records)) {
            for (Path file : files.filter(TaskRecord::isFile).toList()) {
                held.addAll(heldBy(file).stream().toList());
            }
        }
        return held;
    }

    private static Optional<Held> heldBy(Path file) throws IOException {
        try {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            return TaskRecord.read(file).map(task -> {
                TaskRecord now = task.hasJustStopped() ? task.stopped(written) : task;
                Instant since = now.stoppedAt().or(now::bornAt).orElse(written);
                return new Held(EcsTask.resource(now), now.group(), "", "", since, false);
            });
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.ECS_TASK;
    }

    /** {@code ListTasks} and {@code DescribeTasks}, by the group, of what waits for its turn, what runs and what has stopped. */
    @Override
    public List<Resource> find(AttemptId attempt) {
        return tasks.values().stream()
                .filter(task -> task.record().group().equals(attempt.executionName()))
                .flatMap(task -> listed(task).stream())
                .toList();
    }

    /** {@code DescribeTasks}. */
    @Override
    public Optional<Resource> describe(String arn) {
        return Optional.ofNullable(tasks.get(arn)).flatMap(this::listed);
    }

    /** {@code StopTask}: one that waits leaves the queue at once; the process of one that runs is asked to end, and ended if it does not. */
    @Override
    public void end(String arn, String reason) {
        Optional.ofNullable(tasks.get(arn)).ifPresent(task -> task.stop(reason));
    }

    private Optional<Resource> listed(EcsTask task) {
        return Optional.of(task.look()).filter(this::isListed).map(EcsTask::resource);
    }

    private boolean isListed(TaskRecord task) {
        return task.stoppedAt()
                .filter(at -> at.isBefore(clock.instant().minus(LISTED_AFTER_STOP)))
                .isEmpty();
    }

    private void forget(EcsTask task) throws IOException {
        task.forget();
        tasks.remove(task.arn());
    }
}
