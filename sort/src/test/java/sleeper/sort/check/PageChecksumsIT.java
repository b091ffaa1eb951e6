package sleeper.sort.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.sort.reference.GroupFiles;
import sleeper.statestore.file.LocalFileStore;

class PageChecksumsIT {
    private static final MessageType TYPE =
            MessageTypeParser.parseMessageType("message m { required binary key (UTF8); }");

    @TempDir
    Path root;

    private FileStore store;

    @BeforeEach
    void makeFolder() throws IOException {
        store = new LocalFileStore(root);
        Files.createDirectories(root.resolve("in"));
    }

    private FileInfo written(int rows, WriterVersion version, boolean dictionary, boolean checksums, String value)
            throws IOException {
        List<Map<String, Object>> values = new ArrayList<>();
        IntStream.range(0, rows).forEach(i -> values.add(Map.of("key", value)));
        GroupFiles.writeFields(
                root.resolve("in/f.parquet"),
                List.of(Field.required("key", PrimitiveType.STRING)),
                TYPE,
                values,
                new GroupFiles.Options(
                        CompressionCodecName.SNAPPY, version, dictionary, false, 4096, 1 << 20, checksums));
        return store.find(new FilePath("in", "f.parquet")).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "PARQUET_1_0, true, true, PRESENT",
        "PARQUET_1_0, false, true, PRESENT",
        "PARQUET_2_0, true, true, PRESENT",
        "PARQUET_2_0, false, true, PRESENT",
        "PARQUET_1_0, true, false, ABSENT",
        "PARQUET_2_0, false, false, ABSENT"
    })
    void shouldTellByTheFirstDataPage(
            WriterVersion version, boolean dictionary, boolean checksums, PageChecksums expected) throws IOException {
        assertThat(PageChecksums.of(store, written(100, version, dictionary, checksums, "a")))
                .isEqualTo(expected);
    }

    @Test
    void shouldReadAHeaderThatIsLongerThanMost() throws IOException {
        // Given a page whose header names its least and greatest value of 5,000 bytes
        FileInfo file = written(10, WriterVersion.PARQUET_2_0, false, true, "x".repeat(5_000));
        // When / Then
        assertThat(PageChecksums.of(store, file)).isEqualTo(PageChecksums.PRESENT);
    }

    @Test
    void shouldSayThatAFileWithoutRowsHasNoPages() throws IOException {
        assertThat(PageChecksums.of(store, written(0, WriterVersion.PARQUET_1_0, true, true, "a")))
                .isEqualTo(PageChecksums.NO_PAGES);
    }

    @Test
    void shouldRefuseAFileWhoseFirstPageCannotBeParsed() throws IOException {
        // Given
        written(100, WriterVersion.PARQUET_1_0, false, true, "a");
        byte[] bytes = Files.readAllBytes(root.resolve("in/f.parquet"));
        bytes[4] = (byte) 0xFF;
        Files.write(root.resolve("in/f.parquet"), bytes);
        FileInfo damaged = store.find(new FilePath("in", "f.parquet")).orElseThrow();
        // When / Then
        assertThatThrownBy(() -> PageChecksums.of(store, damaged))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE))
                .hasMessageContaining("in/f.parquet: found a page header that cannot be parsed");
    }
}
