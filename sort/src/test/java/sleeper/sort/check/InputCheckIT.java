package sleeper.sort.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnCryptoMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.EncryptionWithFooterKey;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Type;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.settings.IngestSettings.ExtraColumns;
import sleeper.core.settings.IngestSettings.MissingColumns;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.core.table.WrittenFile;
import sleeper.sort.PartitionedSort;
import sleeper.sort.SortRequest;
import sleeper.sort.SortSettings;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.reference.GroupFiles;
import sleeper.sort.schema.ColumnDifference;
import sleeper.sort.schema.ColumnDifference.Verdict;
import sleeper.sort.schema.ColumnRules;
import sleeper.statestore.file.LocalFileStore;

class InputCheckIT {
    private static final Schema TABLE = new Schema(
            List.of(Field.required("key", PrimitiveType.STRING)),
            List.of(Field.required("time", PrimitiveType.LONG)),
            List.of(Field.nullable("value", PrimitiveType.STRING), Field.nullable("ratio", PrimitiveType.DOUBLE)));

    @TempDir
    Path root;

    private FileStore store;

    @BeforeEach
    void makeFolder() throws IOException {
        store = new LocalFileStore(root);
        Files.createDirectories(root.resolve("in"));
    }

    private FileInfo written(String name, String message, List<Map<String, Object>> rows) throws IOException {
        MessageType type = MessageTypeParser.parseMessageType(message);
        List<Field> fields = new ArrayList<>();
        type.getFields().forEach(column -> fields.add(Field.nullable(column.getName(), ofColumn(column))));
        GroupFiles.Options options = new GroupFiles.Options(
                CompressionCodecName.SNAPPY, WriterVersion.PARQUET_1_0, false, false, 4096, 1 << 20, true);
        GroupFiles.writeFields(root.resolve("in/" + name), fields, type, rows, options);
        return info(name);
    }

    private static PrimitiveType ofColumn(Type column) {
        return switch (column.asPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> PrimitiveType.INT;
            case INT64 -> PrimitiveType.LONG;
            case FLOAT -> PrimitiveType.FLOAT;
            case DOUBLE -> PrimitiveType.DOUBLE;
            case BOOLEAN -> PrimitiveType.BOOLEAN;
            default -> column.getLogicalTypeAnnotation() == null ? PrimitiveType.BYTEARRAY : PrimitiveType.STRING;
        };
    }

    private FileInfo info(String name) throws IOException {
        return store.find(new FilePath("in", name)).orElseThrow();
    }

    private FileInfo file(String name, byte[] bytes) throws IOException {
        Files.write(root.resolve("in/" + name), bytes);
        return info(name);
    }

    private List<ErrorCode> codes(FileInfo file) {
        return InputCheck.check(store, file, TABLE).faults().stream()
                .map(Fault::code)
                .toList();
    }

    private static Map<String, Object> row(Object key, Object time, Object value, Object ratio) {
        Map<String, Object> row = new HashMap<>();
        row.put("key", key);
        row.put("time", time);
        row.put("value", value);
        row.put("ratio", ratio);
        return row;
    }

    private static final String FITTING =
            "message m { optional int32 time; optional binary value (UTF8); required binary key (UTF8);"
                    + " optional float ratio; }";

    private FileInfo fitting() throws IOException {
        return written("fitting.parquet", FITTING, List.of(row("a", 1, null, 0.5f), row("b", 2, "x", null)));
    }

    @Test
    void shouldAcceptOptionalAndNarrowerColumnsInAnyOrder() throws IOException {
        // When
        FileInfo file = fitting();
        InputCheck.Result result = InputCheck.check(store, file, TABLE);
        // Then
        assertThat(result.faults()).isEmpty();
        assertThat(result.input().rowCount()).isEqualTo(2);
        assertThat(InputCheck.check(store, file, TABLE).columns())
                .extracting(ColumnDifference::column, ColumnDifference::verdict)
                .containsExactly(
                        Tuple.tuple("key", Verdict.SAME),
                        Tuple.tuple("time", Verdict.ACCEPTED),
                        Tuple.tuple("value", Verdict.SAME),
                        Tuple.tuple("ratio", Verdict.ACCEPTED));
    }

    @Test
    void shouldTellWhatRowsComeToAtLeastWhenTheyAreDecoded() throws IOException {
        // Given ten thousand equal rows, which a dictionary makes small
        FileInfo file = written("equal.parquet", FITTING, Collections.nCopies(10_000, row("a", 1, null, 0.5f)));
        assertThat(file.version().lengthBytes()).isLessThan(10_000);
        // When / Then each is an int, a float, a text of one byte and none
        assertThat(InputCheck.check(store, file, TABLE).decodedBytes()).isBetween(80_000L, 180_000L);
    }

    @Test
    void shouldListAllDifferencesOfColumnsTogether() throws IOException {
        // Given a renamed key, a timestamp, a date, and a column too many
        FileInfo file = written(
                "other.parquet",
                "message m { required binary Key (UTF8); required int64 time (TIMESTAMP_MILLIS); required int32 value (DATE);"
                        + " required double more; optional double ratio; }",
                List.of());
        // When
        List<ColumnDifference> differences =
                InputCheck.check(store, file, TABLE).columns();
        // Then
        assertThat(differences)
                .containsExactly(
                        new ColumnDifference(
                                "key",
                                Verdict.MISSING,
                                "",
                                "required string",
                                "Rename the file's column 'Key' to 'key'."),
                        new ColumnDifference(
                                "time", Verdict.OTHER_TYPE, "required timestamp(millis,utc)", "required long", ""),
                        new ColumnDifference("value", Verdict.OTHER_TYPE, "required date", "nullable string", ""),
                        new ColumnDifference("ratio", Verdict.SAME, "nullable double", "nullable double", ""),
                        new ColumnDifference(
                                "Key",
                                Verdict.EXTRA,
                                "required string",
                                "",
                                "Leave the column out of the file, or set sleeper.table.ingest.extra.columns to ignore."),
                        new ColumnDifference(
                                "more",
                                Verdict.EXTRA,
                                "required double",
                                "",
                                "Leave the column out of the file, or set sleeper.table.ingest.extra.columns to ignore."));
        assertThat(codes(file)).hasSize(5).containsOnly(ErrorCode.SCHEMA_MISMATCH);
    }

    @Test
    void shouldCallALongForAnIntNarrowing() throws IOException {
        // Given
        Schema narrow = new Schema(List.of(Field.required("key", PrimitiveType.INT)), List.of(), List.of());
        FileInfo file = written("long.parquet", "message m { required int64 key; }", List.of());
        // When / Then
        assertThat(InputCheck.check(store, file, narrow).columns())
                .containsExactly(new ColumnDifference("key", Verdict.NARROWING, "required long", "required int", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "1f8b0800000000000003,         a file that gzip has compressed as a whole",
        "28b52ffd000000000000,         a file that zstd has compressed as a whole",
        "425a683931415926,             a file that bzip2 has compressed as a whole",
        "fd377a585a0000,               a file that xz has compressed as a whole",
        "04224d18604082,               a file that lz4 has compressed as a whole",
        "ff060000734e61507059,         a file that Snappy has compressed as a whole",
        "504b03041400,                 a ZIP archive",
        "377abcaf271c,                 a 7z archive",
        "4f5243,                       an ORC file",
        "4f626a01,                     an Avro file",
        "4152524f5731,                 an Arrow file",
        "4f526400,                     no Parquet signature at the end",
        "504b0506,                     no Parquet signature at the end"
    })
    void shouldTellByItsFirstBytesWhatAFileIs(String hex, String found) throws IOException {
        byte[] begin = HexFormat.of().parseHex(hex);

        List<Fault> faults = InputCheck.check(store, file("a.parquet", Arrays.copyOf(begin, 40)), TABLE)
                .faults();

        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.code()).isEqualTo(ErrorCode.NOT_PARQUET);
            assertThat(fault.found()).isEqualTo(found);
            assertThat(fault.allowed().contains("unpack"))
                    .isEqualTo(found.contains("as a whole") || found.contains("archive"));
        });
    }

    @Test
    void shouldTellThatGzipHasPackedAWholeParquetFile() throws IOException {
        byte[] whole =
                Files.readAllBytes(root.resolve("in").resolve(fitting().path().key()));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(whole);
        }

        assertThat(InputCheck.check(store, file("a.parquet.gz", packed.toByteArray()), TABLE)
                        .faults())
                .extracting(Fault::message)
                .containsExactly(
                        "NOT_PARQUET at in/a.parquet.gz: found a file that gzip has compressed as a whole; allowed: a"
                                + " Parquet file, whose pages may be compressed: unpack this one first. Write the file as Parquet.");
    }

    @Test
    void shouldTellWhatIsNotParquetFromWhatIsCutShort() throws IOException {
        // Given
        byte[] whole =
                Files.readAllBytes(root.resolve("in").resolve(fitting().path().key()));
        // When / Then
        assertThat(codes(file("text.csv", "key,time\na,1\nb,2\n".getBytes(StandardCharsets.UTF_8))))
                .containsExactly(ErrorCode.NOT_PARQUET);
        assertThat(codes(file("empty", new byte[0]))).containsExactly(ErrorCode.NOT_PARQUET);
        assertThat(codes(file("half", Arrays.copyOf(whole, whole.length / 2)))).containsExactly(ErrorCode.CORRUPT_FILE);
        byte[] hugeFooter = whole.clone();
        hugeFooter[whole.length - 5] = 0x7F;
        assertThat(codes(file("footer", hugeFooter))).containsExactly(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void shouldNameFileRowGroupAndColumnOfANullWhereNoneMayBe() throws IOException {
        // Given a null key, which only reading can find
        FileInfo file = written(
                "nulls.parquet",
                "message m { optional int32 time; optional binary value (UTF8); optional binary key (UTF8);"
                        + " optional float ratio; }",
                List.of(row("a", 1, null, null), row("b", 2, null, null), row(null, 3, null, null)));
        assertThat(codes(file)).isEmpty();
        // When / Then
        assertThatThrownBy(() -> sort(file))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "File in/nulls.parquet was not read. NULL_VALUE at in/nulls.parquet, row group 0, column"
                                + " 'key': found a null (row 2 of the row group, counted from 0); allowed: a value in every"
                                + " row. Remove or fill the null; a value field, which is no key, may be made nullable instead.")
                .extracting(thrown ->
                        ((InvalidRequestException) thrown).faults().get(0).location())
                .isEqualTo(FaultLocation.ofFile("in/nulls.parquet")
                        .inRowGroup(0)
                        .inColumn("key")
                        .atRow(2));
    }

    private List<DataFile> sort(FileInfo file) {
        SortSettings settings =
                new SortSettings(WriteSettings.DEFAULT, SortSettings.LEAST_MEMORY_BUDGET_BYTES, 1, root);
        return WrittenFile.files(PartitionedSort.run(new SortRequest(
                TABLE,
                PartitionTree.single(1),
                List.of(InputCheck.check(store, file, TABLE).input()),
                store,
                new TableLocation("tables", new TableName("t")),
                new AttemptId(new JobId("j"), 1),
                "r",
                settings)));
    }

    /** A footer changed after the fact, the pages left as they are. */
    private interface FooterChange {
        void apply(FileMetaData footer);
    }

    private FileInfo withFooter(String name, FooterChange change) throws IOException {
        byte[] whole =
                Files.readAllBytes(root.resolve("in").resolve(fitting().path().key()));
        int length = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(whole.length - 8);
        int start = whole.length - 8 - length;
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(whole, start, length));
        change.apply(footer);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        Util.writeFileMetaData(footer, changed);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(whole, 0, start);
        out.write(changed.toByteArray());
        out.write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(changed.size())
                .array());
        out.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        return file(name, out.toByteArray());
    }

    @Test
    void shouldNotMindHowAColumnIsCompressedThatIsLeftOut() throws IOException {
        // Given a file whose third column is compressed in a way that nobody reads, and a table that lacks it
        FileInfo file = withFooter(
                "left-out",
                footer -> footer.getRow_groups().get(0).getColumns().forEach(column -> {
                    if (column.getMeta_data().getPath_in_schema().contains("ratio")) {
                        column.getMeta_data().setCodec(CompressionCodec.LZO);
                    }
                }));
        Schema without = new Schema(
                TABLE.rowKeyFields(),
                TABLE.sortKeyFields(),
                List.of(TABLE.valueFields().get(0)));
        ColumnRules ignoring = new ColumnRules(ExtraColumns.IGNORE, MissingColumns.REFUSE);
        // When / Then
        assertThat(codes(file)).containsExactly(ErrorCode.COMPRESSION_NOT_READ);
        assertThat(InputCheck.check(store, file, without, ignoring).faults()).isEmpty();
    }

    @Test
    void shouldRefuseMoreRowsThanAnyoneWrites() throws IOException {
        // Given a footer that claims a million million rows
        FileInfo file = withFooter("rows", footer -> {
            footer.setNum_rows(1_000_000_000_000L);
            footer.getRow_groups().get(0).setNum_rows(1_000_000_000_000L);
            footer.getRow_groups()
                    .get(0)
                    .getColumns()
                    .forEach(column -> column.getMeta_data().setNum_values(1_000_000_000_000L));
        });
        // When
        InputCheck.Result result = InputCheck.check(store, file, TABLE);
        // Then nobody makes room for them either
        assertThat(result.faults()).extracting(Fault::code).containsExactly(ErrorCode.LIMIT_EXCEEDED);
        assertThat(result.decodedBytes()).isZero();
    }

    @Test
    void shouldRefuseChunksOutsideTheFile() throws IOException {
        // Given
        FileInfo file = withFooter("chunks", footer -> {
            for (ColumnChunk column : footer.getRow_groups().get(0).getColumns()) {
                column.getMeta_data().setTotal_compressed_size(Long.MAX_VALUE - 10);
            }
        });
        // When / Then
        assertThat(codes(file)).containsExactly(ErrorCode.CORRUPT_FILE);
    }

    @Test
    void shouldNameTheColumnsThatAreEncrypted() throws IOException {
        // Given a footer that can be read, and two columns that cannot
        FileInfo file = withFooter("encrypted", footer -> {
            List<ColumnChunk> chunks = footer.getRow_groups().get(0).getColumns();
            chunks.get(1)
                    .setCrypto_metadata(ColumnCryptoMetaData.ENCRYPTION_WITH_FOOTER_KEY(new EncryptionWithFooterKey()));
            chunks.get(3).setEncrypted_column_metadata(new byte[] {1}).unsetMeta_data();
        });
        // When / Then
        assertThat(InputCheck.check(store, file, TABLE).faults())
                .extracting(Fault::code, Fault::found, Fault::allowed)
                .containsExactly(Tuple.tuple(
                        ErrorCode.NOT_PARQUET, "encrypted columns: 'value', 'ratio'", "Parquet without encryption"));
    }

    @Test
    void shouldRefuseAFooterOfUnknownPartsInsideEachOther() throws IOException {
        // Given a footer whose field 15, which the format does not have, is a struct in a struct, and so on
        byte[] footer = new byte[200_000];
        Arrays.fill(footer, (byte) 0x1C);
        footer[0] = (byte) 0xFC;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        bytes.write(footer);
        bytes.write(new byte[] {0x40, 0x0D, 0x03, 0});
        bytes.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        // When / Then
        assertThat(codes(file("deep", bytes.toByteArray()))).containsExactly(ErrorCode.CORRUPT_FILE);
    }

    @Test
    void shouldTakeNoMemoryForAListThatAFooterOnlyDeclares() throws IOException {
        // Given a footer of nine bytes whose schema declares a hundred million elements
        byte[] footer = {0x15, 0x02, 0x19, (byte) 0xFC, (byte) 0x80, (byte) 0xC2, (byte) 0xD7, 0x2F, 0};
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        bytes.write(footer);
        bytes.write(new byte[] {(byte) footer.length, 0, 0, 0});
        bytes.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        FileInfo file = file("list", bytes.toByteArray());
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // When
        long before = thread.getCurrentThreadAllocatedBytes();
        List<ErrorCode> codes = codes(file);
        long taken = thread.getCurrentThreadAllocatedBytes() - before;
        // Then
        assertThat(codes).containsExactly(ErrorCode.CORRUPT_FILE);
        assertThat(taken).isLessThan(50L << 20);
    }

    @Test
    void shouldAcceptAnEmptyRowGroupWhoseChunksHaveNoPlace() throws IOException {
        // Given a file without rows as Arrow writes it: one row group, and chunks at byte 0
        FileInfo file = withFooter("none", footer -> {
            footer.setNum_rows(0);
            footer.getRow_groups().get(0).setNum_rows(0).setTotal_compressed_size(0);
            for (ColumnChunk column : footer.getRow_groups().get(0).getColumns()) {
                column.getMeta_data().setNum_values(0).setData_page_offset(0).setTotal_compressed_size(0);
                column.getMeta_data().unsetDictionary_page_offset();
            }
        });
        // When / Then
        assertThat(codes(file)).isEmpty();
        assertThat(sort(file)).isEmpty();
    }

    @Test
    void shouldRefuseAPageThatClaimsToBeHugeBeforeTakingMemory() throws IOException {
        // Given a first page that declares two thousand million bytes
        byte[] whole =
                Files.readAllBytes(root.resolve("in").resolve(fitting().path().key()));
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        PageHeader page = new PageHeader(PageType.DATA_PAGE, 2_000_000_000, 30);
        page.setData_page_header(new DataPageHeader(2, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
        Util.writePageHeader(page, header);
        System.arraycopy(header.toByteArray(), 0, whole, 4, header.size());
        FileInfo file = file("bomb", whole);
        // When / Then
        assertThatThrownBy(() -> sort(file))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED))
                .hasMessageContaining("uncompressed 2000000000");
    }

    @Test
    void shouldRefuseBytesThatOnlyLookLikeParquet() throws IOException {
        // Given noise between the signatures
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[40 + random.nextInt(400)];
            random.nextBytes(noise);
            System.arraycopy("PAR1".getBytes(StandardCharsets.US_ASCII), 0, noise, 0, 4);
            System.arraycopy("PAR1".getBytes(StandardCharsets.US_ASCII), 0, noise, noise.length - 4, 4);
            noise[noise.length - 5] = 0;
            noise[noise.length - 6] = 0;
            noise[noise.length - 7] = 0;
            noise[noise.length - 8] = (byte) random.nextInt(20);
            // When / Then
            assertThat(codes(file("noise" + i, noise)))
                    .hasSize(1)
                    .isSubsetOf(ErrorCode.CORRUPT_FILE, ErrorCode.LIMIT_EXCEEDED, ErrorCode.NOT_PARQUET);
        }
    }
}
