package sleeper.testkit.sim;

import sleeper.statestore.object.PutResult;

/** The way from a process to the job store. */
final class SimJobObjects extends SimObjects {
    private static final String OPEN = "open/";
    private static final String DECISIONS = "decisions/";

    SimJobObjects(World world) {
        super(world, world.jobObjects);
    }

    @Override
    boolean arrivesLate(String key, byte[] bytes) {
        return isBroken(BrokenRule.INDEX_AFTER_ATTEMPT) && key.startsWith(OPEN);
    }

    @Override
    PutResult put(String key, byte[] bytes) {
        if (isBroken(BrokenRule.DECISION_REPLACED) && key.startsWith(DECISIONS)) {
            objects.delete(key);
        }
        PutResult result = objects.putIfAbsent(key, bytes);
        if (result == PutResult.STORED) {
            world.jobOracle.stored(key, bytes);
        }
        return result;
    }

    @Override
    boolean remove(String key) {
        if (key.startsWith(OPEN)) {
            world.jobOracle.closes(key.substring(OPEN.length()));
        }
        return objects.delete(key);
    }
}
