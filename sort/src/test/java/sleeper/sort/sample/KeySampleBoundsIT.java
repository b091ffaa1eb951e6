package sleeper.sort.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.key.Key;
import sleeper.statestore.file.LocalFileStore;

class KeySampleBoundsIT {
    @TempDir
    Path root;

    private SampledFiles files;
    private FileStore store;

    @BeforeEach
    void setUp() {
        files = new SampledFiles(root);
        store = new LocalFileStore(root);
    }

    /**
     * A function has 15 minutes. Where each call takes 30 ms and 16 are in flight, the calls that are allowed here take
     * (2,032 + 24,000) × 30 ms / 16 = 49 s.
     */
    @Test
    void shouldReadAHundredThousandFilesWithFewCallsAndFootersInMemory() throws IOException {
        // Given files of 10,000 rows in 79 pages, of which those that are opened have ten million
        CountingStore counting = new CountingStore(store);
        List<FileInfo> inputs = Collections.nCopies(100_000, files.write("a.parquet", 0, 1, 10_000));
        // When keys for 400 leaves are taken, which is as many stretches as there are at most
        List<Key> keys = KeySample.of(counting, inputs, SampledFiles.SCHEMA, 80_000);
        // Then a file is opened once for its footer, and once for all of its stretches or, where a unit ends, twice
        assertThat(keys).hasSize(80_000);
        assertThat(counting.opens()).isBetween(2_000, 2_032);
        assertThat(counting.reads()).isLessThanOrEqualTo(24_000);
        // And a footer is looked at only while its file is open
        assertThat(counting.mostOpen()).isLessThanOrEqualTo(16);
    }

    @Test
    void shouldReadOneLargeFileWithSixteenThreads() throws IOException {
        // Given a store that answers no more opens until 16 wait, but for the first, which is for the footer alone
        CountDownLatch sixteen = new CountDownLatch(16);
        CountingStore waiting = new CountingStore(store, number -> {
            if (number > 1) {
                sixteen.countDown();
                await(sixteen);
            }
        });
        FileInfo file = files.write("a.parquet", 0, 1, 5_000_000);
        // When
        List<Key> keys = KeySample.of(waiting, List.of(file), SampledFiles.SCHEMA, 20_000);
        // Then its footer is read 33 times
        assertThat(keys).hasSize(20_000);
        assertThat(waiting.opens()).isBetween(33, 34);
        assertThat(waiting.mostOpen()).isEqualTo(16);
    }

    @Test
    void shouldReadOnlyTheIndexAndThePagesOfStretches() throws IOException {
        // Given one row group of 20 million rows, 160 MB of keys
        CountingStore counting = new CountingStore(store);
        FileInfo file = files.write("a.parquet", 0, 1, 20_000_000);
        // When
        KeySample.of(counting, List.of(file), SampledFiles.SCHEMA, 20_000);
        // Then each of 1,000 stretches takes one read or two of 64 KiB, and each reading of the file the index
        long indexes = 33 * (4L << 20);
        assertThat(counting.reads()).isLessThan(2_200);
        assertThat(counting.bytes()).isLessThan(2_000 * (64 << 10) + indexes);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
