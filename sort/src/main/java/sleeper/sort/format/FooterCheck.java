package sleeper.sort.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SizeStatistics;
import org.apache.parquet.format.SortingColumn;
import sleeper.core.error.ErrorCode;
import sleeper.sort.fault.BadInputException;

/**
 * Holds a footer against its file and against itself. No checksum covers a footer, so that a flipped bit in it shows only where
 * it says something twice: a column's name and type in the schema and at each chunk, a row group's rows and each chunk's values, the
 * place of a chunk and that of its neighbours, levels in the schema and in what a writer counted.
 *
 * <p>What rests on nothing else in the file and what nobody reads rows by (a row group's uncompressed size, its ordinal and
 * offset, who created the file) is not looked at: writers differ in it, and no row depends on it.
 */
final class FooterCheck {
    private static final int MAGIC_BYTES = 4;

    private final FileMetaData footer;
    private final long end;
    private final List<SchemaLeaf> leaves;
    /** Where the last chunk ends, if all chunks up to it stand one behind the other, which is how writers put them. */
    private long lastEnd = MAGIC_BYTES;

    private boolean inOrder = true;

    private FooterCheck(FileMetaData footer, long end, List<SchemaLeaf> leaves) {
        this.footer = footer;
        this.end = end;
        this.leaves = leaves;
    }

    /**
     * @param end byte of the file where the footer starts, before which all chunks end
     * @throws BadInputException {@code CORRUPT_FILE} or {@code LIMIT_EXCEEDED}
     */
    static Footer check(FileMetaData footer, long end) {
        ParquetNode root = SchemaTree.of(footer.getSchema());
        new FooterCheck(footer, end, SchemaLeaf.of(root)).check();
        return new Footer(footer, root);
    }

    private void check() {
        List<RowGroup> groups = footer.getRow_groups();
        if (groups == null || groups.size() > FormatLimits.ROW_GROUPS) {
            throw BadInputException.limit(
                    (groups == null ? "no" : groups.size()) + " row groups", "at most " + FormatLimits.ROW_GROUPS);
        }
        if (footer.isSetColumn_orders() && footer.getColumn_ordersSize() != leaves.size()) {
            throw BadInputException.corrupt(
                    "orders of " + footer.getColumn_ordersSize() + " columns", leaves.size() + " columns");
        }
        long rows = 0;
        for (int i = 0; i < groups.size(); i++) {
            check(groups.get(i), i);
            rows = Math.addExact(rows, groups.get(i).getNum_rows());
        }
        if (rows != footer.getNum_rows()) {
            throw BadInputException.corrupt(
                    footer.getNum_rows() + " rows in the footer and " + rows + " in its row groups", "equal counts");
        }
        if (!inOrder) {
            checkNeighbours();
        }
    }

    private void check(RowGroup group, int index) {
        if (group.getNum_rows() < 0 || group.getColumnsSize() != leaves.size()) {
            throw BadInputException.corrupt(
                    "row group " + index + " with " + group.getNum_rows() + " rows and " + group.getColumnsSize()
                            + " columns",
                    leaves.size() + " columns");
        }
        refuseEncrypted(group);
        long compressed = 0;
        for (int column = 0; column < leaves.size(); column++) {
            check(group.getColumns().get(column), leaves.get(column), index);
            ColumnMetaData chunk = group.getColumns().get(column).getMeta_data();
            checkLevels(chunk, leaves.get(column), index);
            checkValues(chunk, leaves.get(column), index, group.getNum_rows());
            compressed += chunk.getTotal_compressed_size();
        }
        if (group.isSetTotal_compressed_size() && group.getTotal_compressed_size() != compressed) {
            throw BadInputException.corrupt(
                    "row group " + index + " of " + group.getTotal_compressed_size()
                            + " compressed bytes with chunks of " + compressed,
                    "equal sizes");
        }
        checkSorting(group, index);
    }

    private void refuseEncrypted(RowGroup group) {
        List<String> encrypted = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            ColumnChunk chunk = group.getColumns().get(i);
            if (chunk.isSetCrypto_metadata() || chunk.isSetEncrypted_column_metadata()) {
                encrypted.add("'" + String.join(".", leaves.get(i).path()) + "'");
            }
        }
        if (!encrypted.isEmpty()) {
            throw new BadInputException(
                    ErrorCode.NOT_PARQUET,
                    "encrypted columns: " + String.join(", ", encrypted),
                    "Parquet without encryption");
        }
    }

    private void check(ColumnChunk column, SchemaLeaf leaf, int rowGroup) {
        ColumnMetaData chunk = column.getMeta_data();
        if (chunk == null
                || column.isSetFile_path()
                || chunk.getCodec() == null
                || chunk.getType() != leaf.node().type()) {
            throw BadInputException.corrupt(
                    "row group " + rowGroup + " with a column chunk that is elsewhere, or of a type that is"
                            + " not the schema's",
                    "all columns in the file");
        }
        if (!leaf.path().equals(chunk.getPath_in_schema())) {
            throw BadInputException.corrupt(
                    "row group " + rowGroup + " with a column chunk of " + chunk.getPath_in_schema()
                            + " in the place of column " + leaf.path(),
                    "the names of the schema, in its order");
        }
        if (chunk.getTotal_uncompressed_size() < 0) {
            throw BadInputException.corrupt(
                    "row group " + rowGroup + " with column '" + leaf.name() + "' of "
                            + chunk.getTotal_uncompressed_size() + " bytes uncompressed",
                    "0 bytes or more");
        }
        checkPlace(chunk, rowGroup);
    }

    private void checkPlace(ColumnMetaData chunk, int rowGroup) {
        long start = Footer.startOf(chunk);
        long size = chunk.getTotal_compressed_size();
        boolean inside = !hasPlace(chunk) || (start >= MAGIC_BYTES && size >= 0 && size <= end - start);
        if (!inside || chunk.getNum_values() < 0) {
            throw BadInputException.corrupt(
                    "row group " + rowGroup + " with a column chunk of " + size + " bytes at " + start,
                    "chunks between the bytes 4 and " + end);
        }
        if (hasPlace(chunk)) {
            inOrder &= start >= lastEnd;
            lastEnd = start + size;
        }
    }

    /** Of a chunk without values nothing is read, and some writers give it no place. */
    private static boolean hasPlace(ColumnMetaData chunk) {
        return chunk.getNum_values() != 0;
    }

    private static void checkValues(ColumnMetaData chunk, SchemaLeaf leaf, int rowGroup, long rows) {
        long values = chunk.getNum_values();
        boolean repeated = leaf.node().maxRepetition() > 0;
        if (repeated ? values < rows : values != rows) {
            throw BadInputException.corrupt(
                    "row group " + rowGroup + " of " + rows + " rows with " + values + " values of column '"
                            + leaf.name() + "'",
                    (repeated ? "one or more" : "one") + " a row, nulls and empty lists counted");
        }
    }

    private static void checkLevels(ColumnMetaData chunk, SchemaLeaf leaf, int rowGroup) {
        SizeStatistics sizes = chunk.getSize_statistics();
        if (sizes != null) {
            String place = " of column '" + leaf.name() + "'";
            checkLevels(
                    sizes.getDefinition_level_histogram(),
                    leaf.node().maxDefinition(),
                    "row group " + rowGroup + " with definition levels",
                    place);
            checkLevels(
                    sizes.getRepetition_level_histogram(),
                    leaf.node().maxRepetition(),
                    "row group " + rowGroup + " with repetition levels",
                    place);
        }
    }

    /** A histogram may be left out where there is one level only, or altogether. */
    private static void checkLevels(List<Long> histogram, int max, String what, String place) {
        if (histogram != null && !histogram.isEmpty() && histogram.size() != max + 1) {
            throw BadInputException.corrupt(what + " 0 to " + (histogram.size() - 1) + place, "0 to " + max);
        }
    }

    private void checkSorting(RowGroup group, int rowGroup) {
        if (group.isSetSorting_columns()) {
            for (SortingColumn column : group.getSorting_columns()) {
                if (column.getColumn_idx() < 0 || column.getColumn_idx() >= leaves.size()) {
                    throw BadInputException.corrupt(
                            "row group " + rowGroup + " sorted by column " + column.getColumn_idx(),
                            "0 to " + (leaves.size() - 1));
                }
            }
        }
    }

    /** The bytes that a chunk takes. */
    private record Place(long start, long end, int rowGroup, String column) {
        boolean isEmpty() {
            return start == end;
        }
    }

    /** Chunks may stand in any order, but no byte is two chunks'. */
    private void checkNeighbours() {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < footer.getRow_groupsSize(); i++) {
            for (int column = 0; column < leaves.size(); column++) {
                ColumnMetaData chunk =
                        footer.getRow_groups().get(i).getColumns().get(column).getMeta_data();
                long start = Footer.startOf(chunk);
                if (hasPlace(chunk)) {
                    places.add(new Place(
                            start,
                            start + chunk.getTotal_compressed_size(),
                            i,
                            leaves.get(column).name()));
                }
            }
        }
        places.removeIf(Place::isEmpty);
        places.sort(Comparator.comparingLong(Place::start));
        for (int i = 1; i < places.size(); i++) {
            Place first = places.get(i - 1);
            Place second = places.get(i);
            if (second.start() < first.end()) {
                throw BadInputException.corrupt(
                        "row group " + first.rowGroup() + " with column '" + first.column() + "' in the bytes "
                                + first.start() + " to " + first.end() + ", and row group " + second.rowGroup()
                                + " with column '" + second.column() + "' from byte " + second.start() + " on",
                        "chunks beside each other");
            }
        }
    }
}
