package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.file.FilePath;
import sleeper.core.file.WritableFile;
import sleeper.statestore.util.Surroundings;

class PartSizesTest {
    private static final FilePath FILE = new FilePath("bucket", "file");

    @ParameterizedTest
    @CsvSource({"1, 8", "1000, 8", "1001, 16", "2000, 16", "2001, 24", "9001, 80", "10000, 80"})
    void shouldGrowByThousands(int number, int mebibytes) throws Exception {
        assertThat(PartSizes.OF_S3.bytesOf(number, FILE)).isEqualTo(mebibytes << 20);
    }

    @Test
    void shouldSayHowLargeAFileMayBeInTheMostPartsThatS3Takes() {
        assertThatThrownBy(() -> PartSizes.OF_S3.bytesOf(10_001, FILE))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage(
                        "File bucket/file has more than 461373440000 bytes, which is the most in 10000 parts, and S3"
                                + " takes no more parts. Write smaller files.");
    }

    /** With a whole part for each they would take 16 GiB. */
    @Test
    void shouldHoldManySmallFilesAtOnce() throws Exception {
        FakeS3 service = new FakeS3();
        S3FileStore store = new S3FileStore(
                service, new Surroundings(() -> Instant.EPOCH, () -> "writer", new Random(1), time -> {}));
        List<WritableFile> files = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            files.add(store.create(new FilePath("bucket", "file" + i)));
            files.get(i).write(ByteBuffer.wrap(new byte[100]));
        }
        for (WritableFile file : files) {
            file.commit();
            file.close();
        }
        assertThat(service.objects()).hasSize(2_000);
    }
}
