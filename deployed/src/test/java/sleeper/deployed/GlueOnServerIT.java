package sleeper.deployed;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import sleeper.aws.client.AwsClients;
import sleeper.statestore.instance.ViewCatalog;
import sleeper.testkit.view.ViewCatalogContract;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;

/** The catalog of views in a server that stands for Glue, such as moto, which {@code -Dglue.server=URL} names. */
@EnabledIfSystemProperty(named = "glue.server", matches = "http.*")
class GlueOnServerIT extends ViewCatalogContract {
    private GlueClient client;

    @BeforeEach
    void makeTheDatabase() {
        String endpoint = System.getProperty("glue.server");
        client = new AwsClients(name -> name.equals("AWS_ENDPOINT_URL_GLUE") ? endpoint : null, List.of())
                .in(Region.EU_WEST_2)
                .configured("GLUE", GlueClient.serviceMetadata(), GlueClient.builder())
                .credentialsProvider(ServiceDouble.credentials())
                .build();
        var unused = client.createDatabase(request -> request.databaseInput(input -> input.name("sleeper_one")));
    }

    @AfterEach
    void removeTheDatabase() {
        var unused = client.deleteDatabase(request -> request.name("sleeper_one"));
        client.close();
    }

    @Override
    @Test
    @Disabled(
            "moto 5.2 does not look at the VersionId of UpdateTable; GlueViewCatalogIT does, as Glue's API reference has it")
    public void shouldNotListOverWhatAnotherHasListedMeanwhile() {}

    @Override
    protected ViewCatalog catalog() {
        return new GlueViewCatalog(client, "sleeper_one", ServiceDouble.surroundings(Instant.EPOCH));
    }
}
