package sleeper.statestore.table;

import java.time.Duration;
import sleeper.core.table.TableName;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.util.NameNumbers;
import sleeper.statestore.util.Surroundings;

/** What the parts of a table's log work with. */
record LogAccess(
        TableName table,
        CommitLog log,
        LogReader reader,
        Bodies bodies,
        Inbox inbox,
        FileMetrics metrics,
        RequestCache cache,
        Rules rules,
        SnapshotSchedule schedule,
        Surroundings surroundings) {
    private static final int MILLIS_DIGITS = 13;
    private static final Duration LEAST_WAIT = Duration.ofMillis(2);
    private static final Duration MOST_WAIT = Duration.ofMillis(500);

    /** @return a new id that sorts about by time */
    String newRequestId() {
        return NameNumbers.padded(millis(), MILLIS_DIGITS) + "-"
                + surroundings.ids().get();
    }

    String newTransactionId() {
        return surroundings.ids().get();
    }

    long millis() {
        return surroundings.clock().millis();
    }

    void backOff(int tries) {
        surroundings.backOff(tries, LEAST_WAIT, MOST_WAIT);
    }
}
