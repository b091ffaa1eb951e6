package sleeper.sort.read;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import sleeper.core.error.SleeperException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.schema.Field;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.column.Batch;
import sleeper.sort.decode.InputReader;
import sleeper.sort.fault.InputFaults;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FooterReader;
import sleeper.sort.rows.RowAssembler;
import sleeper.sort.schema.ColumnMapping;
import sleeper.sort.schema.FileMapping;
import sleeper.sort.schema.TableLayout;

/**
 * The rows of one file whose keys lie in a region, in the file's order. The file is closed as soon as its last rows are in memory.
 * For one thread.
 */
final class FileRows implements Closeable {
    private static final int READ_BYTES = 256 << 10;
    private static final int BATCH_ROWS = 4096;
    private static final long BATCH_BYTES = 8 << 20;

    private final Reading reading;
    private final FilePath path;
    private ReadableFile file;
    private Footer footer;
    private List<ColumnMapping> mappings;
    private final Queue<Integer> rowGroups = new ArrayDeque<>();
    private Columns columns;
    private InputReader reader;
    private int row;

    /**
     * What the files of a scan are read for, and with.
     *
     * @param counter counts what is read and skipped
     */
    record Reading(
            FileStore store,
            TableLocation location,
            Schema schema,
            KeyFilter filter,
            SkipCounter counter,
            PageDecompressor decompressor)
            implements AutoCloseable {
        static Reading of(FileStore store, TableLocation location, Schema schema, Region region) {
            return new Reading(
                    store, location, schema, new KeyFilter(region), new SkipCounter(), new PageDecompressor());
        }

        @Override
        public void close() {
            decompressor.close();
        }
    }

    /** The table's fields that a file has, and what its rows are read through. */
    private record Columns(Schema schema, RowAssembler assembler, Batch batch) {
        static Columns of(Schema schema, TableLayout layout) {
            return new Columns(schema, new RowAssembler(schema, layout), layout.newBatch());
        }
    }

    private FileRows(Reading reading, FilePath path) {
        this.reading = reading;
        this.path = path;
    }

    /**
     * Opens a file and looks which of its row groups may have rows that are wanted.
     *
     * @throws SleeperException if it is missing or damaged
     */
    static FileRows open(Reading reading, DataFile file) {
        FileRows rows = new FileRows(reading, reading.location().file(file.path()));
        try {
            rows.open();
            return rows;
        } catch (IOException | RuntimeException e) {
            SleeperException explained = rows.explain(e);
            rows.closeBecauseOf(explained);
            throw explained;
        }
    }

    private void open() throws IOException {
        FileInfo info = reading.store().find(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
        file = reading.store().open(path, info.version());
        footer = FooterReader.read(file);
        Schema present = presentIn(footer);
        TableLayout layout = new TableLayout(present);
        columns = Columns.of(present, layout);
        mappings = FileMapping.of(layout, footer.root());
        for (int i = 0; i < footer.rowGroups().size(); i++) {
            boolean overlaps = reading.filter().mayContain(footer, i, mappings);
            reading.counter().rowGroup(overlaps);
            if (overlaps) {
                rowGroups.add(i);
            }
        }
    }

    /** A file from before a nullable field was added has no column of it. */
    private Schema presentIn(Footer footer) {
        Schema schema = reading.schema();
        List<Field> present = schema.valueFields().stream()
                .filter(field ->
                        !field.nullable() || footer.root().child(field.name()).isPresent())
                .toList();
        return new Schema(schema.rowKeyFields(), schema.sortKeyFields(), present);
    }

    /**
     * Goes to the next row, the first time to the first.
     *
     * @return whether there is one
     * @throws SleeperException if the file is damaged
     */
    boolean advance() {
        Batch batch = columns.batch();
        while (true) {
            for (row++; row < batch.rows(); row++) {
                if (reading.filter().contains(batch, row)) {
                    return true;
                }
            }
            if (!readBatch()) {
                return false;
            }
        }
    }

    /** @return the columns of some rows, with the keys' first; {@link #rowIndex} is the current one's */
    Batch batch() {
        return columns.batch();
    }

    int rowIndex() {
        return row;
    }

    /** @return the current row, by the names of the schema's fields, in their order */
    Map<String, Object> row() {
        Map<String, Object> found = columns.assembler().row(columns.batch(), row);
        if (columns.schema().equals(reading.schema())) {
            return found;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        reading.schema().allFields().forEach(field -> values.put(field.name(), found.get(field.name())));
        return values;
    }

    private boolean readBatch() {
        columns.batch().clear();
        row = -1;
        while (reader == null || reader.rowsLeft() == 0) {
            if (rowGroups.isEmpty()) {
                close();
                return false;
            }
            openRowGroup(rowGroups.remove());
        }
        reader.read(columns.batch(), BATCH_ROWS, BATCH_BYTES);
        if (reader.rowsLeft() == 0 && rowGroups.isEmpty()) {
            close();
        }
        return true;
    }

    private void openRowGroup(int group) {
        try {
            PageSelection pages = PageSelection.of(file, footer, group, mappings, reading.filter());
            reading.counter().pages(pages.pageCount(), pages.skippedPages());
            reader = new InputReader(file, footer, group, mappings, reading.decompressor(), READ_BYTES);
            if (pages.selectsRows()) {
                reader.selectRows(pages.fromRow(), pages.toRow(), pages.offsetIndexes());
            }
        } catch (IOException | RuntimeException e) {
            throw explain(e);
        }
    }

    private SleeperException explain(Exception e) {
        return InputFaults.explain(path, path.toString(), e);
    }

    private void closeBecauseOf(SleeperException thrown) {
        try {
            close();
        } catch (SleeperException e) {
            thrown.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        reader = null;
        rowGroups.clear();
        if (file != null) {
            ReadableFile open = file;
            file = null;
            try {
                open.close();
            } catch (IOException e) {
                throw explain(e);
            }
        }
    }
}
