package sleeper.benchmarks.stores;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sleeper.core.job.Manifest;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState.LiveTable;

/**
 * {@code commit <home> <prefix> <files> <rounds>}: how long a commit of so many files takes, by a process that has the log at hand. Each
 * round has a table of its own that one job of the same size has loaded before, so that each commit meets the same log.
 */
final class CommitWork {
    private CommitWork() {}

    static Map<String, Object> run(Path home, String[] arguments) {
        int files = Integer.parseInt(arguments[1]);
        OwnedStores instance = Work.open(home);
        List<Double> millis = new ArrayList<>();
        for (int round = 0; round < Integer.parseInt(arguments[2]); round++) {
            TableLog log = Manifests.newTable(instance, arguments[0] + round);
            LiveTable table = log.state().table().orElseThrow();
            Manifests.commit(
                    log,
                    table.incarnation(),
                    Manifests.of("first", files, table.partitions().leaves()));
            Manifest next = Manifests.of("next", files, table.partitions().leaves());
            long begin = System.nanoTime();
            Manifests.commit(log, table.incarnation(), next);
            millis.add(Work.millisSince(begin));
            if (log.state().fileCount() != 2L * files) {
                throw new IllegalStateException(log.state().fileCount() + " files, not " + 2L * files);
            }
        }
        return Map.of("files", files, "millis", millis);
    }
}
