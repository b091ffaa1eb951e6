package sleeper.testkit.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FileStore;
import sleeper.core.job.TableLocation;
import sleeper.core.table.TableName;
import sleeper.statestore.job.FaultyJobs;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.table.FaultyRules;
import sleeper.statestore.table.FaultyRules.Broken;
import sleeper.statestore.table.FaultyRules.Decoded;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableStorage;
import sleeper.statestore.table.UnfinishedFiles;
import sleeper.statestore.transaction.Request;
import sleeper.statestore.transaction.json.TransactionJson;
import sleeper.statestore.util.Surroundings;
import sleeper.testkit.log.InMemoryCommitLog;
import sleeper.testkit.log.InMemoryObjectStore;

/**
 * What all actors of a schedule share: the stores, virtual time, chance, and what is on its way. One thread runs it all: at
 * each call of a port the world may let another actor run to an end first, which is what a stall of the caller looks like to
 * the store.
 */
final class World {
    static final TableLocation LOCATION = new TableLocation("tables", new TableName("t"));
    private static final int DEEPEST = 4;
    private static final int THOUSAND = 1_000;

    final SplittableRandom random;
    final InMemoryCommitLog log = new InMemoryCommitLog();
    final InMemoryObjectStore objects = new InMemoryObjectStore();
    final InMemoryObjectStore jobObjects = new InMemoryObjectStore();
    /** How many puts have landed on each key of a service. */
    final Map<String, Integer> putsLanded = new HashMap<>();

    final SimFiles files = new SimFiles(this);
    final Oracle oracle;
    final RunOracle runOracle = new RunOracle(this);
    final JobOracle jobOracle = new JobOracle(this);
    final ListOracle listOracle = new ListOracle();
    final RetireOracle retireOracle = new RetireOracle();
    final SnapshotOracle snapshotOracle = new SnapshotOracle(this);
    final Optional<BrokenRule> broken;
    private final Optional<Service> service;
    private final List<Actor> actors = new ArrayList<>();
    private final List<Runnable> onTheirWay = new ArrayList<>();
    private final int maxInlineBytes;
    private final long snapshotEntries;
    private final boolean readsEverything;
    private final Decoded shared = new Decoded();
    private final Set<Sight> sights = EnumSet.noneOf(Sight.class);
    private Weather weather;
    private long nowMillis = 1_700_000_000_000L;
    private long lastId;
    private int depth;
    private long calls;

    World(long seed, Optional<BrokenRule> broken, Optional<Service> service) {
        this.random = new SplittableRandom(seed);
        this.broken = broken;
        this.service = service;
        this.weather = Weather.draw(random);
        this.maxInlineBytes = random.nextInt(3) == 0 ? 600 : 32 * 1024;
        this.readsEverything = random.nextInt(8) == 0;
        this.snapshotEntries = random.nextInt(2) == 0 ? 200 : 5 + random.nextInt(10);
        this.oracle = new Oracle(this);
    }

    boolean isBroken(BrokenRule rule) {
        return broken.filter(rule::equals).isPresent();
    }

    /** @return what all is stored in; nothing if the stores in memory are the service */
    Optional<Service> service() {
        return service;
    }

    void add(Actor actor) {
        actors.add(actor);
    }

    /** A process starts, which does at once what may be done later. */
    TableLog startProcess() {
        return startProcess(Runnable::run);
    }

    /** A process starts: it knows nothing but what is stored. */
    TableLog startProcess(Executor later) {
        Surroundings surroundings = surroundings(later);
        SimCommitLog ownLog = new SimCommitLog(this, surroundings);
        Optional<ServedFiles> served = service.flatMap(given -> ServedFiles.of(this, given, surroundings));
        TableStorage storage = new TableStorage(
                LOCATION,
                ownLog,
                new SimObjectStore(this, ownLog, surroundings),
                new InMemoryObjectStore(),
                served.<FileStore>map(own -> own).orElse(files),
                served.<UnfinishedFiles>map(own -> own).orElse(UnfinishedFiles.NONE));
        return FaultyRules.tableLog(
                storage,
                surroundings,
                broken.map(BrokenRule::inTheStore).orElse(Broken.NONE),
                maxInlineBytes,
                snapshotEntries,
                readsEverything ? new Decoded() : shared);
    }

    private Surroundings surroundings(Executor later) {
        return new Surroundings(
                (InstantSource) () -> Instant.ofEpochMilli(nowMillis),
                () -> "i" + ++lastId,
                new Random(random.nextLong()),
                this::sleep,
                later);
    }

    /** @return the job store as a process has it that just started */
    JobStore jobStore() {
        return FaultyJobs.jobStore(jobObjects(), surroundings(Runnable::run), isBroken(BrokenRule.CLOSED_WHILE_OPEN));
    }

    /** @return what the job store lies on, as {@link #jobStore} has it */
    ObjectStore jobObjects() {
        return new SimJobObjects(this, chance(weather.cut()), surroundings(Runnable::run));
    }

    /** @return a mark that no other is like, nor part of */
    String newMark() {
        return "m" + ++lastId + " ";
    }

    /** Puts an object into the job store that was there before the schedule, so that no oracle looks at it. */
    void leaveJobObject(String key, byte[] bytes) {
        jobObjects.putIfAbsent(key, bytes);
        service.ifPresent(given -> inFairWeather(
                () -> given.objects("jobs", new Wire(this, () -> false), Books.UNREAD, surroundings(Runnable::run))
                        .putIfAbsent(key, bytes)));
    }

    /** @return the requests of an entry, in their bytes; unless all is to be read, the writer's word is taken for them */
    List<Request> requestsOf(LogEntry entry, byte[] payload) {
        Optional<List<Request>> known = readsEverything ? Optional.empty() : shared.requestsOf(entry);
        return known.orElseGet(() -> TransactionJson.decodeAll(payload));
    }

    /** @return calls of ports so far */
    long calls() {
        return calls;
    }

    void sees(Sight sight) {
        sights.add(sight);
    }

    /** @return what the schedule has shown so far */
    Set<Sight> sights() {
        return sights;
    }

    private void sleep(Duration time) {
        nowMillis += time.toMillis();
        maybeSwitch();
    }

    void stall(Duration time) {
        nowMillis += time.toMillis();
    }

    void calm() {
        weather = Weather.calm();
        while (!onTheirWay.isEmpty()) {
            onTheirWay.remove(0).run();
        }
    }

    <T> T inFairWeather(Supplier<T> work) {
        Weather storm = weather;
        weather = Weather.calm();
        try {
            return work.get();
        } finally {
            weather = storm;
        }
    }

    boolean chance(int thousandths) {
        return thousandths > 0 && random.nextInt(THOUSAND) < thousandths;
    }

    Weather weather() {
        return weather;
    }

    /** A call of a port begins: time passes, messages arrive, others run, and the caller may be killed. */
    void enter() {
        calls++;
        nowMillis += 1 + random.nextInt(20);
        if (!onTheirWay.isEmpty() && random.nextInt(3) == 0) {
            onTheirWay.remove(random.nextInt(onTheirWay.size())).run();
        }
        maybeSwitch();
        maybeCrash();
    }

    /** A call of a port has had its effect. */
    void leave() {
        maybeSwitch();
        maybeCrash();
    }

    void maybeCrash() {
        if (chance(weather.crash())) {
            throw new Crash();
        }
    }

    void maybeRefuse(String what) {
        if (chance(weather.refused())) {
            throw new TransientFailureException(
                    "The store failed.", List.of(Fault.of(ErrorCode.UNAVAILABLE, what, "", "")));
        }
    }

    /** A request whose sender gives it up arrives later. */
    void later(Runnable request) {
        onTheirWay.add(request);
    }

    private void maybeSwitch() {
        if (depth < DEEPEST && chance(weather.switching())) {
            runOne();
        }
    }

    /** Lets all tasks go on to their ends, which nobody is left to tell that they are of no use. */
    void endTasks() {
        for (Actor actor : List.copyOf(actors)) {
            while (actor instanceof SparkTask && actor.hasWork()) {
                actor.step();
            }
        }
    }

    /** Lets one actor that is not in the middle of something take its next step. @return false if there is none */
    boolean runOne() {
        List<Actor> ready = new ArrayList<>(actors.size());
        for (Actor actor : actors) {
            if (actor.isReady()) {
                ready.add(actor);
            }
        }
        if (ready.isEmpty()) {
            return false;
        }
        Actor actor = ready.get(random.nextInt(ready.size()));
        depth++;
        try {
            actor.step();
        } finally {
            depth--;
        }
        return true;
    }
}
