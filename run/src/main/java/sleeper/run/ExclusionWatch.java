package sleeper.run;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.Settings;
import sleeper.statestore.table.JobState;
import sleeper.statestore.table.TableLog;

/** Looks now and then whether the log has decided against a running attempt, and then stops the run. */
public final class ExclusionWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ExclusionWatch.class);

    private final TableLog log;
    private final AttemptId attempt;
    private final StopSignal stop;

    public ExclusionWatch(TableLog log, AttemptId attempt, StopSignal stop) {
        this.log = log;
        this.attempt = attempt;
        this.stop = stop;
    }

    /** Looks once now, and then again after each interval that the settings give. */
    public void start(Settings settings, RunTimer timer) {
        decided().ifPresent(stop::raise);
        timer.every(settings.get(IngestSettings.EXCLUSION_POLL), this::look);
    }

    /** A look that fails, in whatever way, is only missed: there is another after it, and the commit asks the log again. */
    private void look() {
        try {
            decided().ifPresent(stop::raise);
        } catch (RuntimeException e) {
            LOG.warn("The log could not be read: {}", e.toString());
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
                    .map(reason -> superseded("the attempt was given up: " + withoutPeriod(reason.text())));
        });
    }

    /** A reason may be sentences, and is followed by what is allowed. */
    private static String withoutPeriod(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private Fault superseded(String found) {
        return Fault.of(ErrorCode.SUPERSEDED, "attempt " + attempt, found, "an attempt that may still commit");
    }
}
