package sleeper.benchmarks.stores;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.Manifest;
import sleeper.core.platform.Platform;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.Setting;
import sleeper.core.settings.Settings;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.local.run.TaskJvm;
import sleeper.sort.demo.DemoData;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState.LiveTable;
import sleeper.statestore.util.Sha256;

/** What the ingest task is given, and what it leaves. */
final class PlanWork {
    private static final TableName TABLE = new TableName("rows");
    private static final String DIGEST = "0".repeat(64);

    private PlanWork() {}

    /**
     * {@code plan <home> <job> <rows> <threads> <budget>}: the plan of a job that loads so many of the demo's rows into 256 leaves. Table
     * and input are made by the first.
     */
    static Map<String, Object> run(Path home, String[] arguments) throws IOException {
        OwnedStores instance = Work.open(home);
        long budgetBytes = Long.parseLong(arguments[3]);
        TableLog log = instance.tables().log(TABLE);
        DemoData data = new DemoData(Long.parseLong(arguments[1]), 1);
        if (log.state().table().isEmpty()) {
            TableLog unusedTable = Manifests.newTable(instance, TABLE.value());
            List<FilePath> unused = data.write(instance.files(), directory(instance), 2);
        }
        LiveTable table = log.state().table().orElseThrow();
        JobPlan plan = new JobPlan(
                attempt(arguments[0]),
                DIGEST,
                TABLE,
                table.incarnation(),
                table.schema(),
                table.partitions(),
                Platform.STANDARD,
                List.of(),
                List.of(),
                inputs(instance, data),
                List.of(),
                List.of(),
                Settings.ofInstance(Map.of(
                                name(IngestSettings.THREADS), arguments[2],
                                name(IngestSettings.MEMORY_BUDGET), arguments[3]))
                        .toMap(),
                Map.of(),
                Optional.empty());
        var unused = instance.jobs().decide(plan).plan().orElseThrow();
        return Map.of("options", TaskJvm.options(budgetBytes), "variables", instance.variables());
    }

    private static String name(Setting<?> setting) {
        return setting.instanceName().orElseThrow();
    }

    private static FilePath directory(OwnedStores instance) {
        return new FilePath(instance.inputBucket(), "rows");
    }

    private static AttemptId attempt(String job) {
        return new AttemptId(new JobId(job), 1);
    }

    private static List<InputFile> inputs(OwnedStores instance, DemoData data) throws IOException {
        List<InputFile> inputs = new ArrayList<>();
        for (int part = 0; part < data.files(); part++) {
            long rows = data.rows() * (part + 1) / data.files() - data.rows() * part / data.files();
            int rowGroups = (int) ((rows + data.rowGroupRows() - 1) / data.rowGroupRows());
            FileInfo info = instance.files()
                    .find(directory(instance).resolve("part-" + part + ".parquet"))
                    .orElseThrow();
            inputs.add(new InputFile(info.path(), info.version(), rows, rowGroups));
        }
        return inputs;
    }

    /** {@code manifest <home> <job>}: what the task wrote; the digest is that of all files' contents, in the order of their leaves. */
    static Map<String, Object> manifest(Path home, String[] arguments) {
        Manifest manifest =
                Work.open(home).jobs().manifest(attempt(arguments[0])).orElseThrow();
        String contents =
                manifest.files().stream().map(DataFile::sha256).sorted().collect(Collectors.joining());
        return Map.of(
                "files", manifest.files().size(),
                "rows", manifest.files().stream().mapToLong(DataFile::rowCount).sum(),
                "bytes",
                        manifest.files().stream().mapToLong(DataFile::sizeBytes).sum(),
                "contents", Sha256.hex(contents.getBytes(StandardCharsets.UTF_8)));
    }
}
