package sleeper.faults;

import java.util.List;
import java.util.stream.Collectors;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.log.Tombstone;
import sleeper.statestore.util.Sha256;

/** Each use of a commit log. */
public final class LogPlays {
    private static final int ENTRIES = 3;
    private static final int ALL = 100;

    private LogPlays() {}

    public static List<Play> of(Place.Places<CommitLog> places) {
        return List.of(
                new Play("append", impatient -> new Append(places.open(impatient), false)),
                new Play("append to a slot that another has", impatient -> new Append(places.open(impatient), true)),
                new Play("read of entries", impatient -> new Read(places.open(impatient))),
                new Play("retire", impatient -> new Retire(places.open(impatient))));
    }

    private static LogEntry entry(long slot, String transaction) {
        return LogEntry.of(slot, transaction, Sha256.ZERO, 0, new byte[] {'1'});
    }

    /** A log with three entries. */
    private abstract static class InLog implements Scenario {
        private final Place<CommitLog> at;

        InLog(Place<CommitLog> at) {
            this.at = at;
            for (int slot = 1; slot <= ENTRIES; slot++) {
                append(at.unhindered(), entry(slot, "e" + slot));
            }
        }

        static void append(CommitLog log, LogEntry entry) {
            if (!(log.append(entry) instanceof AppendResult.Won)) {
                throw new IllegalStateException("No place for " + entry.transactionId());
            }
        }

        CommitLog faulty() {
            return at.faulty();
        }

        CommitLog unhindered() {
            return at.unhindered();
        }

        @Override
        public String truth() {
            return words(at.unhindered().read(1, ALL));
        }

        static String words(List<LogRecord> records) {
            return records.stream()
                    .map(record -> (record instanceof Tombstone ? "tombstone of " : "") + record.transactionId())
                    .collect(Collectors.joining(", ", "[", "]"));
        }

        @Override
        public String place() {
            return at.words();
        }
    }

    private static final class Append extends InLog {
        private final boolean isTaken;

        Append(Place<CommitLog> at, boolean isTaken) {
            super(at);
            this.isTaken = isTaken;
            if (isTaken) {
                another();
            }
        }

        /** A try before may have been done: who appends compares transactions. */
        @Override
        public Outcome act() {
            AppendResult result = faulty().append(entry(ENTRIES + 1, "ours"));
            if (result instanceof AppendResult.Occupied occupied) {
                return occupied.existing().transactionId().equals("ours") ? Outcome.DONE : Outcome.REFUSED;
            }
            return result instanceof AppendResult.Won ? Outcome.DONE : Outcome.UNKNOWN;
        }

        @Override
        public boolean hasAnother() {
            return !isTaken;
        }

        @Override
        public void another() {
            append(unhindered(), entry(ENTRIES + 1, "another's"));
        }
    }

    private static final class Read extends InLog {
        Read(Place<CommitLog> at) {
            super(at);
        }

        @Override
        public Outcome act() {
            String read = words(faulty().read(1, ALL));
            if (!read.equals(truth())) {
                throw new AssertionError("read " + read);
            }
            return Outcome.DONE;
        }
    }

    private static final class Retire extends InLog {
        Retire(Place<CommitLog> at) {
            super(at);
        }

        @Override
        public Outcome act() {
            faulty().retire(ENTRIES - 1);
            return Outcome.DONE;
        }

        /** Slots are retired one by one, from the first on. */
        @Override
        public boolean isPart(String truth) {
            return truth.equals("[tombstone of e1, e2, e3]");
        }

        @Override
        public boolean hasAnother() {
            return true;
        }

        @Override
        public void another() {
            unhindered().retire(ENTRIES - 1);
        }
    }
}
