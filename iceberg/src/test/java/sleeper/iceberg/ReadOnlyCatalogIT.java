package sleeper.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.iceberg.ReadOnlyCatalog.Reply;
import sleeper.statestore.table.Verdict;

class ReadOnlyCatalogIT {
    private static final Schema SCHEMA =
            new Schema(List.of(Field.required("customer", PrimitiveType.LONG)), List.of(), List.of());
    private static final String TABLE = "/v1/namespaces/sleeper/tables/orders";

    @TempDir
    private Path home;

    private ViewedTable table;
    private ReadOnlyCatalog catalog;

    @BeforeEach
    void createTable() {
        table = ViewedTable.create(home, SCHEMA, PartitionTree.single(1));
        table.load("first", List.of(Map.of("customer", 1L)));
        catalog = new ReadOnlyCatalog(
                table.instance().tables(), new InstanceViews(table.instance(), (storage, schema, files) -> List.of()));
    }

    private JsonNode get(String target) {
        Reply reply = catalog.answer("GET", target);
        assertThat(reply.status()).as(reply.json()).isEqualTo(200);
        return json(reply);
    }

    private static JsonNode json(Reply reply) {
        try {
            return new JsonMapper().readTree(reply.json());
        } catch (JsonProcessingException e) {
            throw new AssertionError(reply.json(), e);
        }
    }

    @Test
    void shouldNameTheEndpointsThatItHas() {
        assertThat(get("/v1/config?warehouse=x").path("endpoints"))
                .extracting(JsonNode::textValue)
                .contains("GET /v1/{prefix}/namespaces/{namespace}/tables/{table}")
                .noneMatch(endpoint -> endpoint.startsWith("DELETE"));
    }

    @Test
    void shouldListTheOneNamespaceAndItsTables() {
        assertThat(get("/v1/namespaces").toString()).isEqualTo("{\"namespaces\":[[\"sleeper\"]]}");
        assertThat(get("/v1/namespaces?parent=sleeper").toString()).isEqualTo("{\"namespaces\":[]}");
        assertThat(get("/v1/namespaces/sleeper").path("namespace").toString()).isEqualTo("[\"sleeper\"]");
        assertThat(get("/v1/namespaces/sleeper/tables?pageToken=").toString())
                .isEqualTo("{\"identifiers\":[{\"namespace\":[\"sleeper\"],\"name\":\"orders\"}]}");
    }

    @Test
    void shouldCatchATableUpBeforeItGivesIt() {
        // Given nobody published
        JsonNode loaded = get(TABLE);
        // Then
        assertThat(loaded.path("metadata-location").textValue())
                .isEqualTo("file://" + home + "/buckets/sleeper-tables/orders/metadata/v1.metadata.json");
        assertThat(loaded.at("/metadata/snapshots")).hasSize(1);
        assertThat(loaded.at("/metadata/location").textValue())
                .isEqualTo("file://" + home + "/buckets/sleeper-tables/orders");
        // When
        table.load("second", List.of(Map.of("customer", 2L)));
        // Then
        assertThat(get(TABLE).at("/metadata/snapshots")).hasSize(2);
    }

    @Test
    void shouldSayWhatIsThereAndWhatIsNotWithoutABody() {
        assertThat(catalog.answer("HEAD", TABLE)).isEqualTo(new Reply(204, ""));
        assertThat(catalog.answer("HEAD", TABLE + "s")).isEqualTo(new Reply(404, ""));
        assertThat(catalog.answer("HEAD", "/v1/namespaces/other")).isEqualTo(new Reply(404, ""));
    }

    @Test
    void shouldKnowNoTableThatWasDropped() {
        assertThat(table.log().drop(table.incarnation())).isInstanceOf(Verdict.Done.class);
        assertThat(json(catalog.answer("GET", TABLE)).at("/error/type").textValue())
                .isEqualTo("NoSuchTableException");
        assertThat(get("/v1/namespaces/sleeper/tables").path("identifiers")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/namespaces/sleeper/tables/..%2F..%2Fetc, NoSuchTableException",
        "/v1/namespaces/sleeper/tables/%00, NoSuchTableException",
        "/v1/namespaces/sleeper/tables/%E2%80%AEx, NoSuchTableException",
        "/v1/namespaces/sleeper%1Fx/tables, NoSuchNamespaceException",
        "/v1/namespaces/sleeper/views, NotFoundException",
        "/, NotFoundException",
        "/v2/config, NotFoundException"
    })
    void shouldFindNothingWhereThereIsNothing(String target, String type) {
        Reply reply = catalog.answer("GET", target);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(json(reply).at("/error/type").textValue()).isEqualTo(type);
        assertThat(json(reply).at("/error/code").intValue()).isEqualTo(404);
    }

    @Test
    void shouldRefuseAPathThatIsNotEncoded() {
        assertThat(catalog.answer("GET", "/v1/namespaces/%zz").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/namespaces/sleeper/tables",
        "POST, /v1/namespaces/sleeper/tables/orders",
        "DELETE, /v1/namespaces/sleeper/tables/orders",
        "POST, /v1/namespaces",
        "POST, /v1/tables/rename",
        "PUT, /v1/config"
    })
    void shouldRefuseWhatWouldChangeATable(String method, String target) {
        Reply reply = catalog.answer(method, target);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(json(reply).at("/error/message").textValue()).contains("Send a job instead");
    }

    @Test
    void shouldTakeWhatClientsMeasure() {
        assertThat(catalog.answer("POST", TABLE + "/metrics")).isEqualTo(new Reply(204, ""));
    }
}
