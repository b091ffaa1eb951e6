package sleeper.statestore.job;

import java.util.List;
import java.util.Map;
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

    /** Adds a line, unless one of its text is there. */
    void add(JobId job, HistoryLine.Kind kind, Map<String, String> fields, String text) {
        if (of(job).stream().anyMatch(known -> known.text().equals(text))) {
            return;
        }
        HistoryLine line = new HistoryLine(records.now(), kind, fields, text);
        String name = NameNumbers.padded(line.at().toEpochMilli(), MILLIS_DIGITS) + "-"
                + records.surroundings().ids().get();
        records.putFirst(FOLDER + job + "/" + name, JobRecords.encode(line));
    }

    /** @return the lines of a job, oldest first */
    List<HistoryLine> of(JobId job) {
        return records.readAll(records.objects().list(FOLDER + job), JobRecords::historyLine);
    }
}
