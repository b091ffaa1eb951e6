package sleeper.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.aws.client.AwsService;
import sleeper.core.error.InvalidRequestException;
import sleeper.statestore.instance.InstanceStores;

class AwsPlaceTest {
    private static final Map<String, String> OWN_SERVERS = Map.of(
            "SLEEPER_INSTANCE_ID", "one",
            "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9000",
            "AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:8000");

    @Test
    void shouldNameNoneWhereNoIdIsSet() {
        assertThat(AwsPlace.of(Map.of("AWS_REGION", "eu-west-2"))).isEmpty();
        assertThat(AwsPlace.of(Map.of("SLEEPER_INSTANCE_ID", " "))).isEmpty();
    }

    @Test
    void shouldNameTheInstanceOfARegion() {
        AwsPlace place = AwsPlace.of(Map.of("SLEEPER_INSTANCE_ID", "one", "AWS_REGION", "eu-west-2"))
                .orElseThrow();

        assertThat(place).isEqualTo(new AwsPlace("one", "eu-west-2", Map.of()));
        assertThat(AwsService.values()).noneMatch(place::isOnOwnServer);
    }

    /** A process that is started with them inherits what another shell has set. */
    @Test
    void shouldBlankTheServersThatAreNotNamed() {
        assertThat(new AwsPlace("one", "eu-west-2", Map.of("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")).variables())
                .isEqualTo(Map.of(
                        "SLEEPER_INSTANCE_ID", "one",
                        "AWS_REGION", "eu-west-2",
                        "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1",
                        "AWS_ENDPOINT_URL_DYNAMODB", "",
                        "AWS_ENDPOINT_URL", ""));
    }

    @Test
    void shouldPreferTheRegionThatIsSetForThisProcess() {
        assertThat(AwsPlace.of(Map.of(
                                "SLEEPER_INSTANCE_ID", "one",
                                "AWS_REGION", "eu-west-2",
                                "AWS_DEFAULT_REGION", "us-east-1"))
                        .orElseThrow()
                        .region())
                .isEqualTo("eu-west-2");
        assertThat(AwsPlace.of(Map.of("SLEEPER_INSTANCE_ID", "one", "AWS_DEFAULT_REGION", "us-east-1"))
                        .orElseThrow()
                        .region())
                .isEqualTo("us-east-1");
    }

    @Test
    void shouldNeedNoRegionForServersOfOnesOwn() {
        AwsPlace place = AwsPlace.of(OWN_SERVERS).orElseThrow();

        assertThat(place.region()).isEqualTo("us-east-1");
        assertThat(AwsService.values()).allMatch(place::isOnOwnServer);
        assertThat(place.variables()).containsAllEntriesOf(OWN_SERVERS);
    }

    /** Tables that are missing at AWS are not made because the buckets are elsewhere. */
    @Test
    void shouldNotTakeOneServerForBoth() {
        AwsPlace ofS3 = new AwsPlace("one", "r", Map.of("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1"));
        AwsPlace ofAll = new AwsPlace("one", "r", Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:1"));

        assertThat(ofS3.isOnOwnServer(AwsService.S3)).isTrue();
        assertThat(ofS3.isOnOwnServer(AwsService.DYNAMODB)).isFalse();
        assertThat(AwsService.values()).allMatch(ofAll::isOnOwnServer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://s3.eu-west-2.amazonaws.com",
                "https://bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com",
                "https://s3.cn-north-1.amazonaws.com.cn",
                "https://s3.dualstack.EU-WEST-2.AMAZONAWS.COM/",
                "https://dynamodb.eu-west-2.api.aws",
                "https://s3.cn-north-1.api.amazonwebservices.com.cn",
                "https://s3.eusc-de-east-1.amazonaws.eu.",
                "https://s3.us-iso-east-1.c2s.ic.gov"
            })
    void shouldNotTakeAnAddressOfAwsForAServerOfOnesOwn(String address) {
        AwsPlace place = new AwsPlace("one", "r", Map.of("AWS_ENDPOINT_URL", address));

        assertThat(AwsService.values()).noneMatch(place::isOnOwnServer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"One", "a/b", "../x", "a.b", "twenty-one-characters"})
    void shouldRefuseAnIdThatCanBeNone(String id) {
        assertThatThrownBy(() -> AwsPlace.of(Map.of("SLEEPER_INSTANCE_ID", id, "AWS_REGION", "eu-west-2")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("SLEEPER_INSTANCE_ID")
                .hasMessageContaining(id)
                .hasMessageContaining("1 to 20 characters of a-z 0-9 -");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:9000", "localhost", "ftp://a", "http://", "http://a b"})
    void shouldRefuseAServerWithoutAnAddress(String address) {
        assertThatThrownBy(() -> AwsPlace.of(Map.of("SLEEPER_INSTANCE_ID", "one", "AWS_ENDPOINT_URL_S3", address)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("AWS_ENDPOINT_URL_S3")
                .hasMessageContaining("http://127.0.0.1:4566");
    }

    @Test
    void shouldOpenNoneWhereTwoInstancesAreNamed() {
        assertThatThrownBy(() -> InstanceStores.open(
                        Map.of("SLEEPER_HOME", "/h", "SLEEPER_INSTANCE_ID", "one", "AWS_REGION", "r"), null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("SLEEPER_HOME=/h and SLEEPER_INSTANCE_ID=one")
                .hasMessageContaining("Unset the other");
    }

    @Test
    void shouldBlankTheVariableOfTheOtherKindForAProcessThatInheritsIt() {
        assertThat(InstanceStores.alone(Map.of("SLEEPER_HOME", "/h")))
                .isEqualTo(Map.of("SLEEPER_HOME", "/h", "SLEEPER_INSTANCE_ID", ""));
    }
}
