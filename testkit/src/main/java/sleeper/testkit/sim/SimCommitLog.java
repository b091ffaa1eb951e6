package sleeper.testkit.sim;

import static sleeper.testkit.sim.Violation.check;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.util.Surroundings;

/** The way from a process to the log, on which things go wrong. */
final class SimCommitLog implements CommitLog {
    private final World world;
    private final Optional<CommitLog> driver;
    private final Wire wire;
    private final Set<String> hashesSent = new HashSet<>();
    private long entriesSent;
    private boolean landed;

    SimCommitLog(World world, Surroundings surroundings) {
        this.world = world;
        this.wire = new Wire(world, () -> false);
        this.driver = world.service().map(service -> service.log(wire, new Followed(), surroundings));
    }

    /** What happens in the service, so that the oracle sees it. */
    private final class Followed implements Books.OfLog {
        @Override
        public void landed(LogEntry entry) {
            landed |= wire.isOfThisCall();
            put(entry);
        }

        @Override
        public void vacated(long slot) {
            world.log.vacate(slot);
            // That it is no tombstone is to be found by what comes of it.
            world.retireOracle.retired(slot);
        }

        @Override
        public void retired(long slot) {
            world.retireOracle.retired(slot);
        }
    }

    @Override
    public AppendResult append(LogEntry entry) {
        return driver.isPresent() ? appendTo(driver.get(), entry) : appendHere(entry);
    }

    private AppendResult appendTo(CommitLog service, LogEntry entry) {
        hashesSent.add(entry.hash());
        landed = false;
        wire.begin();
        try {
            AppendResult result = service.append(entry);
            check(
                    result instanceof AppendResult.Unknown || result instanceof AppendResult.Won == landed,
                    "the append of slot %d was told to be %s; the entry %s",
                    entry.slot(),
                    result,
                    landed ? "is there" : "is not there");
            return result;
        } finally {
            boolean landed = world.log.read(entry.slot(), entry.slot()).stream()
                    .anyMatch(record -> record.hash().equals(entry.hash()));
            entriesSent += landed || wire.isLate() ? 1 : 0;
        }
    }

    private AppendResult appendHere(LogEntry entry) {
        world.enter();
        world.maybeRefuse("slot " + entry.slot());
        if (world.chance(world.weather().lost())) {
            return new AppendResult.Unknown("lost");
        }
        if (world.chance(world.weather().late())) {
            entriesSent++;
            hashesSent.add(entry.hash());
            world.later(() -> put(entry));
            return new AppendResult.Unknown("late");
        }
        hashesSent.add(entry.hash());
        AppendResult result = put(entry);
        entriesSent += result instanceof AppendResult.Won ? 1 : 0;
        world.leave();
        return world.chance(world.weather().mute()) ? new AppendResult.Unknown("mute") : result;
    }

    /** @return how many appends of this process have reached the log, or are on their way */
    long entriesSent() {
        return entriesSent;
    }

    /** @return whether this process has sent an entry */
    boolean hasSent(String hash) {
        return hashesSent.contains(hash);
    }

    private AppendResult put(LogEntry entry) {
        AppendResult result = world.log.append(entry);
        if (result instanceof AppendResult.Won) {
            world.oracle.landed(entry);
        }
        return result;
    }

    @Override
    public List<LogRecord> read(long from, long toInclusive) {
        if (driver.isPresent()) {
            return driver.get().read(from, toInclusive);
        }
        world.enter();
        world.maybeRefuse("slot " + from);
        return world.log.read(from, toInclusive);
    }

    @Override
    public void retire(long upTo) {
        if (driver.isPresent()) {
            driver.get().retire(upTo);
            world.retireOracle.told(upTo);
            return;
        }
        world.enter();
        world.maybeRefuse("slot " + upTo);
        long from = 1;
        while (from <= upTo
                && !world.log.read(from, from).isEmpty()
                && !(world.log.read(from, from).get(0) instanceof LogEntry)) {
            from++;
        }
        for (long slot = from; slot <= upTo; slot++) {
            if (world.broken.filter(BrokenRule.SLOT_VACATED::equals).isPresent()) {
                world.log.vacate(slot);
            } else {
                world.log.retire(slot);
            }
            world.leave();
        }
    }
}
