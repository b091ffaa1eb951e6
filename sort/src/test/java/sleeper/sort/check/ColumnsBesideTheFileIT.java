package sleeper.sort.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FolderValue;
import sleeper.core.schema.Field;
import sleeper.core.schema.ListType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.settings.IngestSettings.ExtraColumns;
import sleeper.core.settings.IngestSettings.MissingColumns;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.column.Batch;
import sleeper.sort.input.InputSource;
import sleeper.sort.reference.GroupFiles;
import sleeper.sort.reference.StoredTypes;
import sleeper.sort.schema.ColumnDifference;
import sleeper.sort.schema.ColumnDifference.Verdict;
import sleeper.sort.schema.ColumnRules;
import sleeper.sort.schema.TableLayout;
import sleeper.statestore.file.LocalFileStore;

/** What is said, before a run and in it, of columns whose values are not a file's own. */
class ColumnsBesideTheFileIT {
    private static final Field KEY = Field.required("key", PrimitiveType.LONG);
    private static final Field YEAR = Field.required("year", PrimitiveType.INT);
    private static final Field NOTE = Field.nullable("note", PrimitiveType.STRING);
    private static final Schema TABLE = new Schema(List.of(KEY), List.of(YEAR), List.of(NOTE));
    private static final ColumnRules NULLS = new ColumnRules(ExtraColumns.REFUSE, MissingColumns.NULL);
    private static final ColumnRules LENIENT = new ColumnRules(ExtraColumns.IGNORE, MissingColumns.NULL);

    @TempDir
    Path root;

    private FileStore store;

    @BeforeEach
    void makeStore() {
        store = new LocalFileStore(root);
    }

    private FilePath written(String key, List<Field> fields, List<Map<String, Object>> rows) throws IOException {
        FilePath path = new FilePath("in", key);
        Path file = root.resolve(path.toString());
        Files.createDirectories(file.getParent());
        GroupFiles.Options options = new GroupFiles.Options(
                CompressionCodecName.SNAPPY, WriterVersion.PARQUET_1_0, true, false, 4096, 1 << 20, true);
        GroupFiles.writeFields(file, fields, new StoredTypes(new Random(1)).of(fields), rows, options);
        return path;
    }

    private InputCheck.Result check(FilePath path, ColumnRules rules) throws IOException {
        return check(path, TABLE, rules);
    }

    private InputCheck.Result check(FilePath path, Schema schema, ColumnRules rules) throws IOException {
        return InputCheck.check(store, store.find(path).orElseThrow(), schema, rules);
    }

    private static List<Map<String, Object>> rows(int count, int... years) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(Map.of("key", (long) i, "year", years.length == 0 ? 2026 : years[i], "note", "n" + i));
        }
        return rows;
    }

    @Test
    void shouldTakeAKeyFromAFolderAndSayIt() throws IOException {
        // Given
        FilePath path = written("sales/year=2026/part/f.parquet", List.of(KEY, NOTE), rows(3));
        // When
        InputCheck.Result result = check(path, ColumnRules.STRICT);
        // Then
        assertThat(result.faults()).isEmpty();
        assertThat(result.input().folderValues()).containsExactly(new FolderValue("year", Optional.of("2026")));
        assertThat(result.columns())
                .contains(new ColumnDifference(
                        "year",
                        Verdict.FROM_FOLDER,
                        "",
                        "required int",
                        "Each row gets '2026', as the file's folder has it."));
    }

    @Test
    void shouldRefuseAFolderWhoseTextTheTypeDoesNotTakeAndNothingElseOfTheColumn() throws IOException {
        // Given
        FilePath path = written("year=late/f.parquet", List.of(KEY, NOTE), rows(3));
        // When
        InputCheck.Result result = check(path, LENIENT);
        // Then
        assertThat(result.faults())
                .containsExactly(Fault.of(
                                ErrorCode.BAD_FOLDER_VALUE,
                                "in/year=late/f.parquet, field 'year'",
                                "the folder value 'late'",
                                "a value of type int")
                        .at(FaultLocation.ofFile("in/year=late/f.parquet").inColumn("year")));
        assertThat(result.columns())
                .extracting(ColumnDifference::column, ColumnDifference::verdict)
                .contains(Tuple.tuple("year", Verdict.BAD_FOLDER));
    }

    @Test
    void shouldRefuseANullOfAFolderForARequiredFieldAndTakeItForANullableOne() throws IOException {
        // Given
        FilePath path = written(
                "year=__HIVE_DEFAULT_PARTITION__/note=__HIVE_DEFAULT_PARTITION__/f.parquet", List.of(KEY), rows(3));
        // When
        InputCheck.Result result = check(path, ColumnRules.STRICT);
        // Then
        assertThat(result.faults()).extracting(Fault::code).containsExactly(ErrorCode.NULL_VALUE);
        assertThat(result.faults().get(0).where()).isEqualTo(path + ", field 'year'");
        assertThat(result.input().folderValues()).containsExactly(new FolderValue("note", Optional.empty()));
    }

    @Test
    void shouldRefuseFoldersThatContradictEachOther() throws IOException {
        FilePath path = written("year=2026/year=2027/f.parquet", List.of(KEY, NOTE), rows(3));
        assertThat(check(path, ColumnRules.STRICT).faults())
                .extracting(Fault::code, Fault::found)
                .containsExactly(Tuple.tuple(ErrorCode.BAD_FOLDER_VALUE, "'2027' and, of a folder above, '2026'"));
    }

    @Test
    void shouldRefuseAFolderOfAFieldThatIsNoSingleValue() throws IOException {
        // Given
        Schema lists = new Schema(
                List.of(KEY), List.of(), List.of(Field.nullable("list", new ListType(PrimitiveType.INT, true))));
        FilePath path = written("list=__HIVE_DEFAULT_PARTITION__/f.parquet", List.of(KEY), rows(3));
        // When / Then
        assertThat(check(path, lists, ColumnRules.STRICT).faults())
                .extracting(Fault::code)
                .containsExactly(ErrorCode.BAD_FOLDER_VALUE);
    }

    @Test
    void shouldSayThatAColumnWhichTheFileHasTooIsCompared() throws IOException {
        FilePath path = written("year=2026/f.parquet", List.of(KEY, YEAR, NOTE), rows(3));
        InputCheck.Result result = check(path, ColumnRules.STRICT);
        assertThat(result.faults()).isEmpty();
        assertThat(result.columns())
                .filteredOn(column -> column.column().equals("year"))
                .extracting(ColumnDifference::hint)
                .allSatisfy(
                        hint -> assertThat(hint).endsWith("Each value must be '2026', as the file's folder has it."));
    }

    private List<String> contradictions(FilePath path) throws IOException {
        return check(path, ColumnRules.STRICT).faults().stream()
                .map(Fault::message)
                .toList();
    }

    @Test
    void shouldRefuseBeforeTheRunWhatBoundsInTheFooterShowToContradictAFolder() throws IOException {
        assertThat(contradictions(written("year=2026/f.parquet", List.of(KEY, YEAR, NOTE), rows(2, 2027, 2029))))
                .containsExactly(
                        "BAD_FOLDER_VALUE at in/year=2026/f.parquet, row group 0, column 'year': found values from"
                                + " 2027 to 2029; allowed: '2026', as the file's folder has it. "
                                + ErrorCode.BAD_FOLDER_VALUE.action());
        assertThat(contradictions(written("year=2026/g.parquet", List.of(KEY, YEAR, NOTE), rows(2, -1, 2025))))
                .hasSize(1);
        assertThat(contradictions(written("year=2026/note=x/h.parquet", List.of(KEY, NOTE), rows(2))))
                .hasSize(1)
                .first()
                .asString()
                .contains("column 'note': found values from 'n0' to 'n1'; allowed: 'x'");
    }

    @Test
    void shouldCountTheBytesOfColumnsThatAreFilledInAndNotOfThoseLeftOut() throws IOException {
        // Given a thousand rows whose note of a hundred letters is in a folder
        String note = "x".repeat(100);
        List<Map<String, Object>> rows = rows(1, 2026);
        FilePath bare = written("f.parquet", List.of(KEY, YEAR), Collections.nCopies(1_000, rows.get(0)));
        FilePath noted =
                written("note=" + note + "/f.parquet", List.of(KEY, YEAR), Collections.nCopies(1_000, rows.get(0)));
        Schema keyAlone = new Schema(List.of(KEY), List.of(), List.of());
        // When / Then a key takes eight bytes, a year four
        assertThat(check(bare, LENIENT).decodedBytes()).isEqualTo(12_000);
        assertThat(check(noted, LENIENT).decodedBytes()).isEqualTo(12_000 + 104_000);
        assertThat(check(bare, keyAlone, LENIENT).decodedBytes()).isEqualTo(8_000);
    }

    @Test
    void shouldRefuseBeforeTheRunNullsThatContradictAFolder() throws IOException {
        List<Map<String, Object>> some = List.of(rows(1).get(0), Map.of("key", 1L, "year", 2026));
        assertThat(contradictions(written("note=n0/f.parquet", List.of(KEY, YEAR, NOTE), some)))
                .hasSize(1)
                .first()
                .asString()
                .contains("column 'note': found 1 of 2 values null; allowed: 'n0'");
        assertThat(contradictions(written("note=__HIVE_DEFAULT_PARTITION__/f.parquet", List.of(KEY, YEAR, NOTE), some)))
                .hasSize(1)
                .first()
                .asString()
                .contains("column 'note': found 1 of 2 values not null; allowed: null");
    }

    @Test
    void shouldLeaveToTheRunWhatBoundsDoNotShow() throws IOException {
        assertThat(contradictions(written("year=2026/f.parquet", List.of(KEY, YEAR, NOTE), rows(2, 2025, 2027))))
                .isEmpty();
        assertThat(contradictions(written("year=2026/none.parquet", List.of(KEY, YEAR, NOTE), List.of())))
                .isEmpty();
    }

    private long read(FilePath path, ColumnRules rules) throws IOException {
        TableLayout layout = new TableLayout(TABLE);
        try (InputSource source = InputSource.open(store, check(path, rules).input(), layout, rules);
                PageDecompressor decompressor = new PageDecompressor()) {
            Batch batch = layout.newBatch();
            boolean more = source.reader(0, decompressor, 1 << 16).read(batch, Integer.MAX_VALUE, Long.MAX_VALUE);
            assertThat(more).isFalse();
            return batch.rows();
        }
    }

    @Test
    void shouldReadAColumnThatSaysWhatItsFolderSays() throws IOException {
        assertThat(read(written("year=2026/f.parquet", List.of(KEY, YEAR, NOTE), rows(3)), ColumnRules.STRICT))
                .isEqualTo(3);
    }

    @Test
    void shouldRefuseTheRowThatSaysOtherwiseThanItsFolder() throws IOException {
        FilePath path = written("year=2026/f.parquet", List.of(KEY, YEAR, NOTE), rows(3, 2026, 2026, 2027));
        assertThatThrownBy(() -> read(path, ColumnRules.STRICT))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refused -> assertThat(refused.faults())
                                .containsExactly(Fault.of(
                                                ErrorCode.BAD_FOLDER_VALUE,
                                                "in/year=2026/f.parquet, row group 0, column 'year'",
                                                "another value (row 2 of the row group, counted from 0)",
                                                "'2026', as the file's folder has it")
                                        .at(FaultLocation.ofFile("in/year=2026/f.parquet")
                                                .inRowGroup(0)
                                                .inColumn("year")
                                                .atRow(2))));
    }

    @Test
    void shouldRefuseANullWhereAFolderHasAValueAndAValueWhereItHasNone() throws IOException {
        // Given
        List<Map<String, Object>> noted = rows(5_000);
        FilePath value = written("note=__HIVE_DEFAULT_PARTITION__/f.parquet", List.of(KEY, YEAR, NOTE), noted);
        List<Map<String, Object>> unnoted =
                new ArrayList<>(Collections.nCopies(4_999, Map.of("key", 1L, "year", 2026, "note", "n")));
        unnoted.add(Map.of("key", 1L, "year", 2026));
        FilePath none = written("note=n/f.parquet", List.of(KEY, YEAR, NOTE), unnoted);
        // When / Then
        assertThatThrownBy(() -> read(value, ColumnRules.STRICT)).hasMessageContaining("found another value (row 0 of");
        assertThatThrownBy(() -> read(none, ColumnRules.STRICT)).hasMessageContaining("found a null (row 4999 of");
    }

    @Test
    void shouldGiveNullsForAMissingNullableFieldOnlyWhereThatIsAskedFor() throws IOException {
        // Given
        FilePath path = written("f.parquet", List.of(KEY, YEAR), rows(3));
        // When / Then
        assertThat(check(path, ColumnRules.STRICT).faults())
                .containsExactly(new Fault(
                        ErrorCode.SCHEMA_MISMATCH,
                        "in/f.parquet, column 'note'",
                        "no such column",
                        "nullable string",
                        "Add the column to the file, or set sleeper.table.ingest.missing.columns to null.",
                        FaultLocation.ofFile("in/f.parquet").inColumn("note")));
        assertThat(check(path, NULLS).faults()).isEmpty();
        assertThat(check(path, NULLS).columns())
                .contains(new ColumnDifference("note", Verdict.NULLS, "", "nullable string", "Each row gets a null."));
        assertThat(read(path, NULLS)).isEqualTo(3);
    }

    @Test
    void shouldRefuseAMissingRequiredFieldWhateverIsAskedFor() throws IOException {
        FilePath path = written("f.parquet", List.of(KEY, NOTE), rows(3));
        assertThat(check(path, LENIENT).faults())
                .extracting(Fault::code, fault -> fault.location().column())
                .containsExactly(Tuple.tuple(ErrorCode.SCHEMA_MISMATCH, "year"));
    }

    @Test
    void shouldLeaveOutAColumnThatTheTableLacksOnlyWhereThatIsAskedFor() throws IOException {
        // Given
        Field more = Field.required("more", PrimitiveType.DOUBLE);
        List<Map<String, Object>> rows = List.of(Map.of("key", 1L, "year", 1, "note", "n", "more", 0.5));
        FilePath path = written("f.parquet", List.of(KEY, YEAR, NOTE, more), rows);
        // When / Then
        assertThat(check(path, NULLS).faults())
                .extracting(Fault::code, fault -> fault.location().column())
                .containsExactly(Tuple.tuple(ErrorCode.SCHEMA_MISMATCH, "more"));
        assertThat(check(path, LENIENT).faults()).isEmpty();
        assertThat(check(path, LENIENT).columns())
                .contains(new ColumnDifference("more", Verdict.IGNORED, "required double", "", "Not loaded."));
        assertThat(read(path, LENIENT)).isEqualTo(1);
    }

    @Test
    void shouldRefuseInARunWhatOnlyTheRulesOfTheCheckAllowed() throws IOException {
        // Given a file that was validated by rules, and a run that has none
        FilePath path = written("f.parquet", List.of(KEY, YEAR), rows(3));
        // When / Then
        assertThatThrownBy(() -> InputSource.open(store, check(path, NULLS).input(), new TableLayout(TABLE)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("SCHEMA_MISMATCH at in/f.parquet, column 'note'");
    }
}
