package sleeper.sort.read;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import sleeper.core.error.SleeperException;
import sleeper.core.file.FileInfo;
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
 * Reads rows of a table whose keys lie in a region, file after file. A row is a map from field names, in the schema's order, to
 * {@code Integer}, {@code Long}, {@code String}, {@code byte[]}, {@code Float}, {@code Double}, {@code Boolean}, {@code LocalDate},
 * {@code Instant} or {@code LocalDateTime}, {@code BigDecimal}, {@code List}, {@code Map} (of a map, or of a struct by field names),
 * or null, also where the file is from before its field was added. For one thread.
 */
public final class TableScan implements Iterator<Map<String, Object>>, Closeable {
    private static final int READ_BYTES = 256 << 10;
    private static final int BATCH_ROWS = 4096;
    private static final long BATCH_BYTES = 8 << 20;

    private final FileStore store;
    private final TableLocation location;
    private final Region region;
    private final Schema schema;
    private final Queue<DataFile> files;
    private final KeyFilter filter;
    private final SkipCounter counter = new SkipCounter();
    private final PageDecompressor decompressor = new PageDecompressor();
    private Columns columns;
    private OpenFile open;
    private InputReader reader;
    private int row;

    /** The table's fields that a file has, and what its rows are read through. */
    private record Columns(Schema schema, TableLayout layout, RowAssembler assembler, Batch batch) {
        static Columns of(Schema schema) {
            TableLayout layout = new TableLayout(schema);
            return new Columns(schema, layout, new RowAssembler(schema, layout), layout.newBatch());
        }
    }

    /** A file being read. */
    private record OpenFile(ReadableFile file, Footer footer, List<ColumnMapping> mappings, Queue<Integer> rowGroups) {}

    /**
     * @param files  the table's files
     * @param region the keys wanted; {@link Region#all} for every row
     */
    public TableScan(FileStore store, TableLocation location, Schema schema, List<DataFile> files, Region region) {
        this.store = store;
        this.location = location;
        this.region = region;
        this.schema = schema;
        this.files = new ArrayDeque<>();
        this.filter = new KeyFilter(region);
        this.columns = Columns.of(schema);
        for (DataFile file : files) {
            boolean wanted = file.cutFor().overlaps(region);
            counter.file(wanted);
            if (wanted) {
                this.files.add(file);
            }
        }
    }

    /** @return what was skipped so far */
    public SkipCounts skipped() {
        return counter.counts();
    }

    /** @throws SleeperException if a file is missing or damaged */
    @Override
    public boolean hasNext() {
        while (true) {
            while (row < columns.batch().rows()) {
                if (filter.contains(columns.batch(), row)) {
                    return true;
                }
                row++;
            }
            if (!readBatch()) {
                return false;
            }
        }
    }

    @Override
    public Map<String, Object> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Map<String, Object> found = columns.assembler().row(columns.batch(), row++);
        return columns.schema().equals(schema) ? found : inAllFields(found);
    }

    private Map<String, Object> inAllFields(Map<String, Object> found) {
        Map<String, Object> values = new LinkedHashMap<>();
        schema.allFields().forEach(field -> values.put(field.name(), found.get(field.name())));
        return values;
    }

    private boolean readBatch() {
        columns.batch().clear();
        row = 0;
        while (reader == null || reader.rowsLeft() == 0) {
            if (!nextRowGroup()) {
                return false;
            }
        }
        reader.read(columns.batch(), BATCH_ROWS, BATCH_BYTES);
        return true;
    }

    private boolean nextRowGroup() {
        while (open == null || open.rowGroups().isEmpty()) {
            closeFile();
            if (files.isEmpty()) {
                return false;
            }
            openFile(files.remove());
        }
        int group = open.rowGroups().remove();
        try {
            PageSelection pages = PageSelection.of(open.file(), open.footer(), group, open.mappings(), filter);
            counter.pages(pages.pageCount(), pages.skippedPages());
            reader = new InputReader(open.file(), open.footer(), group, open.mappings(), decompressor, READ_BYTES);
            if (pages.selectsRows()) {
                reader.selectRows(pages.fromRow(), pages.toRow(), pages.offsetIndexes());
            }
        } catch (IOException | RuntimeException e) {
            throw explain(e);
        }
        return true;
    }

    private void openFile(DataFile file) {
        ReadableFile readable = null;
        try {
            FileInfo info =
                    store.find(location.file(file.path())).orElseThrow(() -> new NoSuchFileException(file.path()));
            readable = store.open(info.path(), info.version());
            Footer footer = FooterReader.read(readable);
            takeColumnsOf(footer);
            List<ColumnMapping> mappings = FileMapping.of(columns.layout(), footer.root());
            Queue<Integer> wanted = new ArrayDeque<>();
            for (int i = 0; i < footer.rowGroups().size(); i++) {
                boolean overlaps = filter.mayContain(footer, i, mappings);
                counter.rowGroup(overlaps);
                if (overlaps) {
                    wanted.add(i);
                }
            }
            open = new OpenFile(readable, footer, mappings, wanted);
        } catch (IOException | RuntimeException e) {
            if (readable != null) {
                open = new OpenFile(readable, null, List.of(), new ArrayDeque<>());
                closeFile();
            }
            throw InputFaults.explain(
                    location.file(file.path()), location.file(file.path()).toString(), e);
        }
    }

    /** A file from before a nullable field was added has no column of it. */
    private void takeColumnsOf(Footer footer) {
        List<Field> present = schema.valueFields().stream()
                .filter(field ->
                        !field.nullable() || footer.root().child(field.name()).isPresent())
                .toList();
        if (!present.equals(columns.schema().valueFields())) {
            columns = Columns.of(new Schema(schema.rowKeyFields(), schema.sortKeyFields(), present));
        }
    }

    private SleeperException explain(Exception e) {
        return InputFaults.explain(
                open.file().info().path(), open.file().info().path().toString(), e);
    }

    private void closeFile() {
        reader = null;
        if (open != null) {
            ReadableFile file = open.file();
            open = null;
            try {
                file.close();
            } catch (IOException e) {
                throw InputFaults.explain(file.info().path(), file.info().path().toString(), e);
            }
        }
    }

    @Override
    public void close() {
        closeFile();
        decompressor.close();
    }

    /** @return the keys that are read */
    public Region region() {
        return region;
    }
}
