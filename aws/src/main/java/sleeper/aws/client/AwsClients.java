package sleeper.aws.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Builds the clients of one process. They send each request once: what is sent again is decided by
 * {@link sleeper.aws.request.Requests}. Region and credentials come from the SDK's default chains. The caller closes what it was given.
 *
 * <p>{@code AWS_ENDPOINT_URL_S3} and {@code AWS_ENDPOINT_URL_DYNAMODB}, or {@code AWS_ENDPOINT_URL} for both, name a server in place
 * of the region's. Buckets are then part of the path, since names of hosts need not resolve there.
 */
public final class AwsClients {
    /** Begins the system properties by which the SDK is given servers. */
    private static final String PROPERTY = "aws.endpointUrl";

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(30);
    /** Completing an upload of many parts takes minutes, while the server sends blanks. */
    private static final Duration ATTEMPT = Duration.ofMinutes(10);

    /** The JDK's client takes an answer that comes in place of "100 Continue" for a broken connection. */
    private static final ExecutionInterceptor WITHOUT_EXPECT = new ExecutionInterceptor() {
        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return context.httpRequest().copy(request -> request.removeHeader("Expect"));
        }
    };

    private final UnaryOperator<String> environment;
    private final List<ExecutionInterceptor> interceptors;
    private final Duration read;
    private final Optional<Region> region;

    /** Clients by the environment of the process. */
    public AwsClients() {
        this(System::getenv, List.of());
    }

    /**
     * @param environment  the value of a variable, or null
     * @param interceptors see each request and each answer
     */
    public AwsClients(UnaryOperator<String> environment, List<ExecutionInterceptor> interceptors) {
        this(environment, interceptors, READ);
    }

    /** @param read the longest that a request waits for the next bytes of its answer */
    public AwsClients(UnaryOperator<String> environment, List<ExecutionInterceptor> interceptors, Duration read) {
        this(environment, interceptors, read, Optional.empty());
    }

    private AwsClients(
            UnaryOperator<String> environment,
            List<ExecutionInterceptor> interceptors,
            Duration read,
            Optional<Region> region) {
        this.environment = environment;
        this.interceptors = List.copyOf(interceptors);
        this.read = read;
        this.region = region;
    }

    /** @return the same in a region, in place of that of the default chain */
    public AwsClients in(Region chosen) {
        return new AwsClients(environment, interceptors, read, Optional.of(chosen));
    }

    public S3Client s3() {
        return s3(builder -> {});
    }

    /**
     * Checksums are the caller's: the SDK adds none that nobody chose.
     *
     * @param more sets what the default chains would find otherwise, such as the credentials
     */
    public S3Client s3(Consumer<S3ClientBuilder> more) {
        S3ClientBuilder builder = S3Client.builder();
        more.accept(builder);
        return configured(AwsService.S3.name(), S3Client.serviceMetadata(), builder)
                .forcePathStyle(endpoint(AwsService.S3).isPresent())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .build();
    }

    public DynamoDbClient dynamoDb() {
        return dynamoDb(builder -> {});
    }

    /** @param more as of {@link #s3(Consumer)} */
    public DynamoDbClient dynamoDb(Consumer<DynamoDbClientBuilder> more) {
        DynamoDbClientBuilder builder = DynamoDbClient.builder();
        more.accept(builder);
        return configured(AwsService.DYNAMODB.name(), DynamoDbClient.serviceMetadata(), builder)
                .build();
    }

    /** @return the server named for the service, if one is */
    Optional<URI> endpoint(AwsService service) {
        return endpoint(service.name());
    }

    private Optional<URI> endpoint(String service) {
        return variable(AwsService.ENDPOINT_OF_ALL + "_" + service)
                .or(() -> variable(AwsService.ENDPOINT_OF_ALL))
                .map(URI::create);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isBlank());
    }

    /**
     * The SDK reads variables and properties of the process by itself, also those that {@link #environment} leaves out, and fails on a
     * blank one.
     *
     * @return the region's own server, if the SDK would not take it unasked
     */
    private Optional<URI> ofRegion(ServiceMetadata metadata) {
        boolean isLedElsewhere = System.getenv().keySet().stream()
                        .anyMatch(name -> name.startsWith(AwsService.ENDPOINT_OF_ALL))
                || System.getProperties().stringPropertyNames().stream().anyMatch(name -> name.startsWith(PROPERTY));
        if (!isLedElsewhere) {
            return Optional.empty();
        }
        Region here = region.orElseGet(() -> new DefaultAwsRegionProviderChain().getRegion());
        return Optional.of(URI.create("https://" + metadata.endpointFor(here)));
    }

    /**
     * Sets up the builder of any service's client.
     *
     * @param service  as variables name it: {@code SFN} in {@code AWS_ENDPOINT_URL_SFN}
     * @param metadata of the service
     * @return the builder
     */
    public <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B configured(
            String service, ServiceMetadata metadata, B builder) {
        ClientOverrideConfiguration.Builder overrides = ClientOverrideConfiguration.builder()
                .retryStrategy(DefaultRetryStrategy.doNotRetry())
                .apiCallAttemptTimeout(ATTEMPT);
        overrides.addExecutionInterceptor(WITHOUT_EXPECT);
        interceptors.forEach(overrides::addExecutionInterceptor);
        builder.overrideConfiguration(overrides.build())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(read));
        region.ifPresent(builder::region);
        endpoint(service).or(() -> ofRegion(metadata)).ifPresent(builder::endpointOverride);
        return builder;
    }
}
