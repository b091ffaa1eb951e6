package sleeper.lambda.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.Faults;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.JobStatus;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.IngestSettings.DuplicateFiles;
import sleeper.core.settings.Settings;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.job.JobHistory;

/** Files of a job that other jobs have loaded into the table, or are loading. Safe for use by many threads. */
public final class EarlierLoads {
    private static final int MOST_WARNINGS = 100;

    private final InstanceStores stores;
    private final JobHistory history;

    public EarlierLoads(InstanceStores stores) {
        this.stores = stores;
        this.history = new JobHistory(stores.jobs(), stores.tables());
    }

    /**
     * Registers the plan's files, so that later jobs find this one, and looks for others that did.
     *
     * @param faults receives DUPLICATE_FILE where the instance refuses such jobs
     * @return warnings, in sentences, where it allows them
     */
    public List<String> register(JobPlan plan, Faults faults) {
        return tell(
                plan,
                stores.jobs()
                        .registerInputs(
                                plan.table(), plan.inputs(), plan.attempt().jobId()),
                faults);
    }

    /** As {@link #register}, for a plan that is only looked at: nothing is written. */
    public List<String> find(JobPlan plan, Faults faults) {
        return tell(
                plan,
                stores.jobs()
                        .jobsWithInputs(
                                plan.table(), plan.inputs(), plan.attempt().jobId()),
                faults);
    }

    private List<String> tell(JobPlan plan, Map<InputFile, List<JobId>> others, Faults faults) {
        boolean reject = Settings.ofMap(plan.settings()).get(IngestSettings.DUPLICATE_FILES) == DuplicateFiles.REJECT;
        List<String> warnings = new ArrayList<>();
        Map<JobId, Boolean> loaders = new HashMap<>();
        for (InputFile input : plan.inputs()) {
            for (JobId other : others.getOrDefault(input, List.of())) {
                if (!loaders.computeIfAbsent(other, this::mayHaveLoaded)) {
                    continue;
                }
                if (reject) {
                    faults.add(new Fault(
                            ErrorCode.DUPLICATE_FILE,
                            "file " + input.path(),
                            "the same file in job '" + other + "'",
                            "files that no other job loads",
                            "Leave the file out, or have the operator set " + IngestSettings.DUPLICATE_FILES.name()
                                    + " to warn.",
                            FaultLocation.ofFile(input.path().toString())));
                } else if (warnings.size() < MOST_WARNINGS) {
                    warnings.add(
                            "File " + input.path() + " is in job '" + other + "' too; its rows will be there twice.");
                }
            }
        }
        return warnings;
    }

    private boolean mayHaveLoaded(JobId other) {
        return history.find(other)
                .map(view -> !view.status().isEnded() || view.status() == JobStatus.COMMITTED)
                .orElse(false);
    }
}
