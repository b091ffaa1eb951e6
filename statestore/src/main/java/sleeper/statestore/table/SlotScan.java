package sleeper.statestore.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.VersionTooOldException;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.log.Tombstone;

/**
 * Reads the slots of a log for one who checks it: page by page, and slot by slot where a page cannot be read, so that one damaged
 * slot hides no other. Ends before the first slot that a later version wrote. For one thread.
 */
final class SlotScan {
    /** Slots that one call reads. */
    static final int PAGE = 256;

    /** How far beyond the first empty slot it looks for entries that a lost slot would hide. */
    private static final int LOOK_BEYOND = 64;

    private final CommitLog log;
    private final List<LogRecord> records = new ArrayList<>();
    private final Map<Long, String> hashes = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<Fault> newer = new ArrayList<>();
    private long lastFilled;

    private SlotScan(CommitLog log) {
        this.log = log;
    }

    static SlotScan of(CommitLog log) {
        SlotScan scan = new SlotScan(log);
        scan.scan();
        return scan;
    }

    private void scan() {
        long slot = 1;
        while (slot <= lastFilled + LOOK_BEYOND && newer.isEmpty()) {
            Optional<List<LogRecord>> page = page(slot);
            if (page.isEmpty()) {
                for (long end = slot + PAGE; slot < end && newer.isEmpty(); slot++) {
                    readAlone(slot);
                }
            } else if (page.get().isEmpty()) {
                slot++;
            } else if (slot > lastFilled + 1 && isFilled(lastFilled + 1)) {
                // No slot was lost: writers went on meanwhile, and what they wrote is for another look.
                break;
            } else {
                page.get().forEach(this::add);
                slot = lastFilled + 1;
            }
        }
        for (long missing = 1; missing <= lastFilled; missing++) {
            if (!hashes.containsKey(missing)) {
                faults.add(Fault.of(ErrorCode.LOG_CORRUPT, "slot " + missing, "nothing", "an entry or its tombstone"));
            }
        }
    }

    /** @return the slots from the one given on; empty if one of them cannot be read */
    private Optional<List<LogRecord>> page(long slot) {
        try {
            return Optional.of(log.read(slot, slot + PAGE - 1));
        } catch (CorruptDataException | VersionTooOldException e) {
            return Optional.empty();
        }
    }

    private void readAlone(long slot) {
        try {
            log.read(slot, slot).forEach(this::add);
        } catch (CorruptDataException e) {
            lastFilled = slot;
            faults.addAll(e.faults());
            hashes.put(slot, "unreadable");
        } catch (VersionTooOldException e) {
            newer.addAll(e.faults());
        }
    }

    private void add(LogRecord record) {
        lastFilled = record.slot();
        records.add(record);
        hashes.put(record.slot(), record.hash());
    }

    /** @return whether a slot is filled, with whatever */
    boolean isFilled(long slot) {
        try {
            return !log.read(slot, slot).isEmpty();
        } catch (CorruptDataException | VersionTooOldException e) {
            return true;
        }
    }

    boolean isRetired(long slot) {
        try {
            return log.read(slot, slot).stream().anyMatch(Tombstone.class::isInstance);
        } catch (CorruptDataException | VersionTooOldException e) {
            return false;
        }
    }

    /** @return what could be read, in the order of the slots */
    List<LogRecord> records() {
        return records;
    }

    Optional<LogEntry> firstEntry() {
        return records.stream()
                .filter(LogEntry.class::isInstance)
                .map(LogEntry.class::cast)
                .findFirst();
    }

    /** @return the last slot that was read; 0 if none was */
    long head() {
        return records.isEmpty() ? 0 : records.get(records.size() - 1).slot();
    }

    /** @return the last retired slot; 0 for none */
    long retired() {
        return records.stream()
                .filter(Tombstone.class::isInstance)
                .mapToLong(LogRecord::slot)
                .max()
                .orElse(0);
    }

    /** @return hash of each filled slot; of one that cannot be read, something that is no hash */
    Map<Long, String> hashes() {
        return hashes;
    }

    /** @return what is damaged, or missing between others */
    List<Fault> faults() {
        return faults;
    }

    /** @return what a later version wrote into the slot at which this ended; none if it came to the log's end */
    List<Fault> newer() {
        return newer;
    }
}
