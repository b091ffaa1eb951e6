package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sleeper.bulkimport.job.runner.InputSplit.Piece;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.job.InputFile;

class InputSplitsTest {
    private static final long MIB = 1L << 20;

    private static InputFile file(long bytes, int rowGroups) {
        return new InputFile(new FilePath("b", "f.parquet"), new FileVersion(bytes, "tag"), 10L * rowGroups, rowGroups);
    }

    private static List<InputFile> files(int count, long bytes, int rowGroups) {
        return IntStream.range(0, count).mapToObj(i -> file(bytes, rowGroups)).toList();
    }

    /** @return for each file how often each of its row groups is in a split */
    private static Map<Integer, List<Integer>> groupsOf(List<InputSplit> splits) {
        Map<Integer, List<Integer>> groups = new HashMap<>();
        for (InputSplit split : splits) {
            for (Piece piece : split.pieces()) {
                List<Integer> ofFile = groups.computeIfAbsent(piece.input(), first -> new ArrayList<>());
                IntStream.range(piece.from(), piece.to()).forEach(ofFile::add);
            }
        }
        return groups;
    }

    @Test
    void shouldCutALargeFileBetweenItsRowGroups() {
        List<InputSplit> splits = InputSplits.of(files(1, 10_240 * MIB, 100), 4);
        assertThat(splits).hasSizeBetween(80, 101);
        assertThat(groupsOf(splits).get(0))
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void shouldMakeFewSplitsOfManySmallFiles() {
        List<InputSplit> splits = InputSplits.of(files(10_000, 10_000, 1), 8);
        assertThat(splits).hasSizeBetween(300, 330);
        assertThat(groupsOf(splits))
                .hasSize(10_000)
                .allSatisfy((file, groups) -> assertThat(groups).containsExactly(0));
    }

    @Test
    void shouldGiveEveryTaskSomethingToReadIfThereAreRowGroups() {
        assertThat(InputSplits.of(files(1, 400 * MIB, 16), 8)).hasSize(16);
        assertThat(InputSplits.of(files(4, 100 * MIB, 4), 8)).hasSize(16);
    }

    @Test
    void shouldHaveAFileWithoutRowGroupsCheckedToo() {
        List<InputSplit> splits = InputSplits.of(List.of(file(1_000, 0), file(1_000, 1)), 2);
        assertThat(splits.stream().flatMap(split -> split.pieces().stream()))
                .containsExactly(new Piece(0, 0, 0), new Piece(1, 0, 1));
    }

    @Test
    void shouldShareFilesWithoutRowGroupsAmongTheTasksAsOthers() {
        List<InputSplit> splits = InputSplits.of(files(10_000, 10_000, 0), 8);
        assertThat(splits).hasSizeBetween(300, 330);
        assertThat(splits.stream().flatMap(split -> split.pieces().stream())).hasSize(10_000);
    }

    @Test
    void shouldMakeNoSplitOfNothing() {
        assertThat(InputSplits.of(List.of(), 2)).isEmpty();
    }

    @Test
    void shouldPutEachRowGroupIntoOneSplitWhateverTheSizes() {
        List<InputFile> files = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            files.add(file((long) i * i * 20_000, 1 + i * 7 % 13));
        }
        Map<Integer, List<Integer>> groups = groupsOf(InputSplits.of(files, 3));
        for (int i = 0; i < files.size(); i++) {
            assertThat(groups.get(i))
                    .containsExactlyElementsOf(
                            IntStream.range(0, files.get(i).rowGroups()).boxed().toList());
        }
    }
}
