package sleeper.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
        Map<String, String> variables = Map.of("SLEEPER_INSTANCE_ID", "one", "AWS_REGION", "eu-west-2");

        Optional<AwsPlace> place = AwsPlace.of(variables);

        assertThat(place).contains(new AwsPlace("one", "eu-west-2", Map.of()));
        assertThat(place.orElseThrow().isOnOwnServers()).isFalse();
        assertThat(place.orElseThrow().variables()).isEqualTo(variables);
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
        assertThat(place.isOnOwnServers()).isTrue();
        assertThat(place.variables()).containsAllEntriesOf(OWN_SERVERS);
    }

    /** Tables that are missing at AWS are not made because the buckets are elsewhere. */
    @Test
    void shouldNotTakeOneServerForBoth() {
        assertThat(new AwsPlace("one", "r", Map.of("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")).isOnOwnServers())
                .isFalse();
        assertThat(new AwsPlace("one", "r", Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:1")).isOnOwnServers())
                .isTrue();
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
