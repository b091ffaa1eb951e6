package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.PartitionTree;
import sleeper.core.table.TableName;
import sleeper.sort.check.InputCheck;
import sleeper.sort.demo.DemoData;
import sleeper.sort.encode.WriteSettings;
import sleeper.statestore.file.LocalFileStore;
import sleeper.testkit.file.LostReplies;

class LostReplyIT {
    private static final PartitionTree PARTITIONS = DemoData.partitions(4);
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("j"), 1);
    private static final TableLocation TABLE = new TableLocation("tables", new TableName("demo"));

    @TempDir
    Path root;

    private final List<InputFile> inputs = new ArrayList<>();
    private LocalFileStore files;

    @BeforeEach
    void makeInput() throws IOException {
        files = new LocalFileStore(root);
        Files.createDirectories(root.resolve("spill"));
        for (FilePath path : new DemoData(4_000, 1, 4_000, 7).write(files, new FilePath("in", "d"), 1)) {
            inputs.add(InputCheck.check(files, files.find(path).orElseThrow(), DemoData.SCHEMA)
                    .input());
        }
    }

    private void expectUnknown(FilePath lost) {
        SortRequest request = new SortRequest(
                DemoData.SCHEMA,
                PARTITIONS,
                inputs,
                new LostReplies(files, lost::equals),
                TABLE,
                ATTEMPT,
                "r",
                new SortSettings(
                        WriteSettings.DEFAULT, SortSettings.LEAST_MEMORY_BUDGET_BYTES, 1, root.resolve("spill")));

        assertThatThrownBy(() -> PartitionedSort.run(request))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContaining("Whether file " + lost + " was written is not known.");
    }

    private static String dataFile(int leaf) {
        return TableLocation.dataFile(PARTITIONS.leaves().get(leaf).id(), ATTEMPT, "r", 0);
    }

    private List<FilePath> left() throws IOException {
        return files.list(TABLE.data()).toList().stream()
                .map(file -> file.path())
                .toList();
    }

    @Test
    void shouldTakeBackAllButAFileOfUnknownOutcome() throws IOException {
        // Given
        FilePath lost = TABLE.file(dataFile(1));
        // When
        expectUnknown(lost);
        // Then the file of the leaf before is gone, and those of the leaves behind were not begun
        assertThat(left()).containsExactly(lost);
    }

    @Test
    void shouldLeaveTheFileOfASketchOfUnknownOutcome() throws IOException {
        // Given
        FilePath lost = TABLE.file(TableLocation.sketchesOf(dataFile(1)));
        // When
        expectUnknown(lost);
        // Then
        assertThat(left()).containsExactlyInAnyOrder(TABLE.file(dataFile(1)), lost);
    }
}
