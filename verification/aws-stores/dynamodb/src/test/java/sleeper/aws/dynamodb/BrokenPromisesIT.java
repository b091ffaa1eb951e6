package sleeper.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sleeper.aws.client.AwsFailures;
import sleeper.faults.Fault;
import sleeper.faults.FaultMatrix;
import sleeper.faults.Impossible;
import sleeper.faults.ObjectPlays;
import sleeper.faults.Place;
import sleeper.faults.Play;
import sleeper.faults.Row;
import sleeper.faults.Service;
import sleeper.statestore.object.ForwardingObjectStore;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Drivers that break what they promise: the faults find each of them. */
class BrokenPromisesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(800);

    private static final Set<Fault> NOT_DONE = EnumSet.of(
            Fault.REQUEST_LOST, Fault.RESET, Fault.SERVER_ERROR, Fault.UNAVAILABLE, Fault.LANDS_AFTER_REPEAT);

    private static final Set<Fault> DONE = EnumSet.of(Fault.REPLY_LOST, Fault.TIMED_OUT, Fault.SERVER_ERROR_DONE);

    private static FaultyDynamo faulty;

    @BeforeAll
    static void start() throws Exception {
        faulty = new FaultyDynamo(new LocalDynamo());
    }

    @AfterAll
    static void stop() throws Exception {
        faulty.close();
        faulty.server().stop();
    }

    /** @return the faults that find a store out when an object is put */
    private static Set<Fault> found(Place.Places<ObjectStore> stores) throws Exception {
        FaultMatrix matrix = new FaultMatrix(Service.DYNAMODB, faulty.proxy(), faulty.sites(), List.<Impossible>of());
        List<Play> put = ObjectPlays.of(stores).stream()
                .filter(play -> play.name().equals("put"))
                .toList();
        matrix.play(put);
        return matrix.rows().stream()
                .filter(row -> !row.kept())
                .map(Row::fault)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
    }

    private static Place<ObjectStore> place(DynamoDbClient client) {
        String table = faulty.server().newTable("folder", "name", ScalarAttributeType.S);
        return new Place<>(
                new DynamoObjectStore(client, table, LocalDynamo.surroundings()),
                new DynamoObjectStore(faulty.server().client(), table, LocalDynamo.surroundings()),
                "table " + table);
    }

    /** @return the faults that find a client out */
    private static Set<Fault> foundWith(Consumer<ClientOverrideConfiguration.Builder> more) throws Exception {
        try (DynamoDbClient patient = client(PATIENCE, more);
                DynamoDbClient impatient = client(LITTLE_PATIENCE, more)) {
            return found(isImpatient -> place(isImpatient ? impatient : patient));
        }
    }

    private static DynamoDbClient client(Duration patience, Consumer<ClientOverrideConfiguration.Builder> more) {
        return DynamoDbClient.builder()
                .endpointOverride(faulty.proxy().endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(patience))
                .overrideConfiguration(override -> {
                    override.retryStrategy(DefaultRetryStrategy.doNotRetry()).addExecutionInterceptor(faulty.sites());
                    more.accept(override);
                })
                .build();
    }

    /** @return the faults that find a driver out */
    private static Set<Fault> foundIn(UnaryOperator<ObjectStore> breaking) throws Exception {
        return found(impatient -> {
            Place<ObjectStore> place = place(faulty.client(impatient));
            return new Place<>(breaking.apply(place.faulty()), place.unhindered(), place.words());
        });
    }

    @Test
    void shouldFindAnSdkThatSendsAgain() throws Exception {
        assertThat(foundWith(override -> override.retryStrategy(DefaultRetryStrategy.standardStrategyBuilder()
                        .backoffStrategy(BackoffStrategy.retryImmediately())
                        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                        .build())))
                .isEqualTo(DONE);
    }

    @Test
    void shouldFindAWriteWithoutItsCondition() throws Exception {
        ExecutionInterceptor careless = new ExecutionInterceptor() {
            @Override
            public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
                return context.request() instanceof PutItemRequest put
                        ? put.toBuilder()
                                .conditionExpression(null)
                                .expressionAttributeNames(null)
                                .build()
                        : context.request();
            }
        };
        assertThat(foundWith(override -> override.addExecutionInterceptor(careless)))
                .containsExactly(Fault.LANDS_AFTER_ANOTHER);
    }

    @Test
    void shouldFindADriverThatTakesWhatIsNotKnownForDone() throws Exception {
        assertThat(foundIn(store -> new ForwardingObjectStore(store) {
                    @Override
                    public PutResult putIfAbsent(String key, byte[] bytes) {
                        PutResult result = super.putIfAbsent(key, bytes);
                        return result == PutResult.UNKNOWN ? PutResult.STORED : result;
                    }
                }))
                .containsAll(NOT_DONE)
                .doesNotContainAnyElementsOf(DONE);
    }

    @Test
    void shouldFindADriverThatTakesWhatIsNotKnownForAFailure() throws Exception {
        assertThat(foundIn(store -> new ForwardingObjectStore(store) {
                    @Override
                    public PutResult putIfAbsent(String key, byte[] bytes) {
                        PutResult result = super.putIfAbsent(key, bytes);
                        if (result == PutResult.UNKNOWN) {
                            throw AwsFailures.nothingDone(
                                    "Not written.", key, "PutItem", SdkClientException.create("lost"));
                        }
                        return result;
                    }
                }))
                .containsAll(DONE)
                .contains(Fault.LANDS_AFTER_REPEAT, Fault.LANDS_AFTER_ANOTHER)
                .doesNotContain(Fault.REQUEST_LOST);
    }

    @Test
    void shouldSayWhatWasNotLookedAtAndWhatIsNotSo() throws Exception {
        // Given reasons for what is not reached and for what is seen
        Impossible scan = new Impossible(EnumSet.of(Fault.THROTTLED), Set.of("Scan"), "There is none.");
        Impossible bare = new Impossible(EnumSet.of(Fault.CUT_SHORT), Set.of("DeleteItem"), "It has no body.");
        FaultMatrix matrix = new FaultMatrix(Service.DYNAMODB, faulty.proxy(), faulty.sites(), List.of(scan, bare));
        // When
        matrix.play(ObjectPlays.of(impatient -> place(faulty.client(impatient))).stream()
                .filter(play -> play.name().equals("delete"))
                .toList());
        // Then
        assertThat(matrix.missing())
                .containsExactly("DeleteItem by DynamoObjectStore.deleteOnce: lands after another's");
        assertThat(matrix.needless())
                .containsExactly("DeleteItem by DynamoObjectStore.deleteOnce: reply cut short", "Scan: There is none.");
    }
}
