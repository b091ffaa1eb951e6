package sleeper.testkit.sim;

import static sleeper.testkit.sim.Violation.check;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;
import sleeper.testkit.log.InMemoryObjectStore;

/** The way from a process to objects, on which things go wrong. */
abstract class SimObjects implements ObjectStore, Books.OfObjects {
    final World world;
    final InMemoryObjectStore objects;
    private final Wire wire;
    private final Optional<ObjectStore> driver;
    private final String store;
    private boolean landed;
    private boolean removed;

    /**
     * @param objects what is stored; where there is a service, what its books say
     * @param store   the store's name in a service
     */
    // The service does not use the books before it is used itself.
    @SuppressWarnings("this-escape")
    SimObjects(World world, InMemoryObjectStore objects, String store, Surroundings surroundings) {
        this.world = world;
        this.objects = objects;
        this.store = store;
        this.wire = new Wire(world, this::isCut);
        this.driver = world.service().map(service -> service.objects(store, wire, this, surroundings));
    }

    final boolean isBroken(BrokenRule rule) {
        return world.isBroken(rule);
    }

    /** A put is about to be sent. @return whether it is to arrive later, though its sender is told that it has */
    abstract boolean arrivesLate(String key, byte[] bytes);

    /** A put arrives, now or later. */
    abstract PutResult put(String key, byte[] bytes);

    /** A deletion arrives. @return whether there was something to delete */
    abstract boolean remove(String key);

    /** @return whether no reply comes back */
    boolean isCut() {
        return false;
    }

    /** A put is on its way, or has had its effect. */
    void sent(String key) {}

    @Override
    public final byte[] stored(String key, byte[] bytes) {
        lands(key);
        put(key, bytes);
        return objects.get(key).orElseThrow();
    }

    @Override
    public final void replaced(String key, byte[] expected, byte[] bytes) {
        lands(key);
        change(key, expected, bytes);
    }

    private void lands(String key) {
        landed |= wire.isOfThisCall();
        world.putsLanded.merge(store + "/" + key, 1, Integer::sum);
    }

    /** @return how many puts have landed on a key, by whomever */
    private int landedOn(String key) {
        return world.putsLanded.getOrDefault(store + "/" + key, 0);
    }

    @Override
    public final void deleted(String key) {
        removed |= remove(key) && wire.isOfThisCall();
    }

    /** A replacement arrives, now or later. */
    PutResult change(String key, byte[] expected, byte[] bytes) {
        return objects.replace(key, expected, bytes);
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) {
        return driver.isPresent() ? putTo(driver.get(), key, bytes) : putHere(key, bytes);
    }

    private PutResult putTo(ObjectStore service, String key, byte[] bytes) {
        try {
            return told(key, () -> objects.get(key).isPresent(), () -> service.putIfAbsent(key, bytes));
        } finally {
            if (wire.hasSent()) {
                sent(key);
            }
        }
    }

    private boolean holds(String key, byte[] expected) {
        return objects.get(key).filter(bytes -> Arrays.equals(bytes, expected)).isPresent();
    }

    /**
     * A driver may not know what became of a put; what it says has to be so. Where another's object was there meanwhile and was deleted
     * again, it may have been seen while the put was on its way: what came first is not to be told.
     *
     * @param mustRefuse whether the service would refuse the put as it is now
     */
    private PutResult told(String key, BooleanSupplier mustRefuse, Supplier<PutResult> request) {
        boolean before = mustRefuse.getAsBoolean();
        int landedBefore = landedOn(key);
        landed = false;
        wire.begin();
        try {
            PutResult result = request.get();
            check(result != PutResult.STORED || landed, "a put of %s was told to be done; it was not", key);
            check(
                    result != PutResult.REFUSED || !landed || before || landedOn(key) > landedBefore + 1,
                    "a put of %s was told to be refused; it was done",
                    key);
            check(
                    result != PutResult.REFUSED || wire.isRefused() || before || mustRefuse.getAsBoolean(),
                    "a put of %s was told to be refused; there was nothing that refused it",
                    key);
            return result;
        } catch (TransientFailureException e) {
            check(!landed && !wire.isLate(), "a put of %s was told not to have happened, though it was sent", key);
            throw e;
        }
    }

    private PutResult putHere(String key, byte[] bytes) {
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
        return arriveHere(() -> put(key, bytes));
    }

    private PutResult sendHere(String key, Supplier<PutResult> request) {
        world.enter();
        world.maybeRefuse(key);
        boolean isLost = isCut()
                ? world.random.nextBoolean()
                : world.chance(world.weather().lost());
        return isLost ? PutResult.UNKNOWN : arriveHere(request);
    }

    private PutResult arriveHere(Supplier<PutResult> request) {
        if (isCut() || world.chance(world.weather().late())) {
            world.later(() -> {
                PutResult unused = request.get();
            });
            return PutResult.UNKNOWN;
        }
        PutResult result = request.get();
        world.leave();
        return world.chance(world.weather().mute()) ? PutResult.UNKNOWN : result;
    }

    @Override
    public Optional<byte[]> get(String key) {
        if (driver.isPresent()) {
            return driver.get().get(key);
        }
        world.enter();
        world.maybeRefuse(key);
        return objects.get(key);
    }

    @Override
    public Map<String, byte[]> getAll(Collection<String> keys) {
        return driver.isPresent() ? driver.get().getAll(keys) : ObjectStore.super.getAll(keys);
    }

    @Override
    public PutResult replace(String key, byte[] expected, byte[] bytes) {
        return driver.isPresent()
                ? told(key, () -> !holds(key, expected), () -> driver.get().replace(key, expected, bytes))
                : sendHere(key, () -> change(key, expected, bytes));
    }

    @Override
    public List<String> list(String prefix) {
        if (driver.isPresent()) {
            return driver.get().list(prefix);
        }
        world.enter();
        return objects.list(prefix);
    }

    @Override
    public List<String> children(String prefix) {
        if (driver.isPresent()) {
            return driver.get().children(prefix);
        }
        world.enter();
        world.maybeRefuse(prefix);
        return objects.children(prefix);
    }

    @Override
    public boolean delete(String key) {
        if (driver.isPresent()) {
            return deleteFrom(driver.get(), key);
        }
        world.enter();
        world.maybeRefuse(key);
        boolean there = remove(key);
        world.leave();
        return there;
    }

    private boolean deleteFrom(ObjectStore service, String key) {
        removed = false;
        wire.begin();
        boolean there = service.delete(key);
        check(there || !removed, "object %s was told not to have been there; this very call deleted it", key);
        return there;
    }
}
