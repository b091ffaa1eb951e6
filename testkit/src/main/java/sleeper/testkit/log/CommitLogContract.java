package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.log.Tombstone;
import sleeper.statestore.util.Sha256;

/** What every driver of the commit log must do. A driver's test extends it and gives a new, empty log for each test. */
public abstract class CommitLogContract {
    private static final int WRITERS = 4;
    private static final int ENTRIES_EACH = 25;

    private CommitLog log;

    /** @return an empty log */
    protected abstract CommitLog newLog() throws Exception;

    /** @return another client of the log last given by {@link #newLog()}, as another process would have it */
    protected abstract CommitLog sameLog() throws Exception;

    @BeforeEach
    void openLog() throws Exception {
        log = newLog();
    }

    private static LogEntry entry(long slot, String transaction) {
        return LogEntry.of(
                slot, transaction, Sha256.ZERO, 1_700_000_000_000L, "[\"payload\"]".getBytes(StandardCharsets.UTF_8));
    }

    private static LogEntry entryWithBody(long slot, String transaction) {
        byte[] payload = new byte[LogEntry.MAX_INLINE_BYTES + 1];
        return LogEntry.of(slot, transaction, Sha256.ZERO, 1_700_000_000_000L, payload);
    }

    private static List<byte[]> encoded(List<LogRecord> records) {
        return records.stream().map(LogRecord::encoded).toList();
    }

    @Test
    void shouldReadNothingFromAnEmptyLog() {
        assertThat(log.read(1, 10)).isEmpty();
    }

    @Test
    void shouldGiveBackEntriesByteForByte() throws Exception {
        // Given
        LogEntry first = entry(1, "one");
        LogEntry second = entryWithBody(2, "two");
        // When
        assertThat(log.append(first)).isEqualTo(new AppendResult.Won());
        assertThat(log.append(second)).isEqualTo(new AppendResult.Won());
        // Then
        assertThat(encoded(log.read(1, 10))).containsExactly(first.encoded(), second.encoded());
        assertThat(encoded(sameLog().read(2, 2))).containsExactly(second.encoded());
        assertThat(sameLog().read(1, 1).get(0).hash()).isEqualTo(first.hash());
    }

    @Test
    void shouldRefuseAFilledSlotAndTellWhoHasIt() {
        // Given
        log.append(entry(1, "theirs"));
        // When
        AppendResult result = log.append(entry(1, "ours"));
        // Then
        assertThat(result)
                .isInstanceOfSatisfying(
                        AppendResult.Occupied.class,
                        occupied ->
                                assertThat(occupied.existing().transactionId()).isEqualTo("theirs"));
        assertThat(log.read(1, 1)).extracting(LogRecord::transactionId).containsExactly("theirs");
    }

    @Test
    void shouldTellAWriterThatItsOwnEarlierTryHasTheSlot() {
        // Given
        LogEntry entry = entry(1, "ours");
        log.append(entry);
        // When
        AppendResult again = log.append(entry);
        // Then
        assertThat(again)
                .isInstanceOfSatisfying(
                        AppendResult.Occupied.class,
                        occupied ->
                                assertThat(occupied.existing().transactionId()).isEqualTo("ours"));
    }

    @Test
    void shouldStopReadingAtTheFirstEmptySlot() {
        // Given
        log.append(entry(1, "one"));
        log.append(entry(3, "three"));
        // When / Then
        assertThat(log.read(1, 10)).extracting(LogRecord::slot).containsExactly(1L);
        assertThat(log.read(2, 10)).isEmpty();
    }

    @Test
    void shouldLeaveATombstoneThatStillFillsTheSlot() throws Exception {
        // Given
        LogEntry first = entry(1, "one");
        log.append(first);
        log.append(entry(2, "two"));
        log.append(entry(3, "three"));
        // When
        log.retire(2);
        log.retire(2);
        // Then the slots are as filled as before, for everyone
        assertThat(sameLog().read(1, 10)).extracting(LogRecord::transactionId).containsExactly("one", "two", "three");
        assertThat(log.read(1, 1)).containsExactly(new Tombstone(1, "one", first.hash()));
        assertThat(log.read(3, 3)).hasOnlyElementsOfType(LogEntry.class);
        assertThat(log.append(entry(1, "late"))).isEqualTo(new AppendResult.Occupied(Tombstone.of(first)));
    }

    @Test
    void shouldRetireOnFromWhereItStopped() {
        // Given
        for (int slot = 1; slot <= 9; slot++) {
            log.append(entry(slot, "t" + slot));
        }
        // When
        for (int upTo : new int[] {1, 4, 2, 8}) {
            log.retire(upTo);
        }
        // Then
        assertThat(log.read(1, 9).stream().filter(Tombstone.class::isInstance).map(LogRecord::slot))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void shouldLetExactlyOneOfManyWritersHaveEachSlot() throws Exception {
        // Given writers that all want the next free slot, each as often
        List<Callable<List<Long>>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            CommitLog own = sameLog();
            String name = "w" + writer;
            writers.add(() -> fill(own, name));
        }
        // When they write at once
        List<Long> won = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            for (Future<List<Long>> writer : threads.invokeAll(writers)) {
                won.addAll(writer.get());
            }
        } finally {
            threads.shutdownNow();
        }
        // Then each slot was won once, and none is left empty
        int entries = WRITERS * ENTRIES_EACH;
        assertThat(won).doesNotHaveDuplicates().hasSize(entries);
        assertThat(log.read(1, 1_000)).hasSize(entries);
    }

    private static List<Long> fill(CommitLog log, String writer) {
        List<Long> won = new ArrayList<>();
        long slot = 1;
        while (won.size() < ENTRIES_EACH) {
            if (log.append(entry(slot, writer + "-" + slot)) instanceof AppendResult.Won) {
                won.add(slot);
            }
            slot++;
        }
        return won;
    }
}
