package sleeper.benchmarks.stores;

import java.nio.file.Path;
import java.util.Map;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState.LiveTable;

/** How long a process that has just started takes to read the state of a table. */
final class ReplayWork {
    private static final String TABLE = "replay";
    private static final String SNAPSHOTS = "snapshots";

    private ReplayWork() {}

    /** {@code seed <home> <commits>}: a table with so many commits of a file each. */
    static Map<String, Object> seed(Path home, String[] arguments) {
        TableLog log = Manifests.newTable(Work.open(home), TABLE);
        LiveTable table = log.state().table().orElseThrow();
        for (int job = 0; job < Integer.parseInt(arguments[0]); job++) {
            Manifests.commit(
                    log,
                    table.incarnation(),
                    Manifests.of("job-" + job, 1, table.partitions().leaves()));
        }
        return Map.of("slot", log.state().slot());
    }

    /** {@code replay <home>}: from opening the instance to the state. */
    static Map<String, Object> run(Path home, String[] arguments) {
        long begin = System.nanoTime();
        OwnedStores instance = Work.open(home);
        TableLog log = instance.tables().log(new TableName(TABLE));
        long slot = log.state().slot();
        double millis = Work.millisSince(begin);
        return Map.of("millis", millis, "slot", slot, "files", log.state().fileCount());
    }

    /** {@code forget-snapshots <home>}: leaves nothing but the log. */
    static Map<String, Object> forgetSnapshots(Path home, String[] arguments) {
        ObjectStore objects =
                Work.open(home).tables().log(new TableName(TABLE)).storage().objects();
        long deleted = objects.list(SNAPSHOTS).stream().filter(objects::delete).count();
        return Map.of("deleted", deleted);
    }
}
