package sleeper.local.task.ecs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.local.task.AwsNames;
import sleeper.local.task.ChildJvm;
import sleeper.statestore.file.OwnerOnly;

/**
 * The tasks of the one ECS cluster there is: child JVMs, and a record of each in a folder. A task that outlived the process which
 * started it is found by the next one, by what it was started by, and can be stopped. As on ECS, a task that has stopped is listed
 * for an hour, here from when that was first seen. Safe for use by many threads.
 */
public final class EcsTasks implements ResourceService {
    static final Duration LISTED_AFTER_STOP = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(EcsTasks.class);

    private final Path records;
    private final ChildJvm children;
    private final Supplier<String> ids;
    private final InstantSource clock;
    private final Map<String, TaskRecord> tasks = new ConcurrentSkipListMap<>();

    private EcsTasks(Path records, ChildJvm children, Supplier<String> ids, InstantSource clock) {
        this.records = records;
        this.children = children;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Opens the cluster with the tasks that are kept in a folder; makes the folder if it is not there.
     *
     * @param children starts the containers' processes
     * @param ids      makes the last part of a task's ARN, other than any before
     */
    public static EcsTasks open(Path records, ChildJvm children, Supplier<String> ids, InstantSource clock)
            throws IOException {
        EcsTasks opened = new EcsTasks(OwnerOnly.createDirectories(records), children, ids, clock);
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
            tasks.put(arn(task.get()), task.get());
        } else {
            task.get().delete(records);
        }
    }

    /** A task that was started. */
    record Started(String arn, Process process) {}

    /**
     * Starts a task. It is on record before it runs; one that cannot be started, or not put on record, leaves no record and no process.
     *
     * @param startedBy what it is found by; may be empty
     * @param logName   makes the name of its log file, without suffix, from the task's id
     */
    Started run(String startedBy, String mainClass, List<String> arguments, Path logs, String logName)
            throws IOException {
        forgetWhatIsListedNoMore();
        TaskRecord asked = new TaskRecord(ids.get(), startedBy, 0, Optional.empty(), Optional.empty());
        keep(asked);
        Process process;
        try {
            process = children.start(mainClass, arguments, logs.resolve(logName + "-" + asked.id() + ".log"));
        } catch (IOException e) {
            forget(asked);
            throw e;
        }
        TaskRecord running = asked.running(process.toHandle());
        try {
            keep(running);
        } catch (IOException e) {
            // Whoever asked is told that there is no task: nobody would end it.
            process.destroyForcibly();
            forget(asked);
            throw e;
        }
        return new Started(arn(running), process);
    }

    private void forgetWhatIsListedNoMore() throws IOException {
        for (TaskRecord task : List.copyOf(tasks.values())) {
            if (listed(task).isEmpty()) {
                forget(task);
            }
        }
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.ECS_TASK;
    }

    /** {@code ListTasks} by {@code startedBy}, of what runs and of what has stopped. */
    @Override
    public List<Resource> find(AttemptId attempt) {
        return tasks.values().stream()
                .filter(task -> task.startedBy().equals(attempt.executionName()))
                .flatMap(task -> listed(task).stream())
                .map(EcsTasks::resource)
                .toList();
    }

    /** {@code DescribeTasks}. */
    @Override
    public Optional<Resource> describe(String arn) {
        return Optional.ofNullable(tasks.get(arn)).flatMap(this::listed).map(EcsTasks::resource);
    }

    /** {@code StopTask}: the process is asked to end, and ended if it does not. */
    @Override
    public void end(String arn, String reason) {
        Optional.ofNullable(tasks.get(arn)).flatMap(TaskRecord::process).ifPresent(process -> {
            LOG.info("Task {} is stopped: {}", arn, reason);
            ChildJvm.stop(process);
        });
    }

    private boolean isListed(TaskRecord task) {
        return task.stoppedAt()
                .filter(at -> at.isBefore(clock.instant().minus(LISTED_AFTER_STOP)))
                .isEmpty();
    }

    /** @return the task as it is now, if it is listed still; that it has stopped is recorded when it is first seen */
    private Optional<TaskRecord> listed(TaskRecord task) {
        TaskRecord now = tasks.computeIfPresent(
                arn(task), (arn, last) -> last.hasJustStopped() ? written(last.stopped(clock.instant())) : last);
        // Another may have forgotten it meanwhile.
        return Optional.ofNullable(now).filter(this::isListed);
    }

    private void forget(TaskRecord task) throws IOException {
        task.delete(records);
        tasks.remove(arn(task));
    }

    private void keep(TaskRecord task) throws IOException {
        task.write(records);
        tasks.put(arn(task), task);
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

    private static Resource resource(TaskRecord task) {
        boolean stopped = task.stoppedAt().isPresent();
        return new Resource(ResourceKind.ECS_TASK, arn(task), stopped, stopped ? "STOPPED" : "RUNNING");
    }

    private static String arn(TaskRecord task) {
        return AwsNames.arn("ecs", "task/" + task.id());
    }
}
