package sleeper.sort.decode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.PageLocation;
import sleeper.core.error.SleeperException;
import sleeper.core.file.ReadableFile;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.column.Batch;
import sleeper.sort.column.SizeLimits;
import sleeper.sort.column.Vector;
import sleeper.sort.fault.BadInputException;
import sleeper.sort.fault.InputFaults;
import sleeper.sort.format.Footer;
import sleeper.sort.schema.ColumnInput;
import sleeper.sort.schema.ColumnMapping;
import sleeper.sort.schema.ComparedColumn;
import sleeper.sort.schema.ConstantColumn;

/** Reads one row group of a file as batches of the table's columns, or of some of them. For one thread. */
public final class InputReader {
    /** Rows that are read of each column in turn; what they hold stays in the caches. */
    private static final int STEP_ROWS = 4096;

    private final ReadableFile file;
    private final int rowGroup;
    private final List<? extends ColumnInput> columns;
    private final ReadAhead reading;
    private final PageSums sums = new PageSums();
    private final List<LeafReader> readers = new ArrayList<>();
    private long rowsLeft;
    private boolean partial;

    /**
     * @param columns   the columns to read
     * @param readBytes bytes of a column chunk to hold at once, if a page does not need more
     * @throws SleeperException if a column chunk is refused
     */
    public InputReader(
            ReadableFile file,
            Footer footer,
            int rowGroup,
            List<? extends ColumnInput> columns,
            PageDecompressor decompressor,
            int readBytes) {
        this.file = file;
        this.rowGroup = rowGroup;
        this.columns = columns;
        this.rowsLeft = footer.rowGroups().get(rowGroup).getNum_rows();
        this.reading = new ReadAhead(file, readBytes);
        for (ColumnInput column : columns) {
            readers.add(open(footer, column, decompressor));
        }
    }

    private LeafReader open(Footer footer, ColumnInput column, PageDecompressor decompressor) {
        if (column instanceof ConstantColumn constant) {
            return new ConstantLeafReader(constant);
        }
        if (column instanceof ComparedColumn compared) {
            return new ComparedLeafReader(open(footer, compared.mapping(), decompressor), compared);
        }
        return open(footer, (ColumnMapping) column, decompressor);
    }

    private LeafReader open(Footer footer, ColumnMapping mapping, PageDecompressor decompressor) {
        ColumnMetaData chunk = footer.chunk(rowGroup, mapping.source().leafIndex());
        try {
            ChunkReader pages = new ChunkReader(reading, chunk, mapping.source(), decompressor, sums);
            return mapping.column().isNested()
                    ? new NestedLeafReader(pages, mapping)
                    : new FlatLeafReader(pages, mapping);
        } catch (BadInputException e) {
            throw explain(mapping, e);
        }
    }

    /**
     * Reads only some rows, and of each column only the pages that hold them. To be called before anything is read.
     *
     * @param pages for each column where its pages lie; all of them are the file's own
     */
    public void selectRows(long from, long to, List<List<PageLocation>> pages) {
        rowsLeft = to - from;
        partial = true;
        for (int i = 0; i < readers.size() && rowsLeft > 0; i++) {
            try {
                seek(
                        readers.get(i),
                        from,
                        pages.get(i),
                        columns.get(i).column().storage().newVector());
            } catch (IOException | RuntimeException e) {
                throw explain(columns.get(i), e);
            }
        }
    }

    private static void seek(LeafReader reader, long row, List<PageLocation> pages, Vector dropped) throws IOException {
        int page = 0;
        while (page + 1 < pages.size() && pages.get(page + 1).getFirst_row_index() <= row) {
            page++;
        }
        reader.seek(pages.get(page).getOffset());
        for (long left = row - pages.get(page).getFirst_row_index(); left > 0; ) {
            int step = (int) Math.min(left, STEP_ROWS);
            dropped.clear();
            reader.read(step, dropped);
            left -= step;
        }
    }

    public long rowsLeft() {
        return rowsLeft;
    }

    /**
     * Appends rows until the batch has about as many rows or bytes as wanted, or the row group ends.
     *
     * @param batch one vector for each column
     * @return whether rows are left
     * @throws SleeperException if the file is damaged, changed, or holds a null where none may be
     */
    public boolean read(Batch batch, int maxRows, long maxBytes) {
        if (!partial) {
            reading.start();
        }
        while (rowsLeft > 0 && batch.rows() < maxRows && batch.sizeBytes() < maxBytes) {
            int step = (int) Math.min(Math.min(STEP_ROWS, rowsLeft), maxRows - batch.rows());
            step = Math.min(step, safeRows());
            for (int i = 0; i < readers.size(); i++) {
                read(i, step, batch);
            }
            rowsLeft -= step;
        }
        if (rowsLeft == 0 && !partial) {
            expectEnds();
        }
        return rowsLeft > 0;
    }

    /** @return rows that are read at once, so that neither one column's values nor those of all together become too large */
    private int safeRows() {
        int least = Integer.MAX_VALUE;
        long rowBytes = 1;
        for (int i = 0; i < readers.size(); i++) {
            least = Math.min(least, safeRows(i));
            rowBytes += readers.get(i).rowBytes();
        }
        return (int) Math.max(1, Math.min(least, SizeLimits.STEP_BYTES / rowBytes));
    }

    private int safeRows(int column) {
        try {
            return readers.get(column).safeRows();
        } catch (IOException | RuntimeException e) {
            throw explain(columns.get(column), e);
        }
    }

    private void read(int column, int rows, Batch batch) {
        try {
            readers.get(column).read(rows, batch.column(column));
        } catch (IOException | RuntimeException e) {
            throw explain(columns.get(column), e);
        }
    }

    private void expectEnds() {
        for (int i = 0; i < readers.size(); i++) {
            try {
                readers.get(i).expectEnd();
            } catch (IOException | RuntimeException e) {
                throw explain(columns.get(i), e);
            }
        }
    }

    private SleeperException explain(ColumnInput column, Exception thrown) {
        return InputFaults.explain(
                file.info().path(), rowGroup, column.column().path().get(0), thrown);
    }
}
