package sleeper.sort.encode;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.WritableFile;
import sleeper.core.table.ColumnMetrics;
import sleeper.core.table.WrittenFile;
import sleeper.sort.column.Batch;
import sleeper.sort.fault.DiskFaults;
import sleeper.sort.schema.LeafColumn;
import sleeper.sort.schema.TableLayout;

/**
 * Writes one Parquet file of a table, row group by row group. Nothing of it can be seen before {@link #commit}; closed without
 * that, it never was. For one thread.
 */
public final class TableFileWriter implements Closeable {
    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    /** As other writers name themselves, so that readers can tell who wrote a file. */
    private static final String CREATED_BY = "sleeper version 0.1.0";

    private final TableLayout layout;
    private final FilePath path;
    private final WritableFile file;
    private final HashedOutput out;
    private final ColumnChunkWriter chunks;
    private final boolean sorted;
    private final List<RowGroup> rowGroups = new ArrayList<>();
    private final List<List<ColumnChunkWriter.Written>> written = new ArrayList<>();
    private long rows;

    /**
     * What was written.
     *
     * @param columns what the file holds of its columns, as {@link WrittenFile} has it
     */
    public record Committed(long rows, long sizeBytes, String sha256, List<ColumnMetrics> columns) {}

    /**
     * @param sorted whether the rows are in key order, to be said in the footer
     * @throws sleeper.core.error.RunFailedException {@code DISK_FULL}
     */
    public TableFileWriter(TableLayout layout, FileStore store, FilePath path, EncodeTools tools, boolean sorted)
            throws IOException {
        this.layout = layout;
        this.path = path;
        this.chunks = tools.chunks();
        this.sorted = sorted;
        try {
            this.file = store.create(path);
        } catch (IOException e) {
            throw DiskFaults.explain("file " + path, e);
        }
        this.out = new HashedOutput(file);
        guarded(() -> out.write(MAGIC, 0, MAGIC.length));
    }

    /** An action that writes. */
    private interface Write {
        void run() throws IOException;
    }

    private void guarded(Write write) throws IOException {
        try {
            write.run();
        } catch (IOException e) {
            throw DiskFaults.explain("file " + path, e);
        }
    }

    public long rows() {
        return rows;
    }

    /** Writes rows {@code order[from]} to {@code order[to - 1]}, which are one or more, as a row group. */
    public void writeRowGroup(Batch batch, int[] order, int from, int to) throws IOException {
        guarded(() -> writeChunks(batch, order, from, to));
        rows += to - from;
    }

    private void writeChunks(Batch batch, int[] order, int from, int to) throws IOException {
        long start = out.position();
        List<ColumnChunk> columns = new ArrayList<>();
        List<ColumnChunkWriter.Written> parts = new ArrayList<>();
        long uncompressed = 0;
        for (LeafColumn column : layout.columns()) {
            ColumnChunkWriter.Written part = chunks.write(column, batch.column(column.index()), order, from, to, out);
            uncompressed += part.metaData().getTotal_uncompressed_size();
            columns.add(new ColumnChunk(0).setMeta_data(part.metaData()));
            parts.add(part);
        }
        RowGroup group = new RowGroup(columns, uncompressed, to - from)
                .setFile_offset(start)
                .setTotal_compressed_size(out.position() - start)
                .setOrdinal((short) Math.min(rowGroups.size(), Short.MAX_VALUE));
        if (sorted) {
            group.setSorting_columns(sortingColumns());
        }
        rowGroups.add(group);
        written.add(parts);
    }

    private List<SortingColumn> sortingColumns() {
        List<SortingColumn> columns = new ArrayList<>();
        for (int i = 0; i < layout.keyCount(); i++) {
            columns.add(new SortingColumn(i, false, false));
        }
        return columns;
    }

    /** Writes indexes and footer and makes the file visible and durable. */
    public Committed commit() throws IOException {
        guarded(this::writeEnd);
        guarded(file::commit);
        return new Committed(rows, out.position(), out.hash(), FooterMetrics.of(layout, rowGroups));
    }

    private void writeEnd() throws IOException {
        writeColumnIndexes();
        writeOffsetIndexes();
        FileMetaData footer = new FileMetaData(1, layout.elements(), rows, rowGroups);
        footer.setCreated_by(CREATED_BY);
        List<ColumnOrder> orders = layout.columns().stream()
                .map(column -> ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()))
                .toList();
        footer.setColumn_orders(orders);
        ByteSink sink = new ByteSink();
        Util.writeFileMetaData(footer, sink);
        sink.writeInt(sink.size());
        sink.write(MAGIC, 0, MAGIC.length);
        out.write(sink.data(), 0, sink.size());
        out.flush();
    }

    private void writeColumnIndexes() throws IOException {
        for (int group = 0; group < rowGroups.size(); group++) {
            for (int column = 0; column < written.get(group).size(); column++) {
                Optional<ColumnIndex> index =
                        written.get(group).get(column).index().columnIndex();
                if (index.isPresent()) {
                    ColumnChunk chunk = rowGroups.get(group).getColumns().get(column);
                    chunk.setColumn_index_offset(out.position());
                    Util.writeColumnIndex(index.get(), out);
                    chunk.setColumn_index_length((int) (out.position() - chunk.getColumn_index_offset()));
                }
            }
        }
    }

    private void writeOffsetIndexes() throws IOException {
        for (int group = 0; group < rowGroups.size(); group++) {
            for (int column = 0; column < written.get(group).size(); column++) {
                ColumnChunk chunk = rowGroups.get(group).getColumns().get(column);
                chunk.setOffset_index_offset(out.position());
                Util.writeOffsetIndex(written.get(group).get(column).index().offsetIndex(), out);
                chunk.setOffset_index_length((int) (out.position() - chunk.getOffset_index_offset()));
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
