package sleeper.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.Faults;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.JobId;
import sleeper.core.settings.Settings;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.CheckedSettings;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.TableState.LiveTable;

/**
 * What a program names for its rows, checked: the job and the table, with the table's settings.
 *
 * @param log of the table
 */
record RecordTarget(JobId job, LiveTable table, TableLog log, Settings settings) {
    /** @throws InvalidRequestException with all faults of the names and of the properties */
    static RecordTarget require(InstanceStores stores, String table, String jobId) {
        Faults faults = new Faults();
        checkJobId(stores, jobId, faults);
        Settings settings = Settings.ofInstance(Map.of());
        Optional<TableState> state = Optional.empty();
        try {
            state = Optional.of(stores.tables().require(table));
            settings = settings(stores, new TableName(table), faults);
        } catch (InvalidRequestException e) {
            faults.addAll(e.faults());
        }
        faults.throwIfAny("Table '" + table + "' was not opened for job '" + jobId + "'.");
        LiveTable live = state.flatMap(TableState::table).orElseThrow();
        return new RecordTarget(new JobId(jobId), live, stores.tables().log(new TableName(table)), settings);
    }

    private static void checkJobId(InstanceStores stores, String jobId, Faults faults) {
        if (!JobId.isValid(jobId)) {
            faults.add(ErrorCode.BAD_ID, "the job id", "'" + jobId + "'", "1 to 63 characters of A-Z a-z 0-9 _ -");
        } else if (!JobId.mayBeNew(jobId) && stores.jobs().job(new JobId(jobId)).isEmpty()) {
            faults.add(
                    ErrorCode.BAD_ID,
                    "the job id",
                    "'" + jobId + "'",
                    "an id whose first character is a letter, a digit or '_'");
        }
    }

    private static Settings settings(InstanceStores stores, TableName table, Faults into) {
        List<Fault> faults = new ArrayList<>();
        Settings settings = new CheckedSettings(stores).read(table, faults);
        into.addAll(faults);
        return settings;
    }
}
