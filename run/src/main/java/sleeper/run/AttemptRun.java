package sleeper.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.DiskSpace;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.Manifest;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.Settings;
import sleeper.core.table.DataFile;
import sleeper.core.table.WrittenFile;
import sleeper.core.util.FailureWords;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.util.Surroundings;

/**
 * One run of an attempt: has an engine sort the planned files into files of the run's own, then puts the attempt's manifest.
 * Everything before the manifest can be repeated by another run, and nothing is visible before the manifest is committed.
 */
public final class AttemptRun {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptRun.class);

    private final InstanceStores stores;
    private final AttemptId attempt;
    private final Surroundings surroundings;
    private final StopSignal stop;
    private final Engine engine;
    private final RunTimer timer;
    private boolean foundNoRoom;
    private boolean isAskedFor = true;

    /** @param timer has the watch and the time-out; whoever made it closes it after the run */
    public AttemptRun(
            InstanceStores stores,
            AttemptId attempt,
            Surroundings surroundings,
            StopSignal stop,
            Engine engine,
            RunTimer timer) {
        this.stores = stores;
        this.attempt = attempt;
        this.surroundings = surroundings;
        this.stop = stop;
        this.engine = engine;
        this.timer = timer;
    }

    /**
     * Runs the attempt.
     *
     * @return whether the attempt has a manifest now; if not, the faults are in the job store, unless the process was asked to
     *     stop: whoever asked knows why, and may have the attempt run again. Of an attempt that nobody asked for nothing is stored:
     *     there may be one of its name later
     */
    public boolean run() {
        try {
            JobPlan plan = stores.jobs().plan(attempt).orElseThrow(this::noPlan);
            if (stores.jobs().manifest(attempt).isPresent()) {
                LOG.info("Another run of {} was first", attempt);
                return true;
            }
            Manifest manifest = sortAndPut(plan);
            LOG.info(
                    "Attempt {} has manifest {} with {} files",
                    attempt,
                    manifest.runId(),
                    manifest.files().size());
            return true;
        } catch (SleeperException e) {
            LOG.error("{}", e.getMessage());
            LOG.debug("It was thrown here", e);
            recordFailure(e.faults());
            return false;
        } catch (OutOfMemoryError e) {
            recordFailure(List.of(
                    Fault.of(ErrorCode.OUT_OF_MEMORY, engine.name(), String.valueOf(e.getMessage()), "a larger heap")));
            return false;
        } catch (RuntimeException | Error e) {
            LOG.error("The run failed", e);
            ErrorCode code = DiskSpace.isExhausted(e) ? ErrorCode.DISK_FULL : ErrorCode.INTERNAL;
            recordFailure(List.of(Fault.of(code, engine.name(), FailureWords.of(e), "")));
            return false;
        }
    }

    /** @return whether the run failed for want of room, so that its faults may not be in the job store */
    public boolean foundNoRoom() {
        return foundNoRoom;
    }

    private Manifest sortAndPut(JobPlan plan) {
        Settings settings = Settings.ofMap(plan.settings());
        TableLog log = stores.tables().log(plan.table());
        String runId = surroundings.ids().get();
        new ExclusionWatch(log, attempt, stop).start(settings, timer);
        Duration timeout = settings.get(IngestSettings.TASK_TIMEOUT);
        timer.after(timeout, () -> stop.raise(timedOut(timeout)));
        Path spill = SpillFolder.require(attempt);
        stop.check();
        List<WrittenFile> written =
                engine.sort(new Work(plan, stores, log.storage().location(), runId, spill, stop));
        List<DataFile> files = WrittenFile.files(written);
        Manifest own = new Manifest(attempt, runId, files);
        RunMetrics.put(log, own, written);
        Manifest manifest = stores.jobs().putManifest(own);
        if (!manifest.runId().equals(runId)) {
            // The attempt can only commit with the manifest that it has, and that will never name these.
            RunFiles.of(log.storage()).delete(files);
        }
        return manifest;
    }

    private Fault timedOut(Duration timeout) {
        return Fault.of(
                ErrorCode.TIMED_OUT,
                engine.name(),
                "no end after " + timeout.toSeconds() + " seconds",
                "the time that " + IngestSettings.TASK_TIMEOUT.name() + " gives");
    }

    private SleeperException noPlan() {
        isAskedFor = stores.jobs().attempt(attempt).isPresent();
        if (!isAskedFor) {
            return new InvalidRequestException(
                    "Attempt " + attempt + " was not run.",
                    List.of(new Fault(
                            ErrorCode.UNKNOWN_JOB,
                            "attempt " + attempt,
                            "no attempt of this name in the instance",
                            "an attempt that was asked for",
                            "Check job and attempt, and which instance this is: 'sleeper jobs' shows what it has.")));
        }
        return new TransientFailureException(
                "Attempt " + attempt + " was not run.",
                List.of(Fault.of(
                        ErrorCode.INTERNAL, "attempt " + attempt, "no plan", "a plan that validation stored")));
    }

    /** The first that is stored stays, so that nothing is stored that may be over when the attempt runs again. */
    private void recordFailure(List<Fault> faults) {
        foundNoRoom = faults.get(0).code() == ErrorCode.DISK_FULL;
        if (stop.isAsked() || !isAskedFor) {
            return;
        }
        try {
            stores.jobs().recordFailure(attempt, faults);
        } catch (SleeperException e) {
            LOG.error("The faults could not be recorded", e);
        }
    }
}
