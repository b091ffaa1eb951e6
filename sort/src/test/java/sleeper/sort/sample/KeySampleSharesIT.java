package sleeper.sort.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FileInfo;
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.PartitionTree;
import sleeper.statestore.file.LocalFileStore;

/** Of all rows, and not of the sampled ones, each leaf gets about as many as every other, however the rows lie in the files. */
class KeySampleSharesIT {
    @TempDir
    Path root;

    private SampledFiles files;

    @BeforeEach
    void setUp() {
        files = new SampledFiles(root);
    }

    /** @return the rows of the smallest and of the largest leaf, as shares of what they had if all were even */
    private List<Double> extremes(List<FileInfo> inputs, int leaves, int allKeys) {
        PartitionTree tree = PartitionsFromSample.of(new LocalFileStore(root), inputs, SampledFiles.SCHEMA, leaves);
        assertThat(tree.leaves()).hasSize(leaves);
        int[] counts = new int[leaves];
        for (int key = 0; key < allKeys; key++) {
            counts[tree.leafIndexOf(Key.of(new KeyValue.OfLong(key)))]++;
        }
        double even = (double) allKeys / leaves;
        return List.of(
                IntStream.of(counts).min().orElseThrow() / even,
                IntStream.of(counts).max().orElseThrow() / even);
    }

    @Test
    void shouldCutOneSortedRowGroupEvenly() throws IOException {
        // Given one row group that is read in stretches
        List<FileInfo> inputs = List.of(files.write("a.parquet", 0, 1, 5_000_000));
        // When / Then
        assertThat(extremes(inputs, 64, 5_000_000)).allMatch(share -> share > 0.9 && share < 1.1);
        assertThat(extremes(inputs, 512, 5_000_000)).allMatch(share -> share > 0.5 && share < 2);
    }

    @Test
    void shouldCutASortedFileOfManyRowGroupsEvenly() throws IOException {
        // Given more row groups than are read as a whole
        List<FileInfo> inputs = List.of(files.write("a.parquet", 0, 2_000, 2_500));
        // When / Then
        assertThat(extremes(inputs, 64, 5_000_000)).allMatch(share -> share > 0.9 && share < 1.1);
    }

    @Test
    void shouldCutASortedFileWithoutPageIndexEvenly() throws IOException {
        // Given row groups of which 80 of 100 are read
        List<FileInfo> inputs = List.of(files.withoutPageIndex(files.write("a.parquet", 0, 100, 50_000)));
        // When / Then
        assertThat(extremes(inputs, 64, 5_000_000)).allMatch(share -> share > 0.5 && share < 2);
    }

    @Test
    void shouldCutManyFilesEvenlyThatEachHaveAllKeysInOrder() throws IOException {
        // Given 1,000 files with the same keys, which are read in stretches
        List<FileInfo> inputs = Collections.nCopies(1_000, files.write("a.parquet", 0, 1, 50_000));
        // When / Then
        assertThat(extremes(inputs, 64, 50_000)).allMatch(share -> share > 0.7 && share < 1.4);
    }

    @Test
    void shouldCutManySmallFilesEvenlyThatEachHaveAllKeysInOrder() throws IOException {
        // Given 1,000 files with the same keys, which are read as a whole, and of which 20 keys are kept each
        List<FileInfo> inputs = Collections.nCopies(1_000, files.write("a.parquet", 0, 1, 4_000));
        // When / Then
        assertThat(extremes(inputs, 64, 4_000)).allMatch(share -> share > 0.9 && share < 1.1);
    }

    @Test
    void shouldCutFilesEvenlyThatFollowEachOtherAndAreNotAllOpened() throws IOException {
        // Given
        List<FileInfo> inputs = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            inputs.add(files.write(String.format("%05d.parquet", i), 40L * i, 1, 40));
        }
        // When / Then
        assertThat(extremes(inputs, 64, 60_000)).allMatch(share -> share > 0.8 && share < 1.2);
    }
}
