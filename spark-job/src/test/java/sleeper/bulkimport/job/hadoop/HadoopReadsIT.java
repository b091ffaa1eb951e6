package sleeper.bulkimport.job.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileRange;
import sleeper.core.file.FileStore;
import sleeper.core.file.ReadableFile;

/** How many calls ranges take that are asked for together. */
class HadoopReadsIT {
    private static final int FAR = JoinedRanges.GAP_BYTES * 2;
    private static final int LENGTH = 100;
    private static final int CHUNKS = 20;

    @TempDir
    private Path folder;

    private final byte[] content = new byte[CHUNKS * FAR];
    private final FileStore store = new HadoopFileStore(CountedFileSystem.configuration());
    private FileInfo info;

    @BeforeEach
    void writeFile() throws IOException {
        new Random(1).nextBytes(content);
        Path file = Files.write(folder.resolve("f"), content);
        info = store.find(new FilePath("counted://", file.toString().substring(1)))
                .orElseThrow();
    }

    private static FileRange range(int position) {
        return new FileRange(position, ByteBuffer.allocate(LENGTH));
    }

    private static List<FileRange> farRanges() {
        List<FileRange> ranges = new ArrayList<>();
        for (int i = 0; i < CHUNKS; i++) {
            ranges.add(range(i * FAR));
        }
        return ranges;
    }

    private void assertFilled(List<FileRange> ranges) {
        for (FileRange range : ranges) {
            int position = (int) range.position();
            assertThat(range.into().hasRemaining()).isFalse();
            assertThat(ByteBuffer.wrap(range.into().array())).isEqualTo(ByteBuffer.wrap(content, position, LENGTH));
        }
    }

    @Test
    void shouldReadNearRangesInOneCallAndFarOnesThroughSeveralStreamsAtOnce() throws Exception {
        // Given columns near each other, and others far away
        List<FileRange> ranges = farRanges();
        for (int i = 1; i < 10; i++) {
            ranges.add(range(i * LENGTH * 2));
        }
        CountedFileSystem.begin(HadoopReadableFile.MOST_STREAMS);
        try (ReadableFile file = store.open(info.path(), info.version())) {
            // When
            file.readFully(ranges);
        }
        // Then
        assertFilled(ranges);
        assertThat(CountedFileSystem.wereTogether()).isTrue();
        assertThat(CountedFileSystem.READS).hasValue(CHUNKS);
        assertThat(CountedFileSystem.OPENS).hasValue(HadoopReadableFile.MOST_STREAMS);
        assertThat(CountedFileSystem.STATUSES)
                .as("one to open, one after the call")
                .hasValue(2);
    }

    @Test
    void shouldUseTheStreamsAgainThatACallHasOpened() throws Exception {
        CountedFileSystem.begin(1);
        try (ReadableFile file = store.open(info.path(), info.version())) {
            for (int i = 0; i < CHUNKS; i++) {
                file.readFully(List.of(range(i * FAR)));
            }
        }
        assertThat(CountedFileSystem.OPENS).hasValue(1);
    }

    @Test
    void shouldReadInOneCallOfHadoopsWhereItHasThem() throws Exception {
        // Given streams as this version of Hadoop has them
        List<FileRange> ranges = farRanges();
        CountedFileSystem.begin(0);
        try (ReadableFile file = store.open(info.path(), info.version())) {
            // When
            file.readFully(ranges);
        }
        // Then
        assertFilled(ranges);
        assertThat(CountedFileSystem.OPENS.get())
                .isBetween(1, VectoredReads.areThere() ? 1 : HadoopReadableFile.MOST_STREAMS);
    }

    @Test
    void shouldFillBuffersThatAreNotOnTheHeap() throws Exception {
        CountedFileSystem.begin(0);
        ByteBuffer into = ByteBuffer.allocateDirect(LENGTH);
        try (ReadableFile file = store.open(info.path(), info.version())) {
            file.readFully(FAR, into);
        }
        assertThat(into.flip()).isEqualTo(ByteBuffer.wrap(content, FAR, LENGTH));
    }
}
