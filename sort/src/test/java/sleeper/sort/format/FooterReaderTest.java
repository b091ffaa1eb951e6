package sleeper.sort.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sleeper.sort.format.MadeFooter.CHUNK_BYTES;
import static sleeper.sort.format.MadeFooter.ROWS;
import static sleeper.sort.format.MadeFooter.chunkOf;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SizeStatistics;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.TypeDefinedOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.error.ErrorCode;
import sleeper.sort.fault.BadInputException;

/** What a footer says twice: where it agrees the file is taken, where it does not the file is refused. */
class FooterReaderTest {
    private static final ColumnOrder BY_TYPE = ColumnOrder.TYPE_ORDER(new TypeDefinedOrder());

    private static Arguments change(String name, String found, MadeFooter.Change change) {
        return Arguments.of(name, found, change);
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                change(
                        "a column renamed in the schema",
                        "row group 0 with a column chunk of [key] in the place of column [kez]",
                        footer -> footer.getSchema().get(1).setName("kez")),
                change(
                        "a column renamed at its chunk",
                        "row group 0 with a column chunk of [kez] in the place of column [key]",
                        footer -> chunkOf(footer, 0).setPath_in_schema(List.of("kez"))),
                change(
                        "a node renamed inside a column",
                        "row group 0 with a column chunk of [tags, list, element] in the place of column [tags, lisu, element]",
                        footer -> footer.getSchema().get(3).setName("lisu")),
                change(
                        "a chunk with a shorter path",
                        "row group 0 with a column chunk of [tags, list] in the place of column [tags, list, element]",
                        footer -> chunkOf(footer, 1).setPath_in_schema(List.of("tags", "list"))),
                change(
                        "a chunk with a dot in a name",
                        "row group 0 with a column chunk of [tags.list, element] in the place of column [tags, list, element]",
                        footer -> chunkOf(footer, 1).setPath_in_schema(List.of("tags.list", "element"))),
                change(
                        "chunks in another order",
                        "row group 0 with a column chunk that is elsewhere, or of a type that is not the schema's",
                        footer -> Collections.swap(footer.getRow_groups().get(0).getColumns(), 0, 1)),
                change(
                        "fewer values than rows",
                        "row group 0 of 3 rows with 2 values of column 'key'",
                        footer -> chunkOf(footer, 0).setNum_values(ROWS - 1)),
                change(
                        "more values than rows",
                        "row group 0 of 3 rows with 4 values of column 'key'",
                        footer -> chunkOf(footer, 0).setNum_values(ROWS + 1)),
                change(
                        "fewer values of a list than rows",
                        "row group 0 of 3 rows with 2 values of column 'tags.list.element'",
                        footer -> chunkOf(footer, 1).setNum_values(ROWS - 1)),
                change(
                        "a chunk inside another",
                        "row group 0 with column 'key' in the bytes 4 to 105, and row group 0 with column 'tags.list.element' from byte 104 on",
                        footer -> chunkOf(footer, 0).setTotal_compressed_size(CHUNK_BYTES + 1)),
                change(
                        "two chunks in one place",
                        "row group 0 with column 'key' in the bytes 4 to 104, and row group 0 with column 'tags.list.element' from byte 4 on",
                        footer -> chunkOf(footer, 1).setData_page_offset(4)),
                change(
                        "a row group of another size than its chunks",
                        "row group 0 of 199 compressed bytes with chunks of 200",
                        footer -> footer.getRow_groups().get(0).setTotal_compressed_size(2 * CHUNK_BYTES - 1)),
                change(
                        "a size below zero",
                        "row group 0 with column 'key' of -1 bytes uncompressed",
                        footer -> chunkOf(footer, 0).setTotal_uncompressed_size(-1)),
                change(
                        "rows sorted by a column that is not there",
                        "row group 0 sorted by column 2",
                        footer -> footer.getRow_groups()
                                .get(0)
                                .setSorting_columns(List.of(new SortingColumn(2, false, false)))),
                change(
                        "an order of a column that is not there",
                        "orders of 3 columns",
                        footer -> footer.setColumn_orders(List.of(BY_TYPE, BY_TYPE, BY_TYPE))),
                change(
                        "levels counted for an optional column",
                        "row group 0 with definition levels 0 to 1 of column 'key'",
                        footer -> chunkOf(footer, 0)
                                .setSize_statistics(
                                        new SizeStatistics().setDefinition_level_histogram(List.of(0L, (long) ROWS)))),
                change(
                        "levels counted for a list in a list",
                        "row group 0 with repetition levels 0 to 2 of column 'tags.list.element'",
                        footer -> chunkOf(footer, 1)
                                .setSize_statistics(
                                        new SizeStatistics().setRepetition_level_histogram(List.of(3L, 1L, 1L)))),
                change(
                        "rows counted twice",
                        "4 rows in the footer and 3 in its row groups",
                        footer -> footer.setNum_rows(ROWS + 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contradictions")
    void shouldRefuseAFooterThatContradictsItself(String name, String found, MadeFooter.Change change) {
        // Given
        FileMetaData footer = MadeFooter.keyAndTags();
        change.apply(footer);
        // When / Then
        assertThatThrownBy(() -> FooterReader.read(MadeFooter.file(footer)))
                .isInstanceOfSatisfying(BadInputException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE);
                    assertThat(e.found()).isEqualTo(found);
                });
    }

    @Test
    void shouldTakeAFooterThatSaysAllItCanTwice() throws IOException {
        // Given
        FileMetaData footer = MadeFooter.keyAndTags();
        footer.setColumn_orders(List.of(BY_TYPE, BY_TYPE));
        footer.getRow_groups()
                .get(0)
                .setTotal_compressed_size(2 * CHUNK_BYTES)
                .setSorting_columns(List.of(new SortingColumn(1, false, false)));
        chunkOf(footer, 0)
                .setSize_statistics(new SizeStatistics()
                        .setDefinition_level_histogram(List.of())
                        .setRepetition_level_histogram(List.of()));
        chunkOf(footer, 1)
                .setSize_statistics(new SizeStatistics()
                        .setDefinition_level_histogram(List.of(0L, 0L, 1L, 4L))
                        .setRepetition_level_histogram(List.of(3L, 2L)));
        // When
        Footer read = FooterReader.read(MadeFooter.file(footer));
        // Then
        assertThat(read.metaData()).isEqualTo(footer);
    }

    @Test
    void shouldTakeAFooterThatSaysNothingTwiceThatItNeedNot() throws IOException {
        // Given
        FileMetaData footer = MadeFooter.keyAndTags();
        // When / Then
        assertThat(FooterReader.read(MadeFooter.file(footer)).metaData()).isEqualTo(footer);
    }
}
