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

    /**
     * @param stretches in the order of the file
     * @throws SleeperException if the file is damaged, changed or not to be read
     */
    void read(List<Stretch> stretches) {
        int from = 0;
        for (int to = 1; to <= stretches.size(); to++) {
            if (to == stretches.size()
                    || !stretches.get(to).group().equals(stretches.get(from).group())) {
                readOfGroup(stretches.subList(from, to));
                from = to;
            }
        }
    }

    private void readOfGroup(List<Stretch> stretches) {
        if (stretches.get(0).isWhole()) {
            keep(stretches, reader(stretches.get(0), WHOLE_READ_BYTES), 0);
            return;
        }
        int before = kept.size();
        try {
            stretches.forEach(stretch -> keep(List.of(stretch), part(stretch), stretch.from()));
        } catch (InvalidRequestException e) {
            // A load does not look at an input's page index, so that a wrong one is no reason to refuse the file; and
            // only
            // a reader that begins at the first row knows the number of a row that is at fault.
            kept.subList(before, kept.size()).clear();
            keep(stretches, reader(stretches.get(0), WHOLE_READ_BYTES), 0);
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

    /** @param first row that the reader is at */
    private void keep(List<Stretch> stretches, InputReader reader, long first) {
        long end = stretches.stream().mapToLong(Stretch::to).max().orElseThrow();
        long[] rows = {};
        int taken = 0;
        for (long seen = first; seen < end; seen += batch.rows()) {
            batch.clear();
            reader.read(batch, (int) Math.min(BATCH_ROWS, end - seen), BATCH_BYTES);
            rows = seen == first ? keptRows(stretches, batch.sizeBytes() / batch.rows()) : rows;
            for (; taken < rows.length && rows[taken] < seen + batch.rows(); taken++) {
                kept.add(key((int) (rows[taken] - seen)));
            }
        }
    }

    private static long[] keptRows(List<Stretch> stretches, long keyBytes) {
        return stretches.stream()
                .flatMapToLong(stretch -> stretch.rows(keyBytes))
                .sorted()
                .toArray();
    }

    private Key key(int row) {
        List<KeyValue> values = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            values.add(KeyValues.at(batch.column(i), types.get(i), row));
        }
        return new Key(values);
    }
}
