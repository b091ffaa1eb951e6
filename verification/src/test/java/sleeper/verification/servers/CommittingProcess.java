package sleeper.verification.servers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.file.FilePath;
import sleeper.core.file.WritableFile;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.Manifest;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.partition.PartitionId;
import sleeper.core.partition.PartitionTree;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.local.run.HomeStores;
import sleeper.local.run.LocalHome;
import sleeper.run.RealSurroundings;
import sleeper.sort.demo.DemoData;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.util.Sha256;

/** A process that commits jobs of a file each, one after another: {@code CommittingProcess <home> <prefix> <jobs>}. */
public final class CommittingProcess {
    /** The table that all commit to. */
    public static final TableName TABLE = new TableName("race");

    private CommittingProcess() {}

    /** @param arguments home, what the jobs' ids begin with, and how many jobs */
    public static void main(String[] arguments) throws IOException {
        OwnedStores instance = open(Path.of(arguments[0]));
        for (int job = 0; job < Integer.parseInt(arguments[2]); job++) {
            run(instance, new AttemptId(new JobId(arguments[1] + job), 1));
        }
        System.exit(0);
    }

    public static OwnedStores open(Path home) {
        return HomeStores.open(new LocalHome(home), RealSurroundings.get());
    }

    public static void createTable(OwnedStores instance) {
        Verdict unused = instance.tables().log(TABLE).create(DemoData.SCHEMA, PartitionTree.single(1));
    }

    private static void run(OwnedStores instance, AttemptId attempt) throws IOException {
        TableLog log = instance.tables().log(TABLE);
        String run = UUID.randomUUID().toString().replace("-", "");
        String path = TableLocation.dataFile(PartitionId.ROOT, attempt, run, 0);
        byte[] content = ("rows of " + path).getBytes(StandardCharsets.UTF_8);
        FilePath file = log.storage().location().file(path);
        try (WritableFile out = instance.files().create(file)) {
            out.write(ByteBuffer.wrap(content));
            var unused = out.commit();
        }
        DataFile written = new DataFile(path, Region.all(1), 1, content.length, Sha256.hex(content));
        Manifest manifest = instance.jobs().putManifest(new Manifest(attempt, run, List.of(written)));
        Verdict verdict = commit(log, attempt, manifest);
        if (!(verdict instanceof Verdict.Committed)) {
            throw new IllegalStateException(attempt + " was not committed: " + verdict);
        }
    }

    private static Verdict commit(TableLog log, AttemptId attempt, Manifest manifest) {
        String incarnation = log.state().table().orElseThrow().incarnation();
        while (true) {
            try {
                return log.commit(attempt, "digest", incarnation, manifest);
            } catch (OutcomeUnknownException e) {
                // Asking again is how to learn it.
            }
        }
    }
}
