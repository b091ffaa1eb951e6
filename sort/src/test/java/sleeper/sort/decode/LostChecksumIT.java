package sleeper.sort.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.column.Batch;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FooterReader;
import sleeper.sort.reference.GroupFiles;
import sleeper.sort.schema.FileMapping;
import sleeper.sort.schema.TableLayout;
import sleeper.statestore.file.LocalFileStore;

/** One bit turns the type of a checksum's field into one that the field does not have, so that the page seems to have none. */
class LostChecksumIT {
    private static final Schema TABLE = new Schema(
            List.of(Field.required("key", PrimitiveType.INT)),
            List.of(),
            List.of(Field.required("value", PrimitiveType.INT)));
    private static final MessageType TYPE =
            MessageTypeParser.parseMessageType("message m { required int32 key; required int32 value; }");

    @TempDir
    Path root;

    private Path path;

    @BeforeEach
    void makeFolder() throws IOException {
        path = Files.createDirectories(root.resolve("in")).resolve("f.parquet");
    }

    private byte[] written(boolean checksums) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(Map.of("key", i, "value", 7 * i));
        }
        Files.deleteIfExists(path);
        GroupFiles.write(
                path,
                TABLE,
                TYPE,
                rows,
                new GroupFiles.Options(
                        CompressionCodecName.UNCOMPRESSED,
                        WriterVersion.PARQUET_1_0,
                        false,
                        false,
                        4096,
                        1 << 20,
                        checksums));
        return Files.readAllBytes(path);
    }

    private int read() throws IOException {
        FileStore store = new LocalFileStore(root);
        FileInfo info = store.find(new FilePath("in", "f.parquet")).orElseThrow();
        TableLayout layout = new TableLayout(TABLE);
        try (ReadableFile file = store.open(info.path(), info.version());
                PageDecompressor decompressor = new PageDecompressor()) {
            Footer footer = FooterReader.read(file);
            Batch batch = layout.newBatch();
            boolean more = new InputReader(
                            file, footer, 0, FileMapping.of(layout, footer.root()), decompressor, 64 << 10)
                    .read(batch, 1000, 1 << 20);
            assertThat(more).isFalse();
            return batch.rows();
        }
    }

    @Test
    void shouldRefuseAPageWithoutChecksumWhereOthersCarryOne() throws IOException {
        // Given the first page, whose header has its type, two sizes and the checksum in front
        byte[] bytes = written(true);
        int at = 4;
        for (int field = 0; field < 3; field++) {
            at++;
            while (bytes[at++] < 0) {
                // A number goes on as long as the highest bit is set
            }
        }
        assertThat(bytes[at]).isEqualTo((byte) 0x15);
        bytes[at] ^= 1;
        Files.write(path, bytes);
        // When / Then
        assertThatThrownBy(this::read)
                .isInstanceOfSatisfying(
                        InvalidRequestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE))
                .hasMessageContaining(
                        "column 'value': found a page with a checksum where others of the row group have none;"
                                + " allowed: a checksum in every page or in none");
    }

    @Test
    void shouldReadPagesThatAllCarryAChecksumOrAllNone() throws IOException {
        written(true);
        assertThat(read()).isEqualTo(100);
        written(false);
        assertThat(read()).isEqualTo(100);
    }
}
