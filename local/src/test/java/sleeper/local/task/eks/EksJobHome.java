package sleeper.local.task.eks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.error.Fault;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.platform.Platform;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.Settings;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.run.RealSurroundings;
import sleeper.sort.demo.DemoData;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FooterReader;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;

/** An embedded instance with a table of example rows that a bulk import is to load. */
final class EksJobHome {
    private static final TableName TABLE = new TableName("events");
    private static final String DIGEST = "ab".repeat(32);
    private static final int LEAVES = 8;
    private static final int INPUT_FILES = 2;

    private final Path folder;
    private final FileInstance instance;
    private final List<InputFile> inputs = new ArrayList<>();

    EksJobHome(Path folder, int rows) throws IOException {
        this.folder = folder;
        this.instance = FileInstance.open(folder, RealSurroundings.get());
        Verdict created = log().create(DemoData.SCHEMA, DemoData.partitions(LEAVES));
        if (!(created instanceof Verdict.Done)) {
            throw new IllegalStateException("The table was not created: " + created);
        }
        DemoData data = new DemoData(rows, 8, 20_000, 1);
        for (FilePath path : data.write(instance.files(), new FilePath("in", "demo"), INPUT_FILES)) {
            var info = instance.files().find(path).orElseThrow();
            Footer footer = FooterReader.read(instance.files().open(path, info.version()));
            inputs.add(new InputFile(
                    path, info.version(), footer.rowCount(), footer.rowGroups().size()));
        }
    }

    Path folder() {
        return folder;
    }

    private TableLog log() {
        return instance.tables().log(TABLE);
    }

    AttemptId plan(String job) {
        AttemptId attempt = new AttemptId(new JobId(job), 1);
        Map<String, String> properties = Map.of(BulkImportSettings.MIN_LEAF_PARTITIONS.name(), "1");
        var table = log().state().table().orElseThrow();
        var unused = instance.jobs()
                .decide(new JobPlan(
                        attempt,
                        DIGEST,
                        TABLE,
                        table.incarnation(),
                        table.schema(),
                        table.partitions(),
                        Platform.EKS,
                        List.of(),
                        List.of(),
                        inputs,
                        List.of(),
                        List.of(),
                        Settings.ofInstance(properties).withTable(properties).toMap(),
                        Map.of(),
                        Optional.empty()));
        return attempt;
    }

    /** @return what the log says to the attempt's manifest */
    Verdict commit(AttemptId attempt) {
        return log().commit(
                        attempt,
                        DIGEST,
                        log().state().table().orElseThrow().incarnation(),
                        instance.jobs().manifest(attempt).orElseThrow());
    }

    long rowsOfManifest(AttemptId attempt) {
        return instance.jobs().manifest(attempt).orElseThrow().files().stream()
                .mapToLong(DataFile::rowCount)
                .sum();
    }

    /** @return what the attempt's driver says is wrong */
    List<Fault> faults(AttemptId attempt) {
        return instance.jobs().failure(attempt).orElseThrow().faults();
    }

    FileInstance instance() {
        return instance;
    }
}
