package sleeper.testkit.sim;

import java.nio.charset.StandardCharsets;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;

/** The way from a process to the job store. */
final class SimJobObjects extends SimObjects {
    private static final String OPEN = "open/";
    private static final String DECISIONS = "decisions/";
    private static final String MANIFESTS = "manifests/";

    private final boolean cut;

    /** @param cut whether its process is cut off: nothing that it writes is answered */
    SimJobObjects(World world, boolean cut, Surroundings surroundings) {
        super(world, world.jobObjects, "jobs", surroundings);
        this.cut = cut;
    }

    @Override
    boolean isCut() {
        return cut;
    }

    @Override
    boolean arrivesLate(String key, byte[] bytes) {
        return isBroken(BrokenRule.INDEX_AFTER_ATTEMPT) && key.startsWith(OPEN);
    }

    @Override
    PutResult put(String key, byte[] bytes) {
        boolean replaces = (isBroken(BrokenRule.DECISION_REPLACED) && key.startsWith(DECISIONS))
                || (isBroken(BrokenRule.MANIFEST_REPLACED) && key.startsWith(MANIFESTS));
        if (replaces) {
            objects.delete(key);
        }
        PutResult result = objects.putIfAbsent(key, bytes);
        if (result == PutResult.STORED) {
            world.jobOracle.stored(key, bytes);
            followList(key, bytes);
            if (key.startsWith(MANIFESTS)) {
                world.runOracle.manifestStored(bytes);
            }
        }
        return result;
    }

    private void followList(String key, byte[] bytes) {
        if (key.equals(ListActor.KEY)) {
            world.listOracle.changed(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    @Override
    PutResult change(String key, byte[] expected, byte[] bytes) {
        byte[] replaced =
                isBroken(BrokenRule.REPLACED_UNSEEN) ? objects.get(key).orElse(expected) : expected;
        PutResult result = super.change(key, replaced, bytes);
        if (result == PutResult.STORED) {
            followList(key, bytes);
        }
        return result;
    }

    @Override
    boolean remove(String key) {
        if (key.startsWith(OPEN)) {
            world.jobOracle.closes(key.substring(OPEN.length()));
        }
        if (key.startsWith(MANIFESTS)) {
            world.runOracle.manifestGoes(key.substring(MANIFESTS.length()));
        }
        return objects.delete(key);
    }
}
