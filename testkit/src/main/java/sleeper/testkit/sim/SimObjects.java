package sleeper.testkit.sim;

import java.util.List;
import java.util.Optional;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.testkit.log.InMemoryObjectStore;

/** The way from a process to objects, on which things go wrong. */
abstract class SimObjects implements ObjectStore {
    final World world;
    final InMemoryObjectStore objects;

    SimObjects(World world, InMemoryObjectStore objects) {
        this.world = world;
        this.objects = objects;
    }

    final boolean isBroken(BrokenRule rule) {
        return world.isBroken(rule);
    }

    /** A put is about to be sent. @return whether it is to arrive later, though its sender is told that it has */
    abstract boolean arrivesLate(String key, byte[] bytes);

    /** A put arrives, now or later. */
    abstract PutResult put(String key, byte[] bytes);

    /** A deletion arrives. */
    abstract boolean remove(String key);

    /** @return whether no reply comes back */
    boolean isCut() {
        return false;
    }

    /** A put is on its way, or has had its effect. */
    void sent(String key) {}

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) {
        world.enter();
        world.maybeRefuse(key);
        if (isCut() ? world.random.nextBoolean() : world.chance(world.weather().lost())) {
            return PutResult.UNKNOWN;
        }
        if (arrivesLate(key, bytes)) {
            world.later(() -> put(key, bytes));
            return PutResult.STORED;
        }
        sent(key);
        if (isCut() || world.chance(world.weather().late())) {
            world.later(() -> put(key, bytes));
            return PutResult.UNKNOWN;
        }
        PutResult result = put(key, bytes);
        world.leave();
        return world.chance(world.weather().mute()) ? PutResult.UNKNOWN : result;
    }

    @Override
    public Optional<byte[]> get(String key) {
        world.enter();
        world.maybeRefuse(key);
        return objects.get(key);
    }

    @Override
    public PutResult replace(String key, byte[] expected, byte[] bytes) {
        world.enter();
        return objects.replace(key, expected, bytes);
    }

    @Override
    public List<String> list(String prefix) {
        world.enter();
        return objects.list(prefix);
    }

    @Override
    public List<String> children(String prefix) {
        world.enter();
        world.maybeRefuse(prefix);
        return objects.children(prefix);
    }

    @Override
    public boolean delete(String key) {
        world.enter();
        world.maybeRefuse(key);
        boolean removed = remove(key);
        world.leave();
        return removed;
    }
}
