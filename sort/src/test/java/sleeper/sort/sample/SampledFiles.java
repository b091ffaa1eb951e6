package sleeper.sort.sample;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.column.Batch;
import sleeper.sort.column.LongVector;
import sleeper.sort.encode.EncodeTools;
import sleeper.sort.encode.TableFileWriter;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.schema.TableLayout;
import sleeper.statestore.file.LocalFileStore;

/** Writes files of ascending numbers, and changes what their footers say. */
final class SampledFiles {
    static final Schema SCHEMA = new Schema(List.of(Field.required("key", PrimitiveType.LONG)), List.of(), List.of());

    private final Path root;
    private final LocalFileStore store;

    SampledFiles(Path root) {
        this.root = root;
        this.store = new LocalFileStore(root);
    }

    /** Pages of about 128 keys. */
    FileInfo write(String name, long firstKey, int rowGroups, int rowsOfGroup) throws IOException {
        TableLayout layout = new TableLayout(SCHEMA);
        WriteSettings settings = WriteSettings.builder()
                .pageBytes(1 << 10)
                .encodings(WriteSettings.Encodings.PLAIN)
                .build();
        int[] order = IntStream.range(0, rowsOfGroup).toArray();
        FilePath path = new FilePath("in", name);
        try (EncodeTools tools = new EncodeTools(settings);
                TableFileWriter writer = new TableFileWriter(layout, store, path, tools, true)) {
            for (int group = 0; group < rowGroups; group++) {
                Batch batch = layout.newBatch();
                LongVector keys = (LongVector) batch.column(0);
                keys.grow(rowsOfGroup);
                for (int row = 0; row < rowsOfGroup; row++) {
                    keys.values()[row] = firstKey + (long) group * rowsOfGroup + row;
                }
                writer.writeRowGroup(batch, order, 0, rowsOfGroup);
            }
            writer.commit();
        }
        return store.find(path).orElseThrow();
    }

    FileInfo withoutPageIndex(FileInfo file) throws IOException {
        return changeChunks(file, chunk -> {
            chunk.unsetOffset_index_offset();
            chunk.unsetOffset_index_length();
        });
    }

    FileInfo changeChunks(FileInfo file, Consumer<ColumnChunk> change) throws IOException {
        byte[] bytes = Files.readAllBytes(path(file));
        int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
        int start = bytes.length - 8 - length;
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, start, length));
        footer.getRow_groups().forEach(group -> group.getColumns().forEach(change));
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        Util.writeFileMetaData(footer, changed);
        byte[] end = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(changed.size())
                .put(Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length))
                .array();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes, 0, start);
        changed.writeTo(all);
        all.write(end);
        return replace(file, all.toByteArray());
    }

    FileInfo replace(FileInfo file, byte[] bytes) throws IOException {
        Files.write(path(file), bytes);
        return store.find(file.path()).orElseThrow();
    }

    Path path(FileInfo file) {
        return root.resolve(file.path().bucket()).resolve(file.path().key());
    }
}
