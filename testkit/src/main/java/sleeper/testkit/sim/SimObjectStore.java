package sleeper.testkit.sim;

import java.util.List;
import java.util.Optional;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;

/** The way from a process to the objects beside the log, on which things go wrong. */
final class SimObjectStore implements ObjectStore {
    private static final String INBOX = "inbox/";

    private final World world;
    private long requestsSent;

    SimObjectStore(World world) {
        this.world = world;
    }

    private boolean isBroken(BrokenRule rule) {
        return world.broken.filter(rule::equals).isPresent();
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) {
        world.enter();
        world.maybeRefuse(key);
        if (world.chance(world.weather().lost())) {
            return PutResult.UNKNOWN;
        }
        if (isBroken(BrokenRule.BODY_AFTER_ENTRY) && key.startsWith("bodies/")) {
            world.later(() -> put(key, bytes));
            return PutResult.STORED;
        }
        requestsSent += key.startsWith(INBOX) ? 1 : 0;
        if (world.chance(world.weather().late())) {
            world.later(() -> put(key, bytes));
            return PutResult.UNKNOWN;
        }
        PutResult result = put(key, bytes);
        world.leave();
        return world.chance(world.weather().mute()) ? PutResult.UNKNOWN : result;
    }

    /** @return how many requests of this process have reached the inbox, or are on their way */
    long requestsSent() {
        return requestsSent;
    }

    private PutResult put(String key, byte[] bytes) {
        PutResult result = world.objects.putIfAbsent(key, bytes);
        if (result == PutResult.STORED
                && key.startsWith("snapshots/")
                && world.chance(world.weather().torn())) {
            world.objects.flipByte(key, world.random.nextInt(bytes.length));
        }
        return result;
    }

    @Override
    public Optional<byte[]> get(String key) {
        world.enter();
        world.maybeRefuse(key);
        Optional<byte[]> found = world.objects.get(key);
        if (isBroken(BrokenRule.REQUEST_TAKEN) && key.startsWith(INBOX)) {
            remove(key);
        }
        return found;
    }

    @Override
    public PutResult replace(String key, byte[] expected, byte[] bytes) {
        world.enter();
        return world.objects.replace(key, expected, bytes);
    }

    @Override
    public List<String> list(String prefix) {
        world.enter();
        return world.objects.list(prefix);
    }

    @Override
    public List<String> children(String prefix) {
        world.enter();
        world.maybeRefuse(prefix);
        return world.objects.children(prefix);
    }

    @Override
    public boolean delete(String key) {
        world.enter();
        world.maybeRefuse(key);
        boolean removed = remove(key);
        world.leave();
        return removed;
    }

    private boolean remove(String key) {
        if (key.startsWith(INBOX)) {
            world.objects.get(key).ifPresent(world.oracle::requestLeaves);
        }
        return world.objects.delete(key);
    }
}
