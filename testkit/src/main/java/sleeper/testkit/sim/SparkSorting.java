package sleeper.testkit.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import sleeper.core.table.DataFile;

/**
 * A driver's tasks. Each is tried under a run id of its own, again if an executor is lost, and at times twice at once; the
 * driver counts the files of the try that ends first. Tries go on without a driver until they hear that it is gone.
 */
final class SparkSorting implements Sorting {
    private static final int MOST_TASKS = 3;
    private static final int SPECULATION_ONE_IN = 4;

    private final World world;
    private final RunFolder folder;
    private final List<List<SimJob.Share>> tasks = new ArrayList<>();
    private final Map<Integer, List<DataFile>> counted = new TreeMap<>();
    private final Map<Integer, Integer> atWork = new HashMap<>();
    private final Set<Integer> speculated = new HashSet<>();
    private int tries;
    private boolean ended;

    SparkSorting(World world, RunFolder folder, List<SimJob.Share> shares) {
        this.world = world;
        this.folder = folder;
        int count = 1 + world.random.nextInt(MOST_TASKS);
        for (int task = 0; task < count; task++) {
            tasks.add(new ArrayList<>());
        }
        shares.forEach(this::deal);
    }

    /** A skewed leaf is cut, and the tasks have a part of it each. */
    private void deal(SimJob.Share share) {
        int size = share.rows().size();
        int cut = size > 1 && world.random.nextBoolean() ? 1 + world.random.nextInt(size - 1) : size;
        anyTask().add(new SimJob.Share(share.leaf(), share.rows().subList(0, cut)));
        if (cut < size) {
            anyTask().add(new SimJob.Share(share.leaf(), share.rows().subList(cut, size)));
        }
    }

    private List<SimJob.Share> anyTask() {
        return tasks.get(world.random.nextInt(tasks.size()));
    }

    /** Looks at one task that has not ended. */
    @Override
    public boolean goOn(RunFiles unused) {
        world.enter();
        List<Integer> open = new ArrayList<>();
        for (int task = 0; task < tasks.size(); task++) {
            if (!counted.containsKey(task)) {
                open.add(task);
            }
        }
        if (open.isEmpty()) {
            return true;
        }
        int task = open.get(world.random.nextInt(open.size()));
        boolean lost = atWork.getOrDefault(task, 0) == 0;
        boolean slow = !lost && world.random.nextInt(SPECULATION_ONE_IN) == 0 && speculated.add(task);
        if (lost || slow) {
            begin(task);
        }
        return false;
    }

    private void begin(int task) {
        atWork.merge(task, 1, Integer::sum);
        tries++;
        world.add(new SparkTask(world, this, task, folder.runId() + "t" + tries, tasks.get(task)));
    }

    RunFolder folder() {
        return folder;
    }

    /** @return whether a try of the task is of no use any more */
    boolean isOver(int task) {
        return ended || counted.containsKey(task);
    }

    /** A try of a task has written its files. */
    void report(int task, List<DataFile> files) {
        if (counted.containsKey(task)) {
            world.sees(Sight.COPY_NOT_COUNTED);
        }
        if (world.isBroken(BrokenRule.COPIES_COUNTED)) {
            counted.computeIfAbsent(task, first -> new ArrayList<>()).addAll(files);
        } else {
            counted.putIfAbsent(task, files);
        }
    }

    /** A try of a task has ended, in whatever way. */
    void leaves(int task) {
        atWork.merge(task, -1, Integer::sum);
    }

    /** A driver takes what the tasks of the one before it have written for what its own have, as none may. */
    void takeOver(SparkSorting before) {
        counted.putAll(before.counted);
        counted.keySet().removeIf(task -> task >= tasks.size());
    }

    @Override
    public List<DataFile> files() {
        return counted.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public void end() {
        ended = true;
    }
}
