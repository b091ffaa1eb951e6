package sleeper.run;

import java.nio.file.Path;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.TableLocation;
import sleeper.core.settings.Settings;
import sleeper.core.util.Require;
import sleeper.statestore.instance.InstanceStores;

/**
 * What an engine is given to do.
 *
 * @param plan     what validation decided; the attempt is its
 * @param stores   where input files are read and the table's are written
 * @param location where the table's files lie
 * @param runId    part of the files' names, unique to this run; letters and digits
 * @param spill    folder for rows beyond the memory budget; shared, and nobody tidies up there: files in it are unlinked once open
 * @param stop     says when to stop
 */
public record Work(
        JobPlan plan, InstanceStores stores, TableLocation location, String runId, Path spill, StopSignal stop) {
    public Work {
        Require.notNull("plan", plan);
        Require.notNull("stores", stores);
        Require.notNull("location", location);
        Require.notBlank("runId", runId);
        Require.notNull("spill", spill);
        Require.notNull("stop", stop);
    }

    public AttemptId attempt() {
        return plan.attempt();
    }

    /** @return the settings that the plan has fixed */
    public Settings settings() {
        return Settings.ofMap(plan.settings());
    }
}
