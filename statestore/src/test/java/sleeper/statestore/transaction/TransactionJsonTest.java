package sleeper.statestore.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sleeper.statestore.TestTable.FAILURE;
import static sleeper.statestore.TestTable.SCHEMA;
import static sleeper.statestore.TestTable.SHA;
import static sleeper.statestore.TestTable.attempt;
import static sleeper.statestore.TestTable.below;
import static sleeper.statestore.TestTable.file;
import static sleeper.statestore.TestTable.manifest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.error.VersionTooOldException;
import sleeper.core.job.Manifest;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Region;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.PartitionId;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.DecimalType;
import sleeper.core.schema.Field;
import sleeper.statestore.transaction.Transaction.AddField;
import sleeper.statestore.transaction.Transaction.AddFiles;
import sleeper.statestore.transaction.Transaction.CreateTable;
import sleeper.statestore.transaction.Transaction.DropTable;
import sleeper.statestore.transaction.Transaction.ExcludeAttempt;
import sleeper.statestore.transaction.Transaction.SplitPartitions;
import sleeper.statestore.transaction.json.DataFilesJson;
import sleeper.statestore.transaction.json.TransactionJson;

class TransactionJsonTest {
    static Stream<Transaction> transactions() {
        PartitionTree tree = PartitionTree.single(1).split(PartitionId.ROOT, 0, new KeyValue.OfString("m"));
        return Stream.of(
                new CreateTable("inc", SCHEMA, tree),
                new DropTable("inc"),
                new AddFiles(
                        attempt("job", 2),
                        "digest",
                        "inc",
                        SHA,
                        List.of(
                                file(attempt("job", 2), "r", 0, below("m")),
                                file(attempt("job", 2), "r", 1, below("m")),
                                file(attempt("job", 2), "r", 2, Region.all(1)))),
                new AddFiles(attempt("job", 2), "digest", "inc", SHA, List.of()),
                new ExcludeAttempt(attempt("job", 1), "digest", FAILURE),
                new SplitPartitions(
                        "inc",
                        List.of(
                                new LeafCut(PartitionId.ROOT, 0, new KeyValue.OfLong(1L << 60)),
                                new LeafCut(PartitionId.ROOT.lower(), 1, new KeyValue.OfBytes(new byte[] {-1, 0})))),
                new AddField("inc", Field.nullable("amount", new DecimalType(10, 2))));
    }

    @ParameterizedTest
    @MethodSource("transactions")
    void shouldGiveBackATransaction(Transaction transaction) {
        // Given
        Request request = new Request("r1", transaction);
        // When
        byte[] bytes = TransactionJson.encode(request);
        // Then
        assertThat(TransactionJson.decode(bytes)).isEqualTo(request);
        assertThat(TransactionJson.decodeAll(TransactionJson.join(List.of(bytes, bytes))))
                .containsExactly(request, request);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("\n");
    }

    @Test
    void shouldKeepTheFormOfVersionOne() {
        // Given
        Request request = new Request(
                "r1",
                new AddFiles(
                        attempt("job", 2),
                        "digest",
                        "inc",
                        "mani",
                        List.of(file(attempt("job", 2), "r", 0, Region.all(1)))));
        // When / Then
        assertThat(new String(TransactionJson.encode(request), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"r1\",\"type\":\"add-files\",\"version\":1,\"job\":\"job\",\"attempt\":2,"
                        + "\"digest\":\"digest\",\"incarnation\":\"inc\",\"manifestSha256\":\"mani\","
                        + "\"regions\":[[{}]],\"files\":[[\"data/p/job/2/r-0.parquet\",0,10,100,\"" + SHA + "\"]]}");
    }

    @Test
    void shouldTellWhatALaterVersionWrote() {
        for (String text : List.of(
                "{\"id\":\"r\",\"type\":\"merge-tables\",\"version\":1}",
                "{\"id\":\"r\",\"type\":\"drop-table\",\"version\":2,\"incarnation\":\"i\"}")) {
            assertThatThrownBy(() -> TransactionJson.decode(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isInstanceOf(VersionTooOldException.class);
        }
    }

    @Test
    void shouldRefuseWhatNoVersionWrote() {
        for (String text : List.of(
                "[]",
                "{}",
                "{\"id\":\"r\",\"type\":\"drop-table\",\"version\":0,\"incarnation\":\"i\"}",
                "{\"id\":\"r\",\"type\":\"drop-table\",\"version\":1}",
                "{\"id\":\"r\",\"type\":\"create-table\",\"version\":1,\"incarnation\":\"i\",\"schema\":{}}",
                "not json")) {
            assertThatThrownBy(() -> TransactionJson.decode(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldNameAManifestByItsRunAndFiles() {
        // Given
        Manifest one = manifest(attempt("job", 1), "r", 2);
        // When / Then
        assertThat(DataFilesJson.hashOf(one)).isEqualTo(DataFilesJson.hashOf(manifest(attempt("job", 1), "r", 2)));
        assertThat(DataFilesJson.hashOf(one))
                .isNotEqualTo(DataFilesJson.hashOf(manifest(attempt("job", 1), "s", 2)))
                .isNotEqualTo(DataFilesJson.hashOf(manifest(attempt("job", 1), "r", 1)));
    }
}
