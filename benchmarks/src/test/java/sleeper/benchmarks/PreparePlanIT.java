package sleeper.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.Settings;
import sleeper.statestore.instance.FileInstance;

class PreparePlanIT {
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("peers"), 1);

    @TempDir
    private Path folder;

    private Path dataset;
    private Path home;

    @BeforeEach
    void makeDataset() throws IOException {
        dataset = folder.resolve("dataset");
        home = folder.resolve("home");
        Files.createDirectories(dataset.resolve("input"));
        Files.writeString(dataset.resolve("input/part-00.parquet"), "bytes");
        Files.writeString(dataset.resolve("split-points.txt"), "\"h\"\n\"p\"\n");
        Files.writeString(dataset.resolve("summary.json"), """
                {"rows": 7, "checksum": "0", "files": [{"name": "part-00.parquet", "rows": 7, "rowGroups": 2}]}
                """);
    }

    @Test
    void shouldStoreAPlanThatNamesTableInputsAndSettings() throws IOException {
        // When
        JobPlan plan = PreparePlan.prepare(dataset, home, ATTEMPT, Map.of("sleeper.ingest.threads", "2"));

        // Then the instance has the plan, for its table as it is, with every input pinned as it lies there
        FileInstance instance = BenchmarkInstance.open(home);
        var table = instance.tables().require(PreparePlan.TABLE.value()).table().orElseThrow();
        FilePath input = new FilePath("input", "part-00.parquet");
        assertThat(instance.jobs().plan(ATTEMPT)).contains(plan);
        assertThat(plan.incarnation()).isEqualTo(table.incarnation());
        assertThat(plan.partitions()).isEqualTo(table.partitions());
        assertThat(plan.partitions().leaves()).hasSize(3);
        assertThat(plan.inputs())
                .isEqualTo(List.of(new InputFile(
                        input, instance.files().find(input).orElseThrow().version(), 7, 2)));
        assertThat(Settings.ofMap(plan.settings()).get(IngestSettings.THREADS)).isEqualTo(2);
    }
}
