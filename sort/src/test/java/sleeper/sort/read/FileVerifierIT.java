package sleeper.sort.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.Fault;
import sleeper.core.job.TableLocation;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.sort.column.Batch;
import sleeper.sort.column.BytesVector;
import sleeper.sort.encode.EncodeTools;
import sleeper.sort.encode.TableFileWriter;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.schema.TableLayout;
import sleeper.statestore.file.LocalFileStore;

class FileVerifierIT {
    private static final TableLocation TABLE = new TableLocation("tables", new TableName("t"));
    private static final Schema SCHEMA =
            new Schema(List.of(Field.required("key", PrimitiveType.STRING)), List.of(), List.of());

    /** Below and from the first character of four bytes. */
    private static final List<Partition> LEAVES = PartitionTree.ofGrid(
                    List.of(List.of(new KeyValue.OfString("\ud800\udc00"))))
            .leaves();

    @TempDir
    Path root;

    private List<Fault> verify(byte[] key, Partition leaf) throws IOException {
        LocalFileStore store = new LocalFileStore(root);
        TableLayout layout = new TableLayout(SCHEMA);
        Batch batch = layout.newBatch();
        ((BytesVector) batch.column(0)).append(key, 0, key.length);
        String path = "data/" + leaf.id() + ".parquet";
        try (EncodeTools tools = new EncodeTools(WriteSettings.DEFAULT);
                TableFileWriter writer = new TableFileWriter(layout, store, TABLE.file(path), tools, true)) {
            writer.writeRowGroup(batch, new int[] {0}, 0, 1);
            TableFileWriter.Committed written = writer.commit();
            DataFile file = new DataFile(path, leaf.region(), 1, written.sizeBytes(), written.sha256());
            return new FileVerifier(store, TABLE, SCHEMA).verify(file);
        }
    }

    @Test
    void shouldJudgeTextThatIsNoUtf8ByItsBytes() throws IOException {
        // Given a byte that no text has, which shown as text is the replacement character, of three bytes
        byte[] key = {(byte) 0xFF};
        // When / Then
        assertThat(verify(key, LEAVES.get(1))).isEmpty();
        assertThat(verify(key, LEAVES.get(0)))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.found()).startsWith("row 0 with key"));
    }
}
