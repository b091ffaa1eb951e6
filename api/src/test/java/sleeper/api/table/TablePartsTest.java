package sleeper.api.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Schema;
import sleeper.core.schema.json.SchemaJson;
import sleeper.core.table.DataFile;
import sleeper.statestore.table.JobState;
import sleeper.statestore.table.JobState.Commit;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.TableState.LiveTable;
import sleeper.statestore.util.PersistentMap;

/** A table of two leaves, into which three jobs put a file a leaf; a fourth committed to a table of this name that was dropped. */
class TablePartsTest {
    private static final Schema SCHEMA =
            SchemaJson.parse("{\"rowKeyFields\":[{\"name\":\"k\",\"type\":\"string\"}],\"valueFields\":[]}");
    private static final PartitionTree ONE = PartitionTree.single(1);
    private static final PartitionTree TWO = ONE.split(ONE.leaves().get(0).id(), 0, new KeyValue.OfString("m"));
    private static final String SHA = "0".repeat(64);

    private final TableParts parts = new TableParts(state());

    private static TableState state() {
        PersistentMap<String, JobState> jobs = PersistentMap.empty();
        PersistentMap<String, List<DataFile>> files = PersistentMap.empty();
        for (int job = 1; job <= 3; job++) {
            List<DataFile> added = new ArrayList<>();
            for (Partition leaf : TWO.leaves()) {
                added.add(new DataFile(
                        "data/" + leaf.id().value() + "/j" + job + ".parquet", leaf.region(), job, 10L * job, SHA));
            }
            files = files.put("j" + job, added);
            jobs = jobs.put("j" + job, committed(job, "now"));
        }
        jobs = jobs.put("former", committed(9, "before"));
        jobs = jobs.put("failed", new JobState("digest", Optional.empty(), List.of()));
        return new TableState(20, SHA, Optional.of(new LiveTable("now", SCHEMA, TWO)), jobs, files, 0);
    }

    private static JobState committed(int job, String incarnation) {
        return new JobState(
                "digest", Optional.of(new Commit(1, SHA, incarnation, 10 + job, 1000L * job, 2, 2L * job)), List.of());
    }

    private static List<String> names(ObjectNode page) {
        return page.get("files").findValuesAsText("file");
    }

    private List<String> all() {
        return state().files().stream()
                .map(DataFile::path)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    @Test
    void shouldPageThroughAllFilesOnce() {
        List<String> read = new ArrayList<>();
        String after = "";
        ObjectNode page;
        do {
            page = parts.files(Optional.empty(), after, 4);
            read.addAll(names(page));
            after = page.path("next").asText();
        } while (page.has("next"));

        assertThat(read).isEqualTo(all());
    }

    @Test
    void shouldSayThatThereAreMoreOnlyIfThereAre() {
        assertThat(parts.files(Optional.empty(), "", 6).has("next")).isFalse();
        assertThat(parts.files(Optional.empty(), "", 5).get("next").textValue()).isEqualTo(all().get(4));
        assertThat(names(parts.files(Optional.empty(), all().get(5), 5))).isEmpty();
        assertThat(names(parts.files(Optional.empty(), "zzz", 5))).isEmpty();
    }

    @Test
    void shouldGiveTheFilesOfALeaf() {
        String leaf = TWO.leaves().get(1).id().value();

        ObjectNode page = parts.files(Optional.of(leaf), "", 2);

        assertThat(names(page)).containsExactly("data/" + leaf + "/j1.parquet", "data/" + leaf + "/j2.parquet");
        assertThat(names(parts.files(Optional.of(leaf), page.get("next").textValue(), 2)))
                .containsExactly("data/" + leaf + "/j3.parquet");
        assertThat(page.at("/files/0").toString())
                .startsWith("{\"file\":\"data/" + leaf
                        + "/j1.parquet\",\"job\":\"j1\",\"rows\":1,\"bytes\":10,\"region\":");
    }

    @Test
    void shouldNotTakeALeafThatIsGoneForOneWithoutFiles() {
        String gone = ONE.leaves().get(0).id().value();
        for (String leaf : List.of(gone, "none", "../x")) {
            InvalidRequestException refused =
                    catchThrowableOfType(InvalidRequestException.class, () -> parts.files(Optional.of(leaf), "", 2));

            assertThat(refused.faults()).singleElement().satisfies(fault -> {
                assertThat(fault.code()).isEqualTo(ErrorCode.VALUE_OUT_OF_RANGE);
                assertThat(fault.found()).isEqualTo("'" + leaf + "'");
            });
        }
    }

    @Test
    void shouldListTheCommitsOfThisTableTheLatestFirst() {
        assertThat(parts.commits(2).toString())
                .isEqualTo(
                        "{\"total\":3,\"commits\":["
                                + "{\"slot\":13,\"kind\":\"commit\",\"at\":\"1970-01-01T00:00:03Z\",\"job\":\"j3\",\"attempt\":1,\"rows\":6,\"files\":2},"
                                + "{\"slot\":12,\"kind\":\"commit\",\"at\":\"1970-01-01T00:00:02Z\",\"job\":\"j2\",\"attempt\":1,\"rows\":4,\"files\":2}]}");
    }
}
