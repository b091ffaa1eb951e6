package sleeper.sort.decode;

import java.io.IOException;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.Vector;
import sleeper.sort.fault.BadInputException;
import sleeper.sort.format.FormatLimits;
import sleeper.sort.schema.ColumnMapping;

/** A leaf of a list, map or struct: any number of entries a row, read as one cell. */
final class NestedLeafReader extends LeafReader {
    /** Values that are decoded at once. */
    private static final int STEP_VALUES = 4096;
    /** Levels, and a number or a length. */
    private static final long MOST_ENTRY_HEAD_BYTES = Cells.LEVEL_BYTES + 8;

    private final ChunkReader chunk;
    private final ColumnMapping mapping;
    private final ValueConverter converter;
    private final Vector values;
    private final CellBuilder cells = new CellBuilder();
    private final int[] levels;
    private int nextValue;
    private int undecoded;
    private long rowBytes;
    private long row;

    NestedLeafReader(ChunkReader chunk, ColumnMapping mapping) {
        this.chunk = chunk;
        this.mapping = mapping;
        this.levels = mapping.levels().stream().mapToInt(Integer::intValue).toArray();
        this.converter = new ValueConverter(mapping);
        this.values = converter.newVector();
    }

    @Override
    int safeRows() throws IOException {
        if (chunk.page().left() == 0 && !chunk.isAtEnd()) {
            nextPage();
        }
        return countSafeRows(chunk.page());
    }

    private int countSafeRows(Page page) {
        long entryBytes = longest(page) + MOST_ENTRY_HEAD_BYTES;
        int end = page.position + (int) Math.min(page.left(), Math.max(1, STEP_BYTES / entryBytes));
        int rows = 0;
        int at = page.position;
        while (at < end && rows < STEP_VALUES) {
            rows += page.repetitions == null || page.repetitions[at] == 0 ? 1 : 0;
            at++;
        }
        rowBytes = entryBytes * (at - page.position) / Math.max(1, rows);
        return Math.max(1, rows);
    }

    @Override
    long rowBytes() {
        return rowBytes;
    }

    private void nextPage() throws IOException {
        chunk.nextPage();
        undecoded = chunk.page().definedCount(mapping.source().maxDefinition());
        values.clear();
        nextValue = 0;
    }

    /** Values may take more room than their page does, so that they are decoded by and by. */
    private void decodeMore() {
        Page page = chunk.page();
        int step = Math.min(undecoded, Math.min(STEP_VALUES, safeValues(page)));
        values.clear();
        converter.decode(page.values, step, values, this::rowOfUndecoded);
        undecoded -= step;
        nextValue = 0;
    }

    /** @param index of a value among those behind the present entry, whose own value is the first of them */
    private long rowOfUndecoded(int index) {
        Page page = chunk.page();
        int max = mapping.source().maxDefinition();
        long found = row;
        int left = index;
        for (int at = page.position + 1; left > 0; at++) {
            found += page.repetitions == null || page.repetitions[at] == 0 ? 1 : 0;
            left -= page.definitions == null || page.definitions[at] == max ? 1 : 0;
        }
        return found;
    }

    @Override
    void read(int rows, Vector into) throws IOException {
        Page page = chunk.page();
        for (int i = 0; i < rows; i++) {
            if (page.left() == 0) {
                nextPage();
            }
            if (repetition(page) != 0) {
                throw BadInputException.corrupt("a row that begins with repetition level " + repetition(page), "0");
            }
            do {
                entry(page);
                if (page.left() == 0 && !chunk.isAtEnd()) {
                    nextPage();
                }
            } while (page.left() > 0 && repetition(page) != 0);
            cells.finish((BytesVector) into);
            row++;
        }
    }

    private static int repetition(Page page) {
        return page.repetitions == null ? 0 : page.repetitions[page.position];
    }

    private void entry(Page page) {
        int max = mapping.source().maxDefinition();
        int level = page.definitions == null ? max : page.definitions[page.position];
        int meaning = levels[level];
        if (meaning == ColumnMapping.FORBIDDEN) {
            throw nullInRequired(row);
        }
        cells.entry(repetition(page), meaning);
        if (level == max) {
            if (nextValue == values.size()) {
                decodeMore();
            }
            cells.value(values, nextValue++);
        }
        page.position++;
        if (cells.size() > FormatLimits.CELL_BYTES) {
            throw BadInputException.limit(
                    "a row with more than " + FormatLimits.CELL_BYTES + " bytes in one column", "less");
        }
    }

    @Override
    void seek(long pageOffset) throws IOException {
        chunk.seek(pageOffset);
    }

    @Override
    void expectEnd() {
        chunk.expectPageEnd();
        if (!chunk.isAtEnd()) {
            throw BadInputException.corrupt("more values than the row group's " + row + " rows have", "");
        }
    }
}
