package sleeper.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.aws.request.InFlight;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.util.Sha256;
import sleeper.statestore.util.Surroundings;
import sleeper.testkit.log.CommitLogContract;

class DynamoCommitLogTest extends CommitLogContract {
    private final LogEntry entry = LogEntry.of(1, "ours", Sha256.ZERO, 0, new byte[] {'1'});
    private final List<Duration> waits = new ArrayList<>();
    private FakeDynamo service;

    @Override
    protected CommitLog newLog() {
        service = new FakeDynamo();
        return sameLog();
    }

    @Override
    protected CommitLog sameLog() {
        return new DynamoCommitLog(
                service,
                "sleeper-test-log",
                "orders",
                new InFlight(Runnable::run),
                new Surroundings(() -> Instant.EPOCH, () -> "id", new Random(1), waits::add));
    }

    /** A page of the service holds two; the log goes on behind what is asked for. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 2, 1", "1, 3, 2", "1, 9, 5", "2, 11, 5", "1, 40, 17"})
    void shouldReadSpansAtOnceAndAskForNoMoreThanThereMayBe(long from, long to, int queries) {
        CommitLog log = newLog();
        for (long slot = 1; slot <= 30; slot++) {
            assertThat(log.append(LogEntry.of(slot, "t" + slot, Sha256.ZERO, 1, new byte[] {'1'})))
                    .isEqualTo(new AppendResult.Won());
        }

        List<LogRecord> records = log.read(from, to);

        assertThat(records)
                .extracting(LogRecord::slot)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(from, Math.min(to, 30)).boxed().toList());
        assertThat(service.queries()).isEqualTo(queries);
    }

    @Test
    void shouldNotKnowWhatBecameOfAnEntryWhoseReplyWasLostAndFindItOnTheNextTry() {
        // Given
        service.nextPut(FakeDynamo.Fault.REPLY_LOST);
        // When / Then
        assertThat(sameLog().append(entry)).isInstanceOf(AppendResult.Unknown.class);
        assertThat(sameLog().append(entry))
                .isInstanceOfSatisfying(
                        AppendResult.Occupied.class,
                        occupied ->
                                assertThat(occupied.existing().transactionId()).isEqualTo("ours"));
    }

    @Test
    void shouldNotKnowWhatBecameOfAnEntryWhoseRequestWasLostAndWinOnTheNextTry() {
        // Given
        service.nextPut(FakeDynamo.Fault.REQUEST_LOST);
        // When / Then
        assertThat(sameLog().append(entry)).isInstanceOf(AppendResult.Unknown.class);
        assertThat(sameLog().append(entry)).isEqualTo(new AppendResult.Won());
    }

    @Test
    void shouldWaitWhereTheTableIsThrottled() {
        // Given
        service.nextPut(FakeDynamo.Fault.THROTTLED);
        // When / Then
        assertThat(sameLog().append(entry)).isEqualTo(new AppendResult.Won());
        assertThat(waits).hasSize(1);
    }
}
