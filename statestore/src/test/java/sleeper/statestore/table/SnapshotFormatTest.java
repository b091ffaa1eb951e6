package sleeper.statestore.table;

import static org.assertj.core.api.Assertions.assertThat;
import static sleeper.statestore.TestTable.FAILURE;
import static sleeper.statestore.TestTable.SCHEMA;
import static sleeper.statestore.TestTable.SHA;
import static sleeper.statestore.TestTable.attempt;
import static sleeper.statestore.TestTable.below;
import static sleeper.statestore.TestTable.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Region;
import sleeper.core.partition.PartitionId;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.FieldIds;
import sleeper.core.schema.FieldType;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.schema.StructType;
import sleeper.core.schema.json.SchemaJson;
import sleeper.core.table.DataFile;
import sleeper.statestore.table.JobState.Commit;
import sleeper.statestore.table.JobState.Exclusion;
import sleeper.statestore.table.TableState.LiveTable;
import sleeper.statestore.util.PersistentMap;
import sleeper.statestore.util.Sha256;

class SnapshotFormatTest {
    private static TableState state(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PersistentMap<String, JobState> jobs = PersistentMap.empty();
        PersistentMap<String, List<DataFile>> files = PersistentMap.empty();
        int count = random.nextInt(40);
        for (int i = 0; i < count; i++) {
            String id = "job-" + random.nextInt(1_000);
            List<Exclusion> exclusions = new ArrayList<>();
            for (int e = 1; e <= random.nextInt(3); e++) {
                exclusions.add(new Exclusion(e, FAILURE, random.nextLong(1_000), -random.nextLong(1L << 50)));
            }
            Optional<Commit> commit = random.nextBoolean()
                    ? Optional.of(new Commit(4, SHA, "inc", i, random.nextLong(), 2, 21))
                    : Optional.empty();
            jobs = jobs.put(id, new JobState("digest" + i, commit, exclusions));
            if (commit.isPresent()) {
                files = files.put(
                        id,
                        List.of(file(attempt(id, 4), "r", 0, Region.all(1)), file(attempt(id, 4), "r", 1, below("ñ"))));
            }
        }
        PartitionTree tree = PartitionTree.single(1).split(PartitionId.ROOT, 0, new KeyValue.OfString("m"));
        Optional<LiveTable> table =
                random.nextInt(4) > 0 ? Optional.of(new LiveTable("inc", SCHEMA, tree)) : Optional.empty();
        return new TableState(random.nextLong(1L << 40), SHA, table, jobs, files, random.nextLong(1L << 41));
    }

    /** @return a table that nothing was loaded into */
    private static TableState empty(Schema schema) {
        return new TableState(
                7,
                SHA,
                Optional.of(new LiveTable("inc", schema, PartitionTree.single(1))),
                PersistentMap.empty(),
                PersistentMap.empty(),
                0);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void shouldGiveBackTheState(long seed) {
        // Given
        TableState state = state(seed);
        // When
        byte[] bytes = SnapshotFormat.encode(state);
        // Then
        assertThat(SnapshotFormat.isWhole(bytes)).isTrue();
        assertThat(SnapshotFormat.decode(bytes)).as("seed %d", seed).isEqualTo(state);
        assertThat(SnapshotFormat.encode(SnapshotFormat.decode(bytes))).isEqualTo(bytes);
    }

    @Test
    void shouldGiveBackSchemasThatAreLongerOrDeeperThanAPersonMayWrite() {
        // Given more than a million characters, and 32 structs inside each other
        List<Field> many = IntStream.range(0, 10_000)
                .mapToObj(i -> Field.nullable("x".repeat(100) + i, PrimitiveType.STRING))
                .toList();
        FieldType deep = PrimitiveType.INT;
        for (int i = 0; i < 32; i++) {
            deep = new StructType(List.of(Field.nullable("s", deep)));
        }
        List<Field> keys = List.of(Field.required("k", PrimitiveType.INT));
        for (List<Field> values : List.of(many, List.of(Field.required("v", deep)))) {
            Schema schema = new Schema(keys, List.of(), values);
            TableState state = empty(schema);
            // When / Then
            assertThat(SnapshotFormat.decode(SnapshotFormat.encode(state))).isEqualTo(state);
        }
    }

    @Test
    void shouldKnowThatAnyByteWasChanged() {
        // Given
        byte[] bytes = SnapshotFormat.encode(state(1));
        for (int i = 0; i < bytes.length; i++) {
            // When
            byte[] damaged = bytes.clone();
            damaged[i] ^= 1;
            // Then
            assertThat(SnapshotFormat.isWhole(damaged)).as("byte %d", i).isFalse();
        }
    }

    @Test
    void shouldKnowThatTheEndIsMissing() {
        byte[] bytes = SnapshotFormat.encode(TableState.EMPTY);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(SnapshotFormat.isWhole(Arrays.copyOf(bytes, length)))
                    .as("length %d", length)
                    .isFalse();
        }
    }

    /** The first version, which had no ids of fields: the second without them. */
    private static byte[] ofFirstVersion(byte[] second, String ids) throws IOException {
        int sealed = second.length - 32;
        byte[] body = new InflaterInputStream(new ByteArrayInputStream(
                        second, SnapshotFormat.MAGIC.length, sealed - SnapshotFormat.MAGIC.length))
                .readAllBytes();
        String text = new String(body, StandardCharsets.ISO_8859_1);
        // A text is its length, as a signed number of one byte here, and its bytes.
        String part = (char) (2 * ids.length()) + ids;
        assertThat(text).contains(part);
        byte[] without = text.replace(part, "").getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        first.writeBytes("SLPSNAP1".getBytes(StandardCharsets.US_ASCII));
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(first)) {
            deflated.write(without);
        }
        first.writeBytes(HexFormat.of().parseHex(Sha256.hex(first.toByteArray())));
        return first.toByteArray();
    }

    @Test
    void shouldReadASnapshotThatHasNoIdsOfFields() throws IOException {
        // Given a snapshot as versions wrote it that gave no ids
        TableState state = empty(SCHEMA);
        byte[] first = ofFirstVersion(
                SnapshotFormat.encode(state), SchemaJson.idsToJson(SCHEMA.ids()).toString());
        // When / Then the fields are numbered in column order
        assertThat(SnapshotFormat.isWhole(first)).isTrue();
        assertThat(SnapshotFormat.decode(first)).isEqualTo(state);
    }

    @Test
    void shouldKeepIdsThatAreNotThoseOfANewTable() {
        Schema schema = new Schema(SCHEMA.rowKeyFields(), List.of(), List.of(), new FieldIds(List.of(5), 9));
        TableState state = empty(schema);
        assertThat(SnapshotFormat.decode(SnapshotFormat.encode(state))).isEqualTo(state);
    }
}
