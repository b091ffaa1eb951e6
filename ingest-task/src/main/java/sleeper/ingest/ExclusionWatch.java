package sleeper.ingest;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.core.job.AttemptId;
import sleeper.statestore.table.JobState;
import sleeper.statestore.table.TableLog;

/** Looks now and then whether the log has decided against a running attempt, and then stops the run. */
final class ExclusionWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExclusionWatch.class);

    private final TableLog log;
    private final AttemptId attempt;
    private final StopSignal stop;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "exclusion-watch");
        thread.setDaemon(true);
        return thread;
    });

    ExclusionWatch(TableLog log, AttemptId attempt, StopSignal stop) {
        this.log = log;
        this.attempt = attempt;
        this.stop = stop;
    }

    /** Looks once now, and then again after each interval. */
    void start(Duration interval) {
        decided().ifPresent(stop::raise);
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(
                this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A look that fails is only missed: the commit asks the log again. */
    private void look() {
        try {
            decided().ifPresent(stop::raise);
        } catch (SleeperException e) {
            LOG.warn("The log could not be read: {}", e.getMessage());
        }
    }

    private Optional<Fault> decided() {
        return log.state().job(attempt.jobId()).flatMap(job -> {
            if (job.committed().isPresent()) {
                return Optional.of(superseded("the job is committed by attempt "
                        + job.committed().get().attempt()));
            }
            return job.exclusionOf(attempt.number())
                    .map(JobState.Exclusion::reason)
                    .map(reason -> superseded("the attempt was given up: " + reason.text()));
        });
    }

    private Fault superseded(String found) {
        return Fault.of(ErrorCode.SUPERSEDED, "attempt " + attempt, found, "an attempt that may still commit");
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
