package sleeper.statestore.table;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sleeper.statestore.log.LogEntry;

/**
 * Says whose turn it is to write a snapshot. It follows from the log and the newest snapshot alone, so that processes agree
 * without asking each other: a snapshot is due {@link #ENTRIES} entries, or {@link #AGE}, after the newest one, and the writer of
 * the entry that makes it due writes it. If that writer dies first, the turn passes on: to the writer of the entry a tenth of the
 * entries later, or to that of the first entry a tenth of the time later, and so on until there is a snapshot. Safe for use by
 * many threads.
 *
 * <p>A process learns of others' snapshots when it looks, which it does when one seems due and it wrote the entry.
 */
final class SnapshotSchedule {
    /** Entries after which a snapshot is due. */
    static final long ENTRIES = 200;

    /** Time after which a snapshot is due, if there was an entry at all. */
    static final Duration AGE = Duration.ofSeconds(60);

    private static final int TURNS = 10;
    private static final int TIMES_KEPT = 1_024;

    private final long entries;
    private final TreeMap<Long, Long> millisBySlot = new TreeMap<>();
    private long newestSlot;
    private long lookedAtSlot;
    private String ownHash = "";
    private Optional<TableState> own = Optional.empty();

    /** @param entries in place of {@link #ENTRIES} */
    SnapshotSchedule(long entries) {
        this.entries = entries;
    }

    /** A snapshot is there. */
    synchronized void written(long slot) {
        newestSlot = Math.max(newestSlot, slot);
    }

    /** When the entry of a slot was written, by its own word. */
    synchronized void time(long slot, long atMillis) {
        millisBySlot.put(slot, atMillis);
        if (millisBySlot.size() > TIMES_KEPT) {
            millisBySlot.pollFirstEntry();
        }
    }

    /** This process is about to append an entry. */
    synchronized void appending(LogEntry entry) {
        ownHash = entry.hash();
        own = Optional.empty();
    }

    /** An entry was applied. */
    synchronized void applied(LogEntry entry, TableState state, boolean ofAnyProcess) {
        time(entry.slot(), entry.atMillis());
        if (ofAnyProcess || entry.hash().equals(ownHash)) {
            own = Optional.of(state);
        }
    }

    /** @return the state after the entry that this process has appended, if a snapshot of it may be due; asked once */
    synchronized Optional<TableState> takeOwn() {
        Optional<TableState> taken = own.filter(state -> isDue(state.slot()))
                .filter(state -> isTurn(state.slot()) || state.slot() - lookedAtSlot >= step());
        own = Optional.empty();
        taken.ifPresent(state -> lookedAtSlot = state.slot());
        return taken;
    }

    private long step() {
        return Math.max(1, entries / TURNS);
    }

    private boolean isDue(long slot) {
        return slot - newestSlot >= entries || age(slot) >= AGE.toMillis();
    }

    /** @return whether the writer of a slot's entry is to write a snapshot of it, as far as this process knows */
    synchronized boolean isTurn(long slot) {
        long more = slot - newestSlot;
        boolean byEntries = more >= entries && more % step() == 0;
        long part = AGE.toMillis() / TURNS;
        boolean byTime = age(slot) >= AGE.toMillis() && age(slot) / part > age(slot - 1) / part;
        return byEntries || byTime;
    }

    /** @return how much later than the newest snapshot's last entry a slot's entry was written, in milliseconds */
    private long age(long slot) {
        Map.Entry<Long, Long> newest = millisBySlot.ceilingEntry(Math.max(newestSlot, 1));
        Map.Entry<Long, Long> entry = millisBySlot.floorEntry(slot);
        return newest == null || entry == null ? 0 : entry.getValue() - newest.getValue();
    }
}
