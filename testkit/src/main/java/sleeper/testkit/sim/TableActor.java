package sleeper.testkit.sim;

import java.time.Duration;
import java.util.List;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.statestore.table.GcReport;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;

/** Someone who does one sort of thing to the table, a number of times. */
final class TableActor extends Actor {
    static final Schema SCHEMA = new Schema(List.of(Field.required("key", PrimitiveType.LONG)), List.of(), List.of());
    static final long BOUND = 1L << 40;
    private static final int VERIFY_ONE_IN = 10;

    /** What it does. */
    enum Sort {
        READER,
        SPLITTER,
        SNAPSHOTTER,
        COLLECTOR,
        DRAINER,
        DROPPER
    }

    private final Sort sort;
    private int left;

    TableActor(World world, Sort sort, int times) {
        super(world);
        this.sort = sort;
        this.left = times;
    }

    @Override
    boolean hasWork() {
        return left > 0;
    }

    @Override
    void work(TableLog table) {
        left--;
        switch (sort) {
            case READER -> read(table);
            case SPLITTER -> split(table);
            case SNAPSHOTTER -> {
                world.stall(Duration.ofSeconds(world.random.nextInt(90)));
                mayWriteSnapshots(table, table::snapshot);
            }
            case COLLECTOR -> {
                mayWriteSnapshots(table, () -> collect(table));
                world.oracle.checkNothingDangles();
            }
            case DRAINER -> table.drainInbox();
            case DROPPER -> dropAndCreate(table);
        }
    }

    private void collect(TableLog table) {
        GcReport report = table.collect(world.jobStore(), world.random.nextInt(8) == 0, Duration.ZERO);
        if (world.isBroken(BrokenRule.LEFT_OVER_UNDECIDED)) {
            report.undecided().stream()
                    .filter(world.runOracle::isLeftOver)
                    .forEach(path -> world.files.delete(World.LOCATION.file(path)));
        }
    }

    /** Now and then as one who checks what it reads, while others are at work. */
    private void read(TableLog table) {
        TableState state = table.state();
        world.oracle.seen(state);
        if (table.storage().files() instanceof ServedFiles files) {
            state.files().forEach(file -> files.readBack(World.LOCATION.file(file.path())));
        }
        if (world.random.nextInt(VERIFY_ONE_IN) == 0) {
            world.oracle.verified(table.verify(false));
        }
    }

    private void split(TableLog table) {
        TableState state = table.state();
        if (state.table().isEmpty()) {
            return;
        }
        List<Partition> leaves = state.table().get().partitions().leaves();
        Partition leaf = leaves.get(world.random.nextInt(leaves.size()));
        Range range = leaf.region().ranges().get(0);
        long min = range.min().map(value -> ((KeyValue.OfLong) value).value()).orElse(-BOUND);
        long max = range.max().map(value -> ((KeyValue.OfLong) value).value()).orElse(BOUND);
        if (max - min < 1_000) {
            return;
        }
        // Chance makes the value one that nobody else cuts at, so that the cut can be told from another's.
        KeyValue at = new KeyValue.OfLong(world.random.nextLong(min + 1, max));
        List<LeafCut> cuts = List.of(new LeafCut(leaf.id(), 0, at));
        String incarnation = state.table().get().incarnation();
        world.oracle.toldOfCut(at.toString(), change(table, () -> table.split(incarnation, cuts)));
    }

    /** Does not rest before there is a table again, so that jobs can go on. */
    private void dropAndCreate(TableLog table) {
        TableState state = table.state();
        if (state.table().isPresent()) {
            String incarnation = state.table().get().incarnation();
            world.oracle.toldOfChange(change(table, () -> table.drop(incarnation)));
        }
        world.oracle.toldOfChange(change(table, () -> table.create(SCHEMA, PartitionTree.single(1))));
    }

    @Override
    void crashed() {
        failed();
    }

    @Override
    void failed() {
        if (sort == Sort.DROPPER && left == 0 && !world.oracle.hasTable()) {
            left = 1;
        }
    }
}
