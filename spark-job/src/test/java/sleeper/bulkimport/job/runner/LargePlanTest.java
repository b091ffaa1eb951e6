package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobPlan;
import sleeper.core.job.json.JobPlanJson;
import sleeper.core.platform.Platform;
import sleeper.core.settings.Settings;
import sleeper.sort.demo.DemoData;

/** A job of 100,000 files: what its plan takes, and to how many tasks it comes. */
class LargePlanTest {
    private static final int FILES = 100_000;
    private static final long FILE_BYTES = 10_000;

    private static JobPlan plan() {
        List<InputFile> inputs = IntStream.range(0, FILES)
                .mapToObj(i -> new InputFile(
                        new FilePath("in", String.format("events/2026/11/28/part-%06d.parquet", i)),
                        new FileVersion(FILE_BYTES, "\"d41d8cd98f00b204e9800998ecf8427e-" + i + "\""),
                        1_000,
                        1))
                .toList();
        return new JobPlan(
                JobHome.attempt("large", 1),
                "ab".repeat(32),
                JobHome.TABLE,
                "1",
                DemoData.SCHEMA,
                DemoData.partitions(10_000),
                Platform.EMR,
                List.of(),
                List.of(),
                inputs,
                List.of(),
                List.of(),
                Settings.ofInstance(Map.of()).withTable(Map.of()).toMap(),
                Map.of(),
                Optional.empty());
    }

    @Test
    void shouldComeToFewTasks() {
        // Given
        JobPlan plan = plan();
        // When
        long start = System.nanoTime();
        String written = JobPlanJson.write(plan);
        long between = System.nanoTime();
        JobPlan read = JobPlanJson.read(written);
        long end = System.nanoTime();
        List<InputSplit> splits = InputSplits.of(read.inputs(), 200);
        // Then
        System.out.printf(
                "plan of %d files and %d leaves: %.1f MB, written in %.2f s, read in %.2f s, %d splits%n",
                FILES,
                plan.partitions().leaves().size(),
                written.getBytes(StandardCharsets.UTF_8).length / 1e6,
                (between - start) / 1e9,
                (end - between) / 1e9,
                splits.size());
        assertThat(read).isEqualTo(plan);
        assertThat(splits).hasSizeBetween(3_000, 3_300);
        assertThat(splits.stream().mapToInt(split -> split.pieces().size()).sum())
                .isEqualTo(FILES);
    }
}
