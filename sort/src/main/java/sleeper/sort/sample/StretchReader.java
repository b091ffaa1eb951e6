package sleeper.sort.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.PageLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.SleeperException;
import sleeper.core.file.FilePath;
import sleeper.core.file.ReadableFile;
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.column.Batch;
import sleeper.sort.decode.InputReader;
import sleeper.sort.fault.InputFaults;
import sleeper.sort.format.Footer;
import sleeper.sort.read.KeyValues;
import sleeper.sort.schema.ColumnInput;
import sleeper.sort.schema.TableLayout;

/** Takes the keys of stretches out of an open file. For one thread. */
final class StretchReader {
    private static final int WHOLE_READ_BYTES = 256 << 10;
    /** A stretch is in one page mostly, or two. */
    private static final int PART_READ_BYTES = 64 << 10;

    private static final int BATCH_ROWS = 64 << 10;
    private static final long BATCH_BYTES = 8 << 20;

    private final ReadableFile file;
    private final Footer footer;
    private final List<ColumnInput> columns;
    private final List<PrimitiveType> types;
    private final PageDecompressor decompressor;
    private final Batch batch;
    private final List<Key> kept = new ArrayList<>();
    private int pagesOf = -1;
    private List<List<PageLocation>> pages = List.of();

    /** @param columns the key columns, as the file has them */
    StretchReader(
            ReadableFile file,
            Footer footer,
            List<ColumnInput> columns,
            Schema keysOnly,
            PageDecompressor decompressor) {
        this.file = file;
        this.footer = footer;
        this.columns = columns;
        this.types = keysOnly.rowKeyTypes();
        this.decompressor = decompressor;
        this.batch = new TableLayout(keysOnly).newBatch();
    }

    /** @return the keys so far */
    List<Key> kept() {
        return kept;
    }

    /** @throws SleeperException if the file is damaged, changed or not to be read */
    void read(Stretch stretch) {
        int before = kept.size();
        try {
            keep(stretch, stretch.isWhole() ? reader(stretch, WHOLE_READ_BYTES) : part(stretch));
        } catch (InvalidRequestException e) {
            if (stretch.isWhole()) {
                throw e;
            }
            // A load does not look at an input's page index, so that a wrong index is no reason to refuse the file; and
            // only a
            // reader that begins at the first row knows the number of a row that is at fault.
            kept.subList(before, kept.size()).clear();
            read(stretch.whole());
        }
    }

    private InputReader reader(Stretch stretch, int readBytes) {
        return new InputReader(file, footer, stretch.group().index(), columns, decompressor, readBytes);
    }

    private InputReader part(Stretch stretch) {
        InputReader reader = reader(stretch, PART_READ_BYTES);
        reader.selectRows(stretch.from(), stretch.to(), pages(stretch.group().index()));
        return reader;
    }

    private List<List<PageLocation>> pages(int rowGroup) {
        if (rowGroup != pagesOf) {
            try {
                pages = KeyPages.of(file, footer, rowGroup, columns);
            } catch (IOException | RuntimeException e) {
                FilePath path = file.info().path();
                throw InputFaults.explain(path, path.toString(), e);
            }
            pagesOf = rowGroup;
        }
        return pages;
    }

    private void keep(Stretch wanted, InputReader reader) {
        Stretch stretch = wanted;
        long rows = wanted.to() - wanted.from();
        int taken = 0;
        for (long seen = 0; seen < rows; seen += batch.rows()) {
            batch.clear();
            reader.read(batch, (int) Math.min(BATCH_ROWS, rows - seen), BATCH_BYTES);
            stretch = seen == 0 ? wanted.fitting(batch.sizeBytes() / batch.rows()) : stretch;
            for (; taken < stretch.keys() && stretch.row(taken) < seen + batch.rows(); taken++) {
                kept.add(key((int) (stretch.row(taken) - seen)));
            }
        }
    }

    private Key key(int row) {
        List<KeyValue> values = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            values.add(KeyValues.at(batch.column(i), types.get(i), row));
        }
        return new Key(values);
    }
}
