package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static sleeper.testkit.log.TableFixture.attempt;
import static sleeper.testkit.log.TableFixture.manifest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.job.Manifest;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.log.Tombstone;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.VerifyReport;

/** Checking a log does not take the work of others for damage. */
class VerifyWhileOthersWorkTest {
    private final TableFixture table = new TableFixture();
    private final Deque<Runnable> meanwhile = new ArrayDeque<>();

    /** @return the log as one sees it whose reading of a slot, the first of these, is overtaken by others */
    private TableLog overtaken(Predicate<Long> slots) {
        return table.process(
                new AppendingLog(table.log) {
                    @Override
                    public AppendResult append(LogEntry entry) {
                        return table.log.append(entry);
                    }

                    @Override
                    public List<LogRecord> read(long from, long toInclusive) {
                        List<LogRecord> found = super.read(from, toInclusive);
                        if (slots.test(from) && !meanwhile.isEmpty()) {
                            meanwhile.poll().run();
                        }
                        return found;
                    }
                },
                table.objects);
    }

    private List<Fault> faults(TableLog log) {
        // The tables of these tests have no files, and that is told.
        return log.verify(false).faults().stream()
                .filter(fault -> fault.code() == ErrorCode.LOG_CORRUPT)
                .toList();
    }

    @Test
    void shouldNotMissASlotThatIsFilledMeanwhile() {
        // Given two that commit after the first empty slot was read, one of whom takes a snapshot
        String incarnation = table.create();
        meanwhile.add(() -> {
            table.commit(table.process(), "one", 1, incarnation);
            table.commit(table.process(), "two", 1, incarnation);
            table.process().snapshot();
        });
        // When / Then
        assertThat(faults(overtaken(slot -> slot == 2))).isEmpty();
        assertThat(meanwhile).isEmpty();
    }

    @Test
    void shouldNotTakeANewSnapshotForOneOfALostSlot() {
        // Given a snapshot of a slot that the log did not have when its end was reached
        String incarnation = table.create();
        meanwhile.add(() -> {
            table.commit(table.process(), "one", 1, incarnation);
            table.process().snapshot();
        });
        // When / Then
        assertThat(faults(overtaken(slot -> slot == 40))).isEmpty();
        assertThat(meanwhile).isEmpty();
    }

    @Test
    void shouldNotTakeForLostWhatACollectorTakes() {
        // Given a log whose bodies and snapshots are collected once its first slot was read
        String incarnation = table.create();
        table.process().snapshot();
        AttemptId id = attempt("job", 1);
        Manifest large = manifest(id, "r", 2_000);
        table.process().commit(id, "digest", incarnation, large);
        meanwhile.add(table::retireAll);
        // When / Then
        assertThat(faults(overtaken(slot -> slot == 1))).isEmpty();
        assertThat(table.objects.list("bodies")).isEmpty();
    }

    @Test
    void shouldStillTellOfASlotThatIsLost() {
        // Given
        String incarnation = table.create();
        table.commit(table.process(), "one", 1, incarnation);
        table.commit(table.process(), "two", 1, incarnation);
        table.log.vacate(2);
        // When / Then
        assertThat(faults(table.process())).extracting(Fault::where).contains("slot 2");
    }

    @Test
    void shouldReadTombstonesByThePage() {
        // Given a log of a thousand entries, all but two retired
        String incarnation = table.create();
        TableLog process = table.process();
        for (int job = 0; job < 1_000; job++) {
            table.commit(process, "job" + job, 1, incarnation);
        }
        table.retireAll();
        assertThat(table.log.read(1, 1_000)).hasOnlyElementsOfType(Tombstone.class);
        AtomicInteger reads = new AtomicInteger();
        CommitLog counting = new AppendingLog(table.log) {
            @Override
            public AppendResult append(LogEntry entry) {
                return table.log.append(entry);
            }

            @Override
            public List<LogRecord> read(long from, long toInclusive) {
                reads.incrementAndGet();
                return super.read(from, toInclusive);
            }
        };
        // When
        VerifyReport report = table.process(counting, table.objects).verify(false);
        // Then it reads pages, looks a little beyond the end, and no more
        assertThat(report.retired()).isGreaterThanOrEqualTo(1_000);
        assertThat(reads.get()).isLessThan(100);
    }

    @Test
    void shouldTellOfARequestThatCannotBeRead() {
        // Given
        table.create();
        table.objects.putIfAbsent("inbox/damaged", new byte[] {'{'});
        // When / Then
        assertThat(faults(table.process())).extracting(Fault::where).containsExactly("inbox/damaged");
    }
}
