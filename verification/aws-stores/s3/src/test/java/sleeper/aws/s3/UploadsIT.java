package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileRange;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;

/** Files of several parts, written by pieces of any size. */
class UploadsIT {
    private static final int MIB = 1 << 20;

    private static S3Server server;
    private final S3FileStore store = new S3FileStore(server.client(), S3Server.surroundings());
    private final FilePath file = new FilePath(server.newBucket(), "folder/file");

    @BeforeAll
    static void startServer() throws Exception {
        server = S3Server.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldGiveBackAllBytesInTheirOrder(long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        byte[] content = new byte[16 * MIB + 1 + random.nextInt(20 * MIB)];
        random.nextBytes(content);
        // When
        FileInfo info;
        try (WritableFile written = store.create(file)) {
            for (int from = 0; from < content.length; ) {
                int length = Math.min(content.length - from, random.nextInt(3 * MIB));
                written.write(ByteBuffer.wrap(content, from, length));
                from += length;
            }
            info = written.commit();
        }
        // Then
        assertThat(info.version().lengthBytes()).isEqualTo(content.length);
        ByteBuffer read = ByteBuffer.allocate(content.length);
        try (ReadableFile readable = store.open(file, info.version())) {
            readable.readFully(0, read);
        }
        assertThat(read.array()).isEqualTo(content);
        assertThat(server.client()
                        .headObject(request ->
                                request.bucket(file.bucket()).key(file.key()).checksumMode("ENABLED"))
                        .checksumCRC32C())
                .isEqualTo(Crc32c.of(content));
    }

    @Test
    void shouldHaveFourPartsUnderWayEachWay() throws Exception {
        Gate gates = new Gate(S3Upload.PARTS_IN_FLIGHT);
        S3Server gated = S3Server.with(store -> gates.before(new ConditionsOfS3(store)));
        try {
            S3FileStore files = new S3FileStore(gated.client(), S3Server.surroundings());
            FilePath path = new FilePath(gated.newBucket(), "file");
            // When
            FileInfo info;
            try (WritableFile written = files.create(path)) {
                written.write(ByteBuffer.allocate(S3Upload.PARTS_IN_FLIGHT * S3WritableFile.PART_BYTES));
                info = written.commit();
            }
            // Then
            assertThat(gates.mostWrites()).isEqualTo(S3Upload.PARTS_IN_FLIGHT);
            // When
            List<FileRange> ranges = IntStream.range(0, 2 * S3Upload.PARTS_IN_FLIGHT)
                    .mapToObj(i -> new FileRange((long) i * 4 * MIB, ByteBuffer.allocate(MIB)))
                    .toList();
            try (ReadableFile readable = files.open(path, info.version())) {
                readable.readFully(ranges);
            }
            // Then
            assertThat(gates.mostReads()).isGreaterThanOrEqualTo(S3Upload.PARTS_IN_FLIGHT);
            assertThat(ranges).noneMatch(range -> range.into().hasRemaining());
        } finally {
            gated.stop();
        }
    }
}
