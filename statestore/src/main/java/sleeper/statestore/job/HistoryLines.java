package sleeper.statestore.job;

import java.util.List;
import sleeper.core.job.JobId;
import sleeper.statestore.util.NameNumbers;

/** The lines of jobs' histories, each an object named by its time. */
final class HistoryLines {
    private static final String FOLDER = "history/";
    private static final int MILLIS_DIGITS = 13;

    private final Records records;

    HistoryLines(Records records) {
        this.records = records;
    }

    void add(JobId job, String text) {
        HistoryLine line = new HistoryLine(records.now(), text);
        String name = NameNumbers.padded(line.at().toEpochMilli(), MILLIS_DIGITS) + "-"
                + records.surroundings().ids().get();
        records.putFirst(FOLDER + job + "/" + name, JobRecords.encode(line));
    }

    /** @return the lines of a job, oldest first */
    List<HistoryLine> of(JobId job) {
        return records.readAll(records.objects().list(FOLDER + job), JobRecords::historyLine);
    }
}
