package sleeper.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.json.StoredJson;
import sleeper.core.partition.json.SplitPointsFile;
import sleeper.core.platform.Platform;
import sleeper.core.schema.Schema;
import sleeper.core.schema.json.SchemaJson;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.Setting;
import sleeper.core.settings.Settings;
import sleeper.core.table.TableName;
import sleeper.local.run.TaskJvm;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;

/**
 * Makes an embedded instance with a table and one job's plan, ready for the ingest task: what {@code peers.sh} does before each
 * timed run of ours. It prints the options that the embedded run starts the task's Java virtual machine with. The input files are hard links to the data set's, so home and data set must lie in one file system.
 *
 * <pre>PreparePlan DATASET HOME JOB THREADS BUDGET_BYTES</pre>
 */
public final class PreparePlan {
    static final TableName TABLE = new TableName("rows");
    static final Schema SCHEMA = SchemaJson.parse("""
            {"rowKeyFields":[{"name":"key","type":"string"}],
             "sortKeyFields":[{"name":"timestamp","type":"long"}],
             "valueFields":[{"name":"value","type":"string"}]}
            """);

    private static final String INPUT_BUCKET = "input";

    private PreparePlan() {}

    public static void main(String[] arguments) throws IOException {
        Path dataset = Path.of(arguments[0]);
        Path home = Path.of(arguments[1]);
        prepare(
                dataset,
                home,
                new AttemptId(new JobId(arguments[2]), 1),
                Map.of(
                        name(IngestSettings.THREADS), arguments[3],
                        name(IngestSettings.MEMORY_BUDGET), arguments[4]));
        System.out.println(String.join(" ", TaskJvm.options(Long.parseLong(arguments[4]))));
    }

    private static String name(Setting<?> setting) {
        return setting.instanceName().orElseThrow();
    }

    /** @param instanceProperties what the operator of the instance has set */
    static JobPlan prepare(Path dataset, Path home, AttemptId attempt, Map<String, String> instanceProperties)
            throws IOException {
        FileInstance instance = BenchmarkInstance.open(home);
        Path bucket = Files.createDirectories(instance.buckets().resolve(INPUT_BUCKET));
        JsonNode summary = StoredJson.parse("The summary", Files.readString(dataset.resolve("summary.json")));
        List<InputFile> inputs = new ArrayList<>();
        for (JsonNode file : summary.get("files")) {
            String name = file.get("name").textValue();
            Files.createLink(bucket.resolve(name), dataset.resolve("input").resolve(name));
            FileInfo info =
                    instance.files().find(new FilePath(INPUT_BUCKET, name)).orElseThrow();
            inputs.add(new InputFile(
                    info.path(),
                    info.version(),
                    file.get("rows").longValue(),
                    file.get("rowGroups").intValue()));
        }
        TableLog log = instance.tables().log(TABLE);
        Verdict created =
                log.create(SCHEMA, SplitPointsFile.read(Files.readString(dataset.resolve("split-points.txt")), SCHEMA));
        if (!(created instanceof Verdict.Done)) {
            throw new IllegalStateException("The table was not created: " + created);
        }
        var table = log.state().table().orElseThrow();
        JobPlan plan = new JobPlan(
                attempt,
                "0".repeat(64),
                TABLE,
                table.incarnation(),
                table.schema(),
                table.partitions(),
                Platform.STANDARD,
                List.of(),
                List.of(),
                inputs,
                List.of(),
                List.of(),
                Settings.ofInstance(instanceProperties).toMap(),
                Map.of(),
                Optional.empty());
        return instance.jobs().decide(plan).plan().orElseThrow();
    }
}
