package sleeper.lambda.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.SleeperException;
import sleeper.core.job.JobId;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.lambda.TestInstance;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.view.PublishViewRequest.Detail;
import sleeper.statestore.instance.ViewCatalog;
import sleeper.statestore.instance.ViewCatalog.Listing;
import sleeper.statestore.job.StoredJob;
import sleeper.statestore.table.Verdict;
import sleeper.testkit.view.InMemoryViewCatalog;

class PublishViewHandlerIT {
    private static final TableName ORDERS = new TableName("orders");

    @TempDir
    private Path home;

    private TestInstance instance;
    private LambdaPorts ports;

    @BeforeEach
    void openInstance() {
        instance = new TestInstance(home);
        instance.listIn(new InMemoryViewCatalog("sleeper_one"));
        ports = instance.ports();
        Schema schema = new Schema(List.of(Field.required("key", PrimitiveType.LONG)), List.of(), List.of());
        Verdict created = ports.stores().tables().log(ORDERS).create(schema, PartitionTree.single(1));
        assertThat(created).isInstanceOf(Verdict.Done.class);
        StoredJob job = new StoredJob(
                new JobId("orders-7"),
                "{\"id\":\"orders-7\",\"tableName\":\"orders\",\"files\":[\"in/a.parquet\"]}",
                "digest",
                "standard",
                "message",
                Instant.EPOCH);
        assertThat(ports.stores().jobs().putJob(job)).isEqualTo(job);
    }

    private Map<String, Object> publish(String input) {
        return new PublishViewHandler(ports).handleRequest(new PublishViewRequest(new Detail(input)), null);
    }

    @Test
    void shouldPublishTheTableOfTheJobThatTheEventIsAbout() {
        assertThat(publish("{\"jobId\":\"orders-7\",\"attempt\":1,\"queue\":\"standard\",\"digest\":\"d\"}"))
                .isEqualTo(
                        Map.of("listed", "sleeper_one.orders", "version", 1, "slot", 0L, "snapshots", 0, "files", 0L));
    }

    @Test
    void shouldSayWhoseTheNameInTheCatalogIs() {
        ViewCatalog catalog = ports.views();
        TableName namesake = new TableName("Orders");
        Schema schema = new Schema(List.of(Field.required("key", PrimitiveType.LONG)), List.of(), List.of());
        assertThat(catalog.list(catalog.look(namesake), new Listing(namesake, "s3://b/m", "s3://b", 1, schema)))
                .isTrue();

        assertThat(publish("{\"jobId\":\"orders-7\"}"))
                .containsEntry("takenBy", "table Orders")
                .doesNotContainKey("listed");
    }

    @Test
    void shouldPublishNothingWhereTheStackIsNotDeployed() throws IOException {
        Files.writeString(home.resolve("instance.properties"), "sleeper.optional.stacks=IngestStack\n");

        assertThat(publish("{\"jobId\":\"orders-7\"}")).isEqualTo(Map.of("published", "IcebergStack is not deployed"));
        assertThat(ports.stores().tables().log(ORDERS).storage().view().children(""))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"jobId\":\"unheard-of\"}", "{\"jobId\":\"../x\"}", "[]"})
    void shouldRefuseAnEventThatIsAboutNoJob(String input) {
        assertThatThrownBy(() -> publish(input))
                .isInstanceOf(SleeperException.class)
                .hasMessageContaining("UNKNOWN_JOB");
    }

    @Test
    void shouldRefuseAnInputThatIsNoJson() {
        assertThatThrownBy(() -> publish("{")).isInstanceOf(SleeperException.class);
        assertThatThrownBy(() -> new PublishViewHandler(ports).handleRequest(new PublishViewRequest(null), null))
                .isInstanceOf(SleeperException.class);
    }
}
