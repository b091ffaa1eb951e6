package sleeper.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.core.error.TransientFailureException;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.ViewCatalog;
import sleeper.statestore.instance.ViewCatalog.Entry;
import sleeper.statestore.instance.ViewCatalog.Listing;
import sleeper.statestore.instance.ViewCatalog.State;
import sleeper.testkit.view.ViewCatalogContract;
import software.amazon.awssdk.services.glue.GlueClient;

class GlueViewCatalogIT extends ViewCatalogContract {
    private static final TableName ORDERS = new TableName("Orders");
    private static final Schema SCHEMA = new Schema(
            List.of(Field.required("customer", PrimitiveType.LONG)),
            List.of(),
            List.of(Field.nullable("note", PrimitiveType.STRING)));

    private GlueDouble glue;
    private GlueClient client;

    @BeforeEach
    void start() throws IOException {
        glue = new GlueDouble("sleeper_one");
        client = glue.clients("GLUE")
                .configured("GLUE", GlueClient.serviceMetadata(), GlueClient.builder())
                .credentialsProvider(ServiceDouble.credentials())
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        glue.close();
    }

    @Override
    protected ViewCatalog catalog() {
        return new GlueViewCatalog(client, "sleeper_one", ServiceDouble.surroundings(Instant.EPOCH));
    }

    private static Listing listing(int version) {
        return new Listing(ORDERS, "s3://b/Orders/metadata/v" + version, "s3://b/Orders", version, SCHEMA);
    }

    private void list(int version) {
        assertThat(catalog().list(catalog().look(ORDERS), listing(version))).isTrue();
    }

    @Test
    void shouldWriteAnEntryThatEnginesOfIcebergKnowAndPeopleCanRead() {
        list(1);
        list(2);

        assertThat(glue.table("orders"))
                .hasToString("{\"Name\":\"orders\",\"StorageDescriptor\":{\"Columns\":"
                        + "[{\"Name\":\"customer\",\"Type\":\"bigint\"},{\"Name\":\"note\",\"Type\":\"string\"}],"
                        + "\"Location\":\"s3://b/Orders\"},\"TableType\":\"EXTERNAL_TABLE\",\"Parameters\":"
                        + glue.table("orders").path("Parameters") + ",\"VersionId\":\"1\"}");
        assertThat(glue.table("orders").path("Parameters").properties())
                .extracting(each -> each.getKey() + "=" + each.getValue().asText())
                .containsExactlyInAnyOrder(
                        "table_type=ICEBERG",
                        "metadata_location=s3://b/Orders/metadata/v2",
                        "previous_metadata_location=s3://b/Orders/metadata/v1",
                        "sleeper.table=Orders",
                        "sleeper.slot=2");
    }

    @Test
    void shouldKeepParametersThatOthersHavePutOnTheEntry() {
        list(1);
        ((ObjectNode) glue.table("orders").path("Parameters")).put("team", "sales");

        list(2);

        assertThat(glue.table("orders").at("/Parameters/team").asText()).isEqualTo("sales");
    }

    @Test
    void shouldLeaveAnEntryAloneThatNoTableOfTheInstanceHas() {
        glue.put("orders", ServiceDouble.JSON.createObjectNode());

        Entry entry = catalog().look(ORDERS);

        assertThat(entry.state()).isEqualTo(State.TAKEN);
        assertThat(entry.holder()).isEqualTo("something that this instance did not make");
    }

    @Test
    void shouldAskAgainWhereTheCatalogHasTooMuchToDo() {
        glue.refuse("ThrottlingException");
        glue.refuse("ThrottlingException");

        list(1);

        assertThat(glue.operations()).containsExactly("GetTable", "CreateTable");
    }

    @Test
    void shouldNameTheActionAndTheEntryThatMayNotBeWritten() {
        Entry seen = catalog().look(ORDERS);
        glue.refuse("AccessDeniedException");

        assertThatThrownBy(() -> catalog().list(seen, listing(1)))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("The view of table Orders was not listed in the Glue Data Catalog.")
                .hasMessageContaining("FILE_FORBIDDEN at sleeper_one.orders")
                .hasMessageContaining("glue:CreateTable");
    }

    @Test
    void shouldNameTheActionThatMayNotBeDoneToATableThatWasDropped() {
        list(1);
        Entry seen = catalog().look(ORDERS);
        glue.refuse("AccessDeniedException");

        assertThatThrownBy(() -> catalog().remove(ORDERS, seen)).hasMessageContaining("glue:DeleteTable");
    }

    @Test
    void shouldSayThatTheDatabaseIsMissingAndWhoMakesIt() {
        glue.dropDatabase();
        Entry seen = catalog().look(ORDERS);

        assertThatThrownBy(() -> catalog().list(seen, listing(1)))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("UNAVAILABLE at the Glue database sleeper_one")
                .hasMessageContaining("Deploy the instance again: its IcebergStack makes the database.");
    }

    @Test
    void shouldTakeAWriteForDoneWhoseReplyWasLost() {
        // Given an update that landed, as the same one that is sent again then finds
        list(1);
        Entry seen = catalog().look(ORDERS);
        assertThat(catalog().list(seen, listing(2))).isTrue();
        // When
        boolean again = catalog().list(seen, listing(2));
        // Then whoever looks finds it as wanted
        assertThat(again).isFalse();
        assertThat(catalog().look(ORDERS).metadata()).isEqualTo(listing(2).metadata());
    }
}
