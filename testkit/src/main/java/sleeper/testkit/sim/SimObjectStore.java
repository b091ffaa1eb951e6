package sleeper.testkit.sim;

import java.util.Optional;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;

/** The way from a process to the objects beside the log. */
final class SimObjectStore extends SimObjects {
    private static final String INBOX = "inbox/";
    private static final String SNAPSHOTS = "snapshots/";
    private static final int SLOT_DIGITS = 20;

    private final SimCommitLog log;
    private long requestsSent;
    private boolean changing;
    private boolean snapshotWanted;

    /** @param log the same process's way to the log */
    SimObjectStore(World world, SimCommitLog log, Surroundings surroundings) {
        super(world, world.objects, "objects", surroundings);
        this.log = log;
    }

    /** A caller waits, or waits no longer, for the verdict on a change. */
    void changing(boolean waits) {
        changing = waits;
    }

    /** Somebody wants a snapshot written, or no longer does, due or not. */
    void snapshotWanted(boolean wanted) {
        snapshotWanted = wanted;
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) {
        if (key.startsWith(SNAPSHOTS) && !snapshotWanted) {
            long slot = Long.parseLong(key.substring(SNAPSHOTS.length(), SNAPSHOTS.length() + SLOT_DIGITS));
            world.snapshotOracle.isWritten(slot, log, changing);
        }
        return super.putIfAbsent(key, bytes);
    }

    @Override
    boolean arrivesLate(String key, byte[] bytes) {
        return isBroken(BrokenRule.BODY_AFTER_ENTRY) && key.startsWith("bodies/");
    }

    @Override
    void sent(String key) {
        requestsSent += key.startsWith(INBOX) ? 1 : 0;
    }

    /** @return how many requests of this process have reached the inbox, or are on their way */
    long requestsSent() {
        return requestsSent;
    }

    @Override
    PutResult put(String key, byte[] bytes) {
        PutResult result = objects.putIfAbsent(key, bytes);
        if (result == PutResult.STORED
                && key.startsWith(SNAPSHOTS)
                && world.chance(world.weather().torn())) {
            objects.flipByte(key, world.random.nextInt(bytes.length));
        }
        return result;
    }

    @Override
    public Optional<byte[]> get(String key) {
        Optional<byte[]> found = super.get(key);
        if (isBroken(BrokenRule.REQUEST_TAKEN) && key.startsWith(INBOX)) {
            remove(key);
        }
        return found;
    }

    @Override
    boolean remove(String key) {
        if (key.startsWith(INBOX)) {
            objects.get(key).ifPresent(world.oracle::requestLeaves);
        }
        return objects.delete(key);
    }
}
