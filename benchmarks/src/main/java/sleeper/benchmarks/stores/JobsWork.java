package sleeper.benchmarks.stores;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.WritableFile;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.Manifest;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.Partition;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.TableState.LiveTable;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.util.Sha256;

/** Committers that share a log, each with stores of its own, as a process of its own would have them. */
final class JobsWork {
    private static final String DIGEST = "d".repeat(64);

    private JobsWork() {}

    /**
     * {@code jobs <home> <table> <prefix> <committers> <jobs>}: each committer commits its jobs one after another; a job writes a file,
     * puts its manifest, and commits.
     */
    static Map<String, Object> run(Path home, String[] arguments) throws Exception {
        return race(home, arguments, () -> Work.await("ready"));
    }

    /** When all committers are to begin. */
    @FunctionalInterface
    interface Start {
        void await() throws IOException;
    }

    static Map<String, Object> race(Path home, String[] arguments, Start start) throws Exception {
        int committers = Integer.parseInt(arguments[2]);
        int jobs = Integer.parseInt(arguments[3]);
        List<Callable<Integer>> work = new ArrayList<>();
        for (int committer = 0; committer < committers; committer++) {
            Committer each = new Committer(Work.open(home), new TableName(arguments[0]));
            String prefix = arguments[1] + "-" + committer + "-";
            work.add(() -> {
                for (int job = 0; job < jobs; job++) {
                    each.commit(new AttemptId(new JobId(prefix + job), 1));
                }
                return jobs;
            });
        }
        start.await();
        long begin = System.nanoTime();
        int done = 0;
        ExecutorService threads = Executors.newFixedThreadPool(committers);
        for (Future<Integer> each : threads.invokeAll(work)) {
            done += each.get();
        }
        return Map.of("jobs", done, "seconds", Work.millisSince(begin) / 1_000);
    }

    /** One that commits. */
    private static final class Committer {
        private final OwnedStores instance;
        private final TableLog log;
        private final LiveTable table;

        Committer(OwnedStores instance, TableName name) {
            this.instance = instance;
            this.log = instance.tables().log(name);
            this.table = log.state().table().orElseThrow();
        }

        void commit(AttemptId attempt) throws IOException {
            String run = UUID.randomUUID().toString().replace("-", "");
            Partition leaf = table.partitions().leaves().get(0);
            String path = TableLocation.dataFile(leaf.id(), attempt, run, 0);
            byte[] content = ("rows of " + path).getBytes(StandardCharsets.UTF_8);
            FilePath file = log.storage().location().file(path);
            try (WritableFile out = instance.files().create(file)) {
                out.write(ByteBuffer.wrap(content));
                FileInfo unused = out.commit();
            }
            DataFile written = new DataFile(path, leaf.region(), 1, content.length, Sha256.hex(content));
            Manifests.expectCommitted(
                    commit(attempt, instance.jobs().putManifest(new Manifest(attempt, run, List.of(written)))));
        }

        private Verdict commit(AttemptId attempt, Manifest manifest) {
            while (true) {
                try {
                    return log.commit(attempt, DIGEST, table.incarnation(), manifest);
                } catch (OutcomeUnknownException e) {
                    // Asking again is how to learn it.
                }
            }
        }
    }

    /** {@code verify <home> <table> [create]}: what the log says at last, once all of it and all files were read; makes the table first. */
    static Map<String, Object> verify(Path home, String[] arguments) {
        OwnedStores instance = Work.open(home);
        if (arguments.length > 1) {
            TableLog unused = Manifests.newTable(instance, arguments[0]);
        }
        TableLog log = instance.tables().log(new TableName(arguments[0]));
        TableState state = log.state();
        return Map.of(
                "entries",
                state.slot(),
                "committed",
                state.jobs().values().stream()
                        .filter(job -> job.committed().isPresent())
                        .count(),
                "files",
                state.fileCount(),
                "faults",
                log.verify(true).faults().stream().map(Object::toString).toList(),
                "waiting",
                log.storage().objects().children("inbox").size());
    }
}
