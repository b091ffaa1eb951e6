package sleeper.sort.decode;

import java.io.IOException;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.fault.BadInputException;
import sleeper.sort.schema.ColumnMapping;

/** A column with one value a row, or none. */
final class FlatLeafReader extends LeafReader {
    private final ChunkReader chunk;
    private final ValueConverter converter;
    private final boolean nullsAllowed;
    private final int maxDefinition;
    private Vector definedValues;
    private byte[] flags = new byte[0];
    private long row;

    FlatLeafReader(ChunkReader chunk, ColumnMapping mapping) {
        this.chunk = chunk;
        this.converter = new ValueConverter(mapping);
        this.nullsAllowed = mapping.column().isNullable();
        this.maxDefinition = mapping.source().maxDefinition();
    }

    @Override
    int safeRows() throws IOException {
        if (chunk.page().left() == 0 && !chunk.isAtEnd()) {
            chunk.nextPage();
        }
        return Math.max(1, Math.min(safeValues(chunk.page()), chunk.page().left()));
    }

    @Override
    long rowBytes() {
        return longest(chunk.page());
    }

    @Override
    void read(int rows, Vector into) throws IOException {
        int left = rows;
        while (left > 0) {
            Page page = chunk.page();
            if (page.left() == 0) {
                chunk.nextPage();
            }
            int step = Math.min(left, page.left());
            int values = page.definitions == null ? step : countDefined(page, step);
            if (values == step) {
                long first = row;
                converter.decode(page.values, step, into, index -> first + index);
            } else {
                readWithNulls(page, step, values, into);
            }
            page.position += step;
            left -= step;
            row += step;
        }
    }

    private int countDefined(Page page, int step) {
        if (flags.length < step) {
            flags = new byte[step];
        }
        int values = 0;
        for (int i = 0; i < step; i++) {
            byte flag = page.definitions[page.position + i] == maxDefinition ? (byte) 1 : 0;
            flags[i] = flag;
            values += flag;
        }
        return values;
    }

    private void readWithNulls(Page page, int step, int values, Vector into) {
        if (!nullsAllowed) {
            int first = 0;
            while (flags[first] == 1) {
                first++;
            }
            throw nullInRequired(row + first);
        }
        if (definedValues == null) {
            definedValues = converter.newVector();
        }
        definedValues.clear();
        converter.decode(page.values, values, definedValues, this::rowOfDefined);
        int start = into.size();
        spread(definedValues, step, into);
        into.markDefined(start, flags, 0, step);
    }

    /** @param index of a value among the defined ones of the present step */
    private long rowOfDefined(int index) {
        int at = -1;
        int left = index + 1;
        while (left > 0) {
            at++;
            left -= flags[at];
        }
        return row + at;
    }

    private void spread(Vector values, int step, Vector into) {
        int start = into.size();
        int next = 0;
        if (into instanceof IntVector ints) {
            ints.grow(step);
            int[] from = ((IntVector) values).values();
            for (int i = 0; i < step; i++) {
                ints.values()[start + i] = flags[i] == 1 ? from[next++] : 0;
            }
        } else if (into instanceof LongVector longs) {
            longs.grow(step);
            long[] from = ((LongVector) values).values();
            for (int i = 0; i < step; i++) {
                longs.values()[start + i] = flags[i] == 1 ? from[next++] : 0;
            }
        } else {
            spreadBytes((BytesVector) values, step, (BytesVector) into);
        }
    }

    private void spreadBytes(BytesVector values, int step, BytesVector into) {
        int start = into.size();
        int total = values.dataSize();
        into.reserveBytes(total);
        into.grow(step);
        int[] offsets = into.offsets();
        int base = offsets[start];
        System.arraycopy(values.data(), 0, into.data(), base, total);
        int next = 0;
        for (int i = 0; i < step; i++) {
            next += flags[i];
            offsets[start + i + 1] = base + values.offsets()[next];
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
            throw BadInputException.corrupt("more values than the row group has rows (" + row + ")", "one a row");
        }
    }
}
