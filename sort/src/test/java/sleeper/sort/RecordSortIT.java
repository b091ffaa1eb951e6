package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.PartitionTree;
import sleeper.core.table.TableName;
import sleeper.sort.demo.DemoData;
import sleeper.sort.encode.WriteSettings;
import sleeper.statestore.file.LocalFileStore;

class RecordSortIT {
    @TempDir
    Path root;

    @Test
    void shouldStoreABatchInTimeWhereLongRowsFollowShortOnes() throws IOException {
        // Given batches of 512 KiB, and 1,000 short rows
        Files.createDirectories(root.resolve("spill"));
        List<Long> stored = new ArrayList<>();
        SortRequest request = new SortRequest(
                DemoData.SCHEMA,
                PartitionTree.single(1),
                List.of(),
                new LocalFileStore(root),
                new TableLocation("tables", new TableName("demo")),
                new AttemptId(new JobId("j"), 1),
                "r",
                new SortSettings(
                        WriteSettings.DEFAULT, SortSettings.LEAST_MEMORY_BUDGET_BYTES, 1, root.resolve("spill")),
                (phase, rows, totalRows) -> stored.add(rows),
                () -> {});
        try (RecordSort sort = new RecordSort(request)) {
            for (int i = 0; i < 1_000; i++) {
                sort.add(row(1));
            }
            // When rows of 100 kB follow
            for (int i = 0; i < 20; i++) {
                sort.add(row(100_000));
            }
            // Then a batch ends with the row that fills it
            assertThat(stored).containsExactly(1_006L, 1_012L, 1_018L);
        }
    }

    private static Map<String, Object> row(int valueBytes) {
        return Map.of("key", "k", "timestamp", 1L, "value", "v".repeat(valueBytes));
    }
}
