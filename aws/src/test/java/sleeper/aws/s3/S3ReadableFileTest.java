package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.aws.request.InFlight;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileRange;
import sleeper.core.file.ReadableFile;
import sleeper.statestore.util.Surroundings;

/** Reads of a server whose answers bring other bytes than were asked for. */
class S3ReadableFileTest {
    private static final FilePath FILE = new FilePath(FakeS3.BUCKET, "folder/file");

    private final FakeS3 service = new FakeS3();
    private final S3FileStore store = new S3FileStore(
            service,
            new InFlight(Runnable::run),
            new Surroundings(() -> Instant.EPOCH, () -> "id", new Random(1), time -> {}));

    @BeforeEach
    void putFile() {
        service.put(FILE.key(), "abcdefghij".getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private String read(int from, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        try (ReadableFile file = store.open(FILE, store.find(FILE).orElseThrow().version())) {
            file.readFully(from, into);
        }
        return new String(into.array(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldReadTheRangeThatWasAskedFor() throws IOException {
        assertThat(read(3, 4)).isEqualTo("defg");
        assertThat(read(0, 10)).isEqualTo("abcdefghij");
    }

    @Test
    void shouldNotTakeTheFirstBytesOfAnAnswerForARangeThatWasIgnored() {
        service.answering(FakeS3.Ranges::whole);

        assertThatThrownBy(() -> read(3, 4))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("s3://bucket/folder/file")
                .hasMessageContaining("bytes 3-6, and answered with all of the object")
                .hasMessageContaining("does not keep Range");
        assertThatThrownBy(() -> read(0, 4)).isInstanceOf(IOException.class);
    }

    @Test
    void shouldTakeAnAnswerWithoutARangeWhereAllWasAskedFor() throws IOException {
        service.answering(FakeS3.Ranges::whole);

        assertThat(read(0, 10)).isEqualTo("abcdefghij");
    }

    @Test
    void shouldNotTakeAnotherRangeNorThatOfAnotherLength() {
        for (String header : List.of("bytes 4-7/10", "bytes 3-5/10", "bytes 3-6/11", "bytes 3-6/*")) {
            service.answering((asked, length) -> new FakeS3.Range(4, 8, header));

            assertThatThrownBy(() -> read(3, 4)).hasMessageContaining("answered with " + header);
        }
    }

    @Test
    void shouldNotTakeOneRangeOfSeveralForAnother() throws IOException {
        service.answering(FakeS3.Ranges::whole);
        try (ReadableFile file = store.open(FILE, store.find(FILE).orElseThrow().version())) {
            List<FileRange> ranges =
                    List.of(new FileRange(1, ByteBuffer.allocate(2)), new FileRange(7, ByteBuffer.allocate(2)));

            assertThatThrownBy(() -> file.readFully(ranges)).hasMessageContaining("bytes 1-8, and answered with all");
        }
    }
}
