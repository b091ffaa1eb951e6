package sleeper.deployed.eks;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * The tokens by which an EKS cluster knows the role that this process runs as: the address of a request to STS that asks who signed it,
 * presigned with the cluster's name, which the cluster sends on. Its form and how long it counts are those of the AWS IAM authenticator
 * for Kubernetes ({@code pkg/token/token.go}): 15 minutes from its time, whatever {@code X-Amz-Expires} says.
 *
 * <p>Until the first is asked for no credentials and no clock are read. One is kept for as long as it counts for a minute more. Safe for
 * use by many threads.
 */
public final class EksTokens {
    private static final Duration KEPT = Duration.ofMinutes(14);
    /** Old authenticators take no more; new ones do not look. */
    private static final Duration EXPIRES = Duration.ofSeconds(60);

    private static final String PREFIX = "k8s-aws-v1.";
    private static final String STS = "sts";

    private final String cluster;
    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final InstantSource clock;
    private Optional<Token> kept = Optional.empty();

    private record Token(String text, Instant madeAt) {}

    /**
     * @param cluster     its name
     * @param region      of the cluster
     * @param credentials of the role
     * @param clock       the time that requests are signed with
     */
    public EksTokens(String cluster, Region region, AwsCredentialsProvider credentials, InstantSource clock) {
        this.cluster = cluster;
        this.region = region;
        this.credentials = credentials;
        this.clock = clock;
    }

    /**
     * @return a token that counts for a minute at least
     * @throws software.amazon.awssdk.core.exception.SdkException if there are no credentials
     */
    public synchronized String current() {
        Instant now = clock.instant();
        // A clock that was put back makes a token of the future, which STS does not take.
        return kept.filter(one ->
                        !now.isBefore(one.madeAt()) && now.isBefore(one.madeAt().plus(KEPT)))
                .map(Token::text)
                .orElseGet(() -> made(now));
    }

    private String made(Instant now) {
        String token = PREFIX
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(presigned(now).toString().getBytes(StandardCharsets.UTF_8));
        kept = Optional.of(new Token(token, now));
        return token;
    }

    /** Has no token be given again that the cluster did not take. */
    synchronized void forget(String token) {
        kept = kept.filter(one -> !one.text().equals(token));
    }

    private URI presigned(Instant now) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create("https://" + ServiceMetadata.of(STS).endpointFor(region) + "/"))
                .putRawQueryParameter("Action", "GetCallerIdentity")
                .putRawQueryParameter("Version", "2011-06-15")
                .putHeader("x-k8s-aws-id", cluster)
                .build();
        return AwsV4HttpSigner.create()
                .sign(signing -> signing.identity(credentials.resolveCredentials())
                        .request(request)
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, STS)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                        .putProperty(
                                AwsV4FamilyHttpSigner.AUTH_LOCATION, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, EXPIRES)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)))
                .request()
                .getUri();
    }
}
