package sleeper.deployed.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;

class EksTokensTest {
    private static final Instant START = Instant.parse("2026-11-29T10:00:00Z");
    private static final String KEY = "AKIDEXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private Instant now = START;

    private EksTokens tokens(Region region, AwsCredentials credentials) {
        return new EksTokens("sleeper-one", region, StaticCredentialsProvider.create(credentials), () -> now);
    }

    private EksTokens tokens() {
        return tokens(Region.EU_WEST_2, AwsBasicCredentials.create(KEY, SECRET));
    }

    private static URI decoded(String token) {
        assertThat(token).startsWith("k8s-aws-v1.").doesNotContain("=");
        byte[] url = Base64.getUrlDecoder().decode(token.substring("k8s-aws-v1.".length()));
        return URI.create(new String(url, StandardCharsets.UTF_8));
    }

    private static List<String> parameters(URI url) {
        return Stream.of(url.getRawQuery().split("&")).sorted().toList();
    }

    /** The addresses are botocore's, 1.43.11, made by its signer for the same time and credentials, as {@code aws eks get-token} makes them. */
    @ParameterizedTest
    @CsvSource({
        "eu-west-2, sts.eu-west-2.amazonaws.com, '', 34fd70c2cb156737259077b447da041434b0c4087637ced1506e3b5b709ef240",
        "us-east-1, sts.us-east-1.amazonaws.com, IQoJb3JpZ2luX2Vj+/=, b61b8ee45e44e644701ea3618efe9b527b1ae356c92135424d2628c7f6bb810e",
        "cn-north-1, sts.cn-north-1.amazonaws.com.cn, '', 520e2dd25e4d26d2e24cf45ceefcabe62f4c6e291f78fba07c45dd801e036ab3"
    })
    void shouldMakeTheTokenThatTheAwsCommandMakes(String region, String host, String session, String signature) {
        AwsCredentials credentials = session.isEmpty()
                ? AwsBasicCredentials.create(KEY, SECRET)
                : AwsSessionCredentials.create(KEY, SECRET, session);

        URI url = decoded(tokens(Region.of(region), credentials).current());

        assertThat(url).hasScheme("https").hasHost(host).hasPath("/");
        Stream<String> expected = Stream.of(
                "Action=GetCallerIdentity",
                "Version=2011-06-15",
                "X-Amz-Algorithm=AWS4-HMAC-SHA256",
                "X-Amz-Credential=AKIDEXAMPLE%2F20261129%2F" + region + "%2Fsts%2Faws4_request",
                "X-Amz-Date=20261129T100000Z",
                "X-Amz-Expires=60",
                "X-Amz-SignedHeaders=host%3Bx-k8s-aws-id",
                "X-Amz-Signature=" + signature);
        assertThat(parameters(url))
                .containsExactlyElementsOf((session.isEmpty()
                                ? expected
                                : Stream.concat(expected, Stream.of("X-Amz-Security-Token=IQoJb3JpZ2luX2Vj%2B%2F%3D")))
                        .sorted()
                        .toList());
    }

    @Test
    void shouldKeepATokenForAsLongAsItCountsForAMinuteMore() {
        EksTokens tokens = tokens();
        String first = tokens.current();

        now = START.plus(Duration.ofMinutes(14)).minusSeconds(1);
        assertThat(tokens.current()).isEqualTo(first);

        now = START.plus(Duration.ofMinutes(14));
        assertThat(decoded(tokens.current()).getQuery()).contains("X-Amz-Date=20261129T101400Z");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 31_536_000})
    void shouldMakeAnotherWhereTheClockHasJumped(long seconds) {
        EksTokens tokens = tokens();
        String first = tokens.current();

        now = START.plusSeconds(seconds);

        assertThat(tokens.current()).isNotEqualTo(first);
    }

    @Test
    void shouldNotGiveATokenAgainThatWasNotTaken() {
        EksTokens tokens = tokens();
        String first = tokens.current();
        now = START.plusSeconds(1);

        tokens.forget("another");
        assertThat(tokens.current()).isEqualTo(first);

        tokens.forget(first);
        assertThat(tokens.current()).isNotEqualTo(first);
    }

    @Test
    void shouldReadNeitherClockNorCredentialsBeforeATokenIsAskedFor() {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("read");
        };

        EksTokens tokens = new EksTokens("sleeper-one", Region.EU_WEST_2, none, () -> START);

        assertThatThrownBy(tokens::current).isInstanceOf(SdkClientException.class);
    }
}
