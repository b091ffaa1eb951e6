package sleeper.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.aws.client.AwsClients;
import sleeper.core.error.TransientFailureException;
import sleeper.faults.CallSite;
import sleeper.faults.CallSites.Call;
import sleeper.faults.Fault;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.util.Sha256;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Faults that last, with waits that take no time. */
class LastingFaultsIT {
    private static final CallSite APPEND = new CallSite("PutItem", "DynamoCommitLog.append");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final LogEntry ENTRY = LogEntry.of(1, "ours", Sha256.ZERO, 0, new byte[] {'1'});

    private static FaultyDynamo faulty;

    private final List<Duration> waits = new ArrayList<>();
    private String table;

    @BeforeAll
    static void start() throws Exception {
        faulty = new FaultyDynamo(new LocalDynamo());
    }

    @AfterAll
    static void stop() throws Exception {
        faulty.close();
        faulty.server().stop();
    }

    @BeforeEach
    void newTable() {
        table = faulty.server().newTable("log", "slot", ScalarAttributeType.N);
        faulty.sites().reset();
    }

    private Duration waited() {
        return waits.stream().reduce(Duration.ZERO, Duration::plus);
    }

    /** @return a log to which nothing can be appended before the fault has ended */
    private CommitLog logDuring(Fault fault, DynamoDbClient client, BooleanSupplier lasts) {
        faulty.sites().arm(new Call(APPEND, 1), fault);
        return new DynamoCommitLog(
                client, table, "orders", new Surroundings(() -> Instant.EPOCH, () -> "id", new Random(1), wait -> {
                    waits.add(wait);
                    if (lasts.getAsBoolean()) {
                        faulty.sites().arm(new Call(APPEND, waits.size() + 1), fault);
                    }
                }));
    }

    private List<LogRecord> stored() {
        return new DynamoCommitLog(faulty.server().client(), table, "orders", LocalDynamo.surroundings()).read(1, 1);
    }

    @Test
    void shouldAppendToATableThatIsThrottledForAMinute() {
        // Given
        CommitLog log = logDuring(Fault.THROTTLED, faulty.client(false), () -> waited().compareTo(MINUTE) < 0);
        // When / Then
        assertThat(log.append(ENTRY)).isEqualTo(new AppendResult.Won());
        assertThat(waited()).isGreaterThan(MINUTE);
        assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofSeconds(5)) <= 0);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void shouldGiveUpATableThatStaysThrottledWithoutHavingWritten() {
        // Given
        CommitLog log = logDuring(Fault.CAPACITY_EXCEEDED, faulty.client(false), () -> true);
        // When / Then
        assertThatThrownBy(() -> log.append(ENTRY))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("table " + table + ", log orders, slot 1")
                .hasMessageContaining("dynamodb:PutItem was answered by 400 ProvisionedThroughputExceededException");
        assertThat(faulty.sites().seen()).hasSize(50).containsOnly(APPEND);
        assertThat(waits).hasSize(49);
        assertThat(stored()).isEmpty();
    }

    @Test
    void shouldSignAnewWhenItsCredentialsHaveRunOut() {
        // Given
        List<String> used = new ArrayList<>();
        try (DynamoDbClient client = clientWithNewCredentialsEachTime(used)) {
            CommitLog log = logDuring(Fault.EXPIRED, client, () -> false);
            // When / Then
            assertThat(log.append(ENTRY)).isEqualTo(new AppendResult.Won());
        }
        assertThat(used).containsExactly("secret1", "secret2");
        assertThat(stored()).hasSize(1);
    }

    private static DynamoDbClient clientWithNewCredentialsEachTime(List<String> used) {
        String endpoint = faulty.proxy().endpoint().toString();
        return new AwsClients(
                        name -> name.equals("AWS_ENDPOINT_URL_DYNAMODB") ? endpoint : null, List.of(faulty.sites()))
                .dynamoDb(builder -> builder.region(Region.EU_WEST_1).credentialsProvider(() -> {
                    used.add("secret" + (used.size() + 1));
                    return AwsBasicCredentials.create("local", used.get(used.size() - 1));
                }));
    }

    @Test
    void shouldSayThatCredentialsHaveRunOutWhereNewOnesHaveToo() {
        // Given
        CommitLog log = logDuring(Fault.EXPIRED, faulty.client(false), () -> true);
        // When / Then
        assertThatThrownBy(() -> log.append(ENTRY))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("400 ExpiredTokenException")
                .hasMessageContaining("the credentials have run out: renew them");
        assertThat(stored()).isEmpty();
    }

    @Test
    void shouldNameTableAndActionWhereTheRightIsMissing() {
        // Given
        CommitLog log = logDuring(Fault.DENIED, faulty.client(false), () -> true);
        // When / Then
        assertThatThrownBy(() -> log.append(ENTRY))
                .isInstanceOf(TransientFailureException.class)
                .hasMessage("Slot 1 of a table's log could not be written. FILE_FORBIDDEN at table " + table
                        + ", log orders, slot 1: found dynamodb:PutItem was answered by 400 AccessDeniedException"
                        + " (A fault that a test made.); request fault."
                        + " Grant the role that this process runs as the action dynamodb:PutItem on table " + table
                        + ", log orders, slot 1.");
        assertThat(waits).isEmpty();
        assertThat(stored()).isEmpty();
    }
}
