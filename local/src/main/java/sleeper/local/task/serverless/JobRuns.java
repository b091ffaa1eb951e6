package sleeper.local.task.serverless;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.resource.ResourceStage;
import sleeper.local.task.Awaited;
import sleeper.local.task.RecordBook;
import sleeper.local.task.RecordFolder;
import sleeper.local.task.ServiceFaults;
import sleeper.local.task.spark.OutlivingDrivers;
import sleeper.local.task.spark.SparkEnd;
import sleeper.local.task.spark.SparkRequest;
import sleeper.local.task.spark.SparkRun;
import sleeper.local.task.spark.SparkRunner;
import sleeper.local.task.spark.SparkStart;
import sleeper.stepfunctions.time.EventLoop;

/**
 * The job runs of an application: each is submitted, pending, and scheduled once the application has capacity for it; until then it is
 * queued, in the order in which they were asked for. Safe for use by many threads.
 */
final class JobRuns {
    static final Duration LISTED_AFTER_END = Duration.ofDays(60);

    private static final Logger LOG = LoggerFactory.getLogger(JobRuns.class);

    private final Application application;
    private final EventLoop loop;
    private final SparkRunner spark;
    private final Supplier<String> ids;
    private final RunTimes times;
    private final RecordBook<JobRun> all;
    private final Map<String, SparkRun> running = new HashMap<>();
    private final Awaited<JobRun> queued;
    private final Awaited<JobRun> begun;
    private final Awaited<JobRun> ended;
    private final Map<String, ServiceFaults.Fault> fates = new HashMap<>();
    private boolean closed;

    JobRuns(Application application, RecordFolder records, Serverless.World world) {
        this.application = application;
        this.all = new RecordBook<>(records);
        this.loop = world.loop();
        this.queued = new Awaited<>(loop);
        this.begun = new Awaited<>(loop);
        this.ended = new Awaited<>(loop);
        this.spark = world.spark();
        this.ids = world.ids();
        this.times = world.times();
    }

    /** Takes up what an earlier process has left: what ran was lost with it and runs again, once what outlived it has ended. */
    synchronized void open() throws IOException {
        Instant now = loop.clock().instant();
        all.load(JobRun::fromJson, run -> !run.state().isEnded() || !run.since().isBefore(now.minus(LISTED_AFTER_END)));
        for (JobRun run : all.all()) {
            OutlivingDrivers.end(run.process());
            if (run.state() == JobRunState.CANCELLING) {
                change(run.in(JobRunState.CANCELLED, run.details(), now));
            } else if (run.state() == JobRunState.RUNNING) {
                change(run.in(JobRunState.SCHEDULED, "It was lost with what ran it, and runs again", now));
            } else {
                planNext(run);
            }
        }
    }

    /** Starts a run, or gives the one of the same token. */
    synchronized JobRun start(JsonNode request, Optional<ServiceFaults.Fault> fate) throws IOException {
        String token = request.path("ClientToken").asText();
        Optional<JobRun> before = all.all().stream()
                .filter(run -> run.clientToken().equals(token))
                .findFirst();
        if (before.isPresent()) {
            if (!before.get().request().equals(request)) {
                throw ServerlessErrors.conflict("The client token '" + token + "' was used with another request.");
            }
            return before.get();
        }
        long number = all.nextNumber();
        // One that wants more than there is has all of it.
        Capacity needs = RunRequests.needs(request).atMost(application.maximumCapacity());
        JobRun run = JobRun.submitted(
                number, "000000000000" + ids.get(), request, needs, loop.clock().instant());
        JobRun unused = all.add(run);
        fate.ifPresent(found -> fates.put(run.id(), found));
        planNext(run);
        return run;
    }

    private void planNext(JobRun run) {
        if (fates.get(run.id()) instanceof ServiceFaults.Stuck) {
            return;
        }
        switch (run.state()) {
            case SUBMITTED -> later(run, times.submitted(), found -> move(found, JobRunState.PENDING, ""));
            case PENDING -> later(run, times.pending(), this::evaluate);
            case QUEUED -> loop.execute(this::scheduleQueued);
            case SCHEDULED -> later(run, times.scheduled(), this::begin);
            case RUNNING -> {
                if (run.timeoutMinutes() > 0) {
                    later(
                            run,
                            Duration.ofMinutes(run.timeoutMinutes()),
                            found -> cancel(
                                    found.id(), "Job run timed out after " + found.timeoutMinutes() + " minutes"));
                }
            }
            default -> {}
        }
    }

    /** Does something when a run has been in its state for so long, if it still is. */
    private void later(JobRun run, Duration after, Consumer<JobRun> action) {
        EventLoop.Timer unused = loop.schedule(run.since().plus(after), () -> {
            synchronized (this) {
                if (!closed && run.equals(all.get(run.id()))) {
                    action.accept(run);
                }
            }
        });
    }

    private void evaluate(JobRun run) {
        if (fates.remove(run.id()) instanceof ServiceFaults.FailStarting fate) {
            move(run, JobRunState.FAILED, fate.code() + ": " + fate.message());
        } else if (!RunRequests.driverNeeds(run.request()).fitsInto(application.maximumCapacity())) {
            move(
                    run,
                    JobRunState.FAILED,
                    "ApplicationMaxCapacityExceededException: Worker could not be allocated as the application has exceeded"
                            + " maximumCapacity settings.");
        } else {
            move(run, JobRunState.QUEUED, "Waiting for capacity of the application");
            scheduleQueued();
        }
    }

    /** What needs little does not overtake what needs more. */
    private synchronized void scheduleQueued() {
        if (closed) {
            return;
        }
        Capacity taken = all.all().stream()
                .filter(run -> run.state().hasCapacity())
                .map(JobRun::needs)
                .reduce(Capacity.NONE, Capacity::plus);
        for (JobRun run : all.all()) {
            if (run.state() == JobRunState.QUEUED) {
                taken = taken.plus(run.needs());
                if (!taken.fitsInto(application.maximumCapacity())) {
                    return;
                }
                move(run, JobRunState.SCHEDULED, "");
            }
        }
    }

    private void begin(JobRun run) {
        SparkRun started = spark.run(new SparkRequest(
                ids.get(), application.version(), JobRun.sparkSubmit(run.request()), RunRequests.UNSAID));
        running.put(run.id(), started);
        CompletableFuture<Void> unusedQueued = started.queued().thenRun(() -> queuedNow(run.id()));
        CompletableFuture<Void> unused = started.begun().thenAccept(start -> began(run.id(), started, start));
        CompletableFuture<Void> unusedEnd = started.ended().thenAccept(end -> ended(run.id(), started, end));
    }

    private synchronized void queuedNow(String id) {
        queued.come(id, all.get(id));
    }

    private synchronized void began(String id, SparkRun started, SparkStart start) {
        JobRun run = all.get(id);
        if (!closed && running.get(id) == started && run.state() == JobRunState.SCHEDULED) {
            change(run.running(start, loop.clock().instant()));
        }
    }

    /** When these services close, their drivers end with them, and that is not how a run ended. */
    private synchronized void ended(String id, SparkRun started, SparkEnd end) {
        if (closed || !running.remove(id, started)) {
            return;
        }
        JobRun run = all.get(id);
        if (run.state() == JobRunState.CANCELLING) {
            move(run, JobRunState.CANCELLED, run.details());
        } else if (end.succeeded()) {
            move(run, JobRunState.SUCCESS, "");
        } else {
            move(
                    run,
                    JobRunState.FAILED,
                    "Job failed, please check complete logs in " + run.log() + ". " + end.words());
        }
    }

    /**
     * {@code CancelJobRun}.
     *
     * @return whether it was still to end
     */
    synchronized boolean cancel(String id, String reason) {
        JobRun run = all.get(id);
        if (run.state().isEnded()) {
            return false;
        }
        if (run.state() != JobRunState.CANCELLING) {
            LOG.info("Job run {} is cancelled: {}", id, reason);
            Optional<SparkRun> started = Optional.ofNullable(running.get(id));
            move(run, started.isPresent() ? JobRunState.CANCELLING : JobRunState.CANCELLED, reason);
            started.ifPresent(SparkRun::stop);
        }
        return true;
    }

    private void move(JobRun run, JobRunState now, String details) {
        change(run.in(now, details, loop.clock().instant()));
    }

    private void change(JobRun now) {
        all.put(now);
        planNext(now);
        if (now.state().stage() != ResourceStage.STARTING) {
            begun.come(now.id(), now);
        }
        if (now.state().isEnded()) {
            queued.come(now.id(), now);
            ended.come(now.id(), now);
            loop.execute(this::scheduleQueued);
        }
    }

    /** @return completes when it waits for room on this machine, or has ended; never, if it need not wait */
    synchronized CompletableFuture<JobRun> whenQueued(String id) {
        JobRun run = all.get(id);
        SparkRun started = running.get(id);
        boolean waits = started != null && started.queued().isDone();
        return queued.of(id, run, waits || run.state().isEnded());
    }

    /** @return completes when it has begun to run, or will not */
    synchronized CompletableFuture<JobRun> begun(String id) {
        JobRun run = all.get(id);
        return begun.of(id, run, run.state().stage() != ResourceStage.STARTING);
    }

    synchronized CompletableFuture<JobRun> ended(String id) {
        JobRun run = all.get(id);
        return ended.of(id, run, run.state().isEnded());
    }

    synchronized Optional<JobRun> find(String id) {
        return all.find(id);
    }

    synchronized List<JobRun> all() {
        return all.all();
    }

    synchronized void close() {
        closed = true;
    }
}
