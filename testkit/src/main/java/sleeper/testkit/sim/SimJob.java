package sleeper.testkit.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionTree;
import sleeper.statestore.table.TableState;

/** A job: the rows of its input, which are the same for all its runs, and what was planned for each of its attempts. */
final class SimJob {
    private static final int MOST_ROWS = 6;

    private final JobId id;
    private final boolean onSpark;
    private final List<Key> keys = new ArrayList<>();
    private final Map<Integer, Plan> plans = new HashMap<>();

    /** @param onSpark whether a run of it is a driver with tasks, and not one process */
    SimJob(World world, String id, boolean onSpark) {
        this.id = new JobId(id);
        this.onSpark = onSpark;
        int rows = world.random.nextInt(MOST_ROWS + 1);
        for (int row = 0; row < rows; row++) {
            keys.add(Key.of(new KeyValue.OfLong(world.random.nextLong(-TableActor.BOUND, TableActor.BOUND))));
        }
    }

    /** What validation decides of an attempt, once: all its runs cut their files for these leaves. */
    record Plan(String incarnation, PartitionTree partitions) {}

    /**
     * Rows that go into one file.
     *
     * @param rows by their position in the input
     */
    record Share(Partition leaf, List<Integer> rows) {}

    JobId id() {
        return id;
    }

    boolean onSpark() {
        return onSpark;
    }

    String digest() {
        return "digest-of-" + id;
    }

    AttemptId attempt(int number) {
        return new AttemptId(id, number);
    }

    /** @return all rows of the input */
    List<Integer> rows() {
        return IntStream.range(0, keys.size()).boxed().toList();
    }

    /** @return the attempt's plan, made for the table as it is if there is none yet; empty if there is no table either */
    Optional<Plan> plan(int attempt, TableState state) {
        state.table().ifPresent(table -> plans.putIfAbsent(attempt, new Plan(table.incarnation(), table.partitions())));
        return plan(attempt);
    }

    Optional<Plan> plan(int attempt) {
        return Optional.ofNullable(plans.get(attempt));
    }

    /** @return for each leaf that has rows, all of them */
    List<Share> shares(Plan plan) {
        List<Share> shares = new ArrayList<>();
        for (Partition leaf : plan.partitions().leaves()) {
            List<Integer> rows = rows().stream()
                    .filter(row -> leaf.region().contains(keys.get(row)))
                    .toList();
            if (!rows.isEmpty()) {
                shares.add(new Share(leaf, rows));
            }
        }
        return shares;
    }
}
