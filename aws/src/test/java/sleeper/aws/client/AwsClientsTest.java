package sleeper.aws.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class AwsClientsTest {
    private static final String PROPERTY = "aws.endpointUrlS3";

    @AfterEach
    void forgetTheProperty() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void shouldTakeTheEndpointOfTheServiceBeforeThatOfAll() {
        Map<String, String> both = Map.of("AWS_ENDPOINT_URL", "http://all", "AWS_ENDPOINT_URL_S3", "http://s3");
        AwsClients clients = new AwsClients(both::get, List.of());

        assertThat(clients.endpoint(AwsService.S3)).contains(URI.create("http://s3"));
        assertThat(clients.endpoint(AwsService.DYNAMODB)).contains(URI.create("http://all"));
        assertThat(new AwsClients(name -> "", List.of()).endpoint(AwsService.S3))
                .isEmpty();
    }

    @Test
    void shouldGoToTheRegionWhateverTheProcessItselfWasToldOfOtherServers() {
        System.setProperty(PROPERTY, "http://127.0.0.1:1");

        assertThat(host(Map.of())).isEqualTo("s3.eu-west-2.amazonaws.com");
        assertThat(host(Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:2"))).isEqualTo("127.0.0.1");
    }

    /** The SDK takes a blank one for an address, and fails. */
    @Test
    void shouldTakeABlankSettingOfTheProcessForNone() {
        System.setProperty(PROPERTY, "");

        assertThat(host(Map.of())).isEqualTo("s3.eu-west-2.amazonaws.com");
    }

    private static String host(Map<String, String> environment) {
        AwsClients clients = new AwsClients(environment::get, List.of()).in(Region.EU_WEST_2);
        try (S3Client client = clients.s3()) {
            return client.utilities()
                    .getUrl(request -> request.bucket("some.bucket").key("key"))
                    .getHost();
        }
    }
}
