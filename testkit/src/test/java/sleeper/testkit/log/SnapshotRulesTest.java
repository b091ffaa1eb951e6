package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static sleeper.testkit.log.TableFixture.NO_MANIFESTS;
import static sleeper.testkit.log.TableFixture.attempt;
import static sleeper.testkit.log.TableFixture.manifest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.object.ForwardingObjectStore;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.table.GcReport;
import sleeper.statestore.table.GcReport.Kind;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.transaction.Transaction.Reason;

/** What follows a commit and can no longer undo it: snapshots, and the retiring of the log behind them. */
class SnapshotRulesTest {
    private final TableFixture table = new TableFixture();

    @Nested
    class NothingFallibleFollowsTheAppend {
        @Test
        void shouldNotFailACommitBecauseItsSnapshotFails() {
            // Given a store that refuses snapshots, and a log so long that one is due
            String incarnation = table.create();
            ObjectStore objects = new ForwardingObjectStore(table.objects) {
                @Override
                public PutResult putIfAbsent(String key, byte[] bytes) {
                    if (key.startsWith("snapshots/")) {
                        throw new TransientFailureException(
                                "No.", List.of(Fault.of(ErrorCode.UNAVAILABLE, key, "", "")));
                    }
                    return super.putIfAbsent(key, bytes);
                }
            };
            TableLog process = table.process(table.log, objects);
            table.commit(process, "first", 1, incarnation);
            table.now = table.now.plusSeconds(61);
            // When
            Verdict verdict = table.commit(process, "job", 1, incarnation);
            // Then
            assertThat(verdict).isInstanceOf(Verdict.Committed.class);
        }

        @Test
        void shouldNotFailACommitBecauseItsRequestStaysInTheInbox() {
            // Given a store that deletes nothing
            String incarnation = table.create();
            ObjectStore objects = new ForwardingObjectStore(table.objects) {
                @Override
                public boolean delete(String key) {
                    throw new TransientFailureException("No.", List.of(Fault.of(ErrorCode.UNAVAILABLE, key, "", "")));
                }
            };
            // When
            Verdict verdict = table.commit(table.process(table.log, objects), "job", 1, incarnation);
            // Then it is told at once, and the request goes with the next collection
            assertThat(verdict).isInstanceOf(Verdict.Committed.class);
            assertThat(table.waits).isEmpty();
            assertThat(table.objects.children("inbox")).hasSize(1);
            table.process().collect(NO_MANIFESTS, false, Duration.ZERO);
            assertThat(table.objects.children("inbox")).isEmpty();
        }

        @Test
        void shouldNotFailACommitBecauseOfAMistakeInWhatFollows() {
            // Given a store that breaks down when snapshots are looked for, and a commit after which one is due
            String incarnation = table.create();
            ObjectStore objects = new ForwardingObjectStore(table.objects) {
                @Override
                public PutResult putIfAbsent(String key, byte[] bytes) {
                    if (key.startsWith("snapshots/")) {
                        throw new IllegalStateException("a mistake");
                    }
                    return super.putIfAbsent(key, bytes);
                }
            };
            TableLog process = table.process(table.log, objects);
            table.commit(process, "first", 1, incarnation);
            table.now = table.now.plusSeconds(61);
            // When
            Verdict verdict = table.commit(process, "job", 1, incarnation);
            // Then
            assertThat(verdict).isInstanceOf(Verdict.Committed.class);
        }
    }

    @Nested
    class OneProcessWritesADueSnapshot {
        private final List<Long> written = new ArrayList<>();
        private final Deque<Runnable> waiting = new ArrayDeque<>();

        /** What is written is noted, whether or not it was there. */
        private TableLog process() {
            return table.process(table.log, new ForwardingObjectStore(table.objects) {
                @Override
                public PutResult putIfAbsent(String key, byte[] bytes) {
                    if (key.startsWith("snapshots/")) {
                        written.add(Long.parseLong(key.substring("snapshots/".length(), key.indexOf('-'))));
                    }
                    return super.putIfAbsent(key, bytes);
                }
            });
        }

        /** A process whose work for later waits for the test. */
        private TableLog processThatWaits() {
            table.later = waiting::add;
            TableLog process = process();
            table.later = Runnable::run;
            return process;
        }

        private void commit(TableLog process, int from, int to, String incarnation) {
            for (int job = from; job <= to; job++) {
                assertThat(table.commit(process, "job" + job, 1, incarnation)).isInstanceOf(Verdict.Committed.class);
            }
        }

        @Test
        void shouldBeWrittenOnceForTwoHundredEntriesHoweverManyProcessesCommit() {
            // Given
            String incarnation = table.create();
            List<TableLog> processes = List.of(process(), process(), process());
            // When they take turns, and new ones come by
            for (int job = 2; job <= 1_010; job++) {
                TableLog process = job % 10 == 7 ? process() : processes.get(job % 3);
                commit(process, job, job, incarnation);
            }
            // Then
            assertThat(written).containsExactly(200L, 400L, 600L, 800L, 1_000L);
        }

        @Test
        void shouldBeWrittenOnceAMinuteHoweverManyProcessesCommit() {
            // Given
            String incarnation = table.create();
            List<TableLog> processes = List.of(process(), process(), process());
            // When there is a commit every seven seconds
            for (int job = 2; job <= 60; job++) {
                table.now = table.now.plusSeconds(7);
                commit(job % 5 == 0 ? process() : processes.get(job % 3), job, job, incarnation);
            }
            // Then one is written by every ninth entry, which is 63 seconds after the one before
            assertThat(written).containsExactly(10L, 19L, 28L, 37L, 46L, 55L);
        }

        @Test
        void shouldBeWrittenAfterTheReplyAndOfItsWritersEntry() {
            // Given a process whose entry makes one due
            String incarnation = table.create();
            commit(process(), 2, 199, incarnation);
            TableLog ours = processThatWaits();
            // When it has its verdict, and another goes on
            commit(ours, 200, 200, incarnation);
            commit(process(), 201, 205, incarnation);
            // Then
            assertThat(written).isEmpty();
            waiting.remove().run();
            assertThat(written).containsExactly(200L);
            assertThat(waiting).isEmpty();
            assertThat(table.process().state()).isEqualTo(ours.state());
        }

        @Test
        void shouldBeWrittenByALaterWriterWhenItsOwnWasKilled() {
            // Given
            String incarnation = table.create();
            commit(process(), 2, 199, incarnation);
            commit(processThatWaits(), 200, 200, incarnation);
            waiting.clear();
            // When others go on
            commit(process(), 201, 250, incarnation);
            // Then
            assertThat(written).containsExactly(220L);
        }

        @Test
        void shouldBeWrittenByALaterWriterWhenItsOwnWasKilledAfterAMinute() {
            // Given
            String incarnation = table.create();
            table.now = table.now.plusSeconds(61);
            commit(processThatWaits(), 2, 2, incarnation);
            waiting.clear();
            // When others go on, a second after another
            TableLog process = process();
            for (int job = 3; job <= 20; job++) {
                table.now = table.now.plusSeconds(1);
                commit(process, job, job, incarnation);
            }
            // Then
            assertThat(written).containsExactly(7L);
        }

        @Test
        void shouldNotBeWrittenByOneWhoIsLateForIt() {
            // Given one that stalls before it writes, until another has written
            String incarnation = table.create();
            commit(process(), 2, 199, incarnation);
            commit(processThatWaits(), 200, 200, incarnation);
            commit(process(), 201, 220, incarnation);
            assertThat(written).containsExactly(220L);
            // When
            waiting.remove().run();
            // Then
            assertThat(written).containsExactly(220L);
        }

        @Test
        void shouldBeWrittenThoughTheEntryOfTheOneBeforeIsDamaged() {
            // Given a log that can be read from a snapshot on, but not its entry
            String incarnation = table.create();
            table.process().snapshot();
            CommitLog damaged = new AppendingLog(table.log) {
                @Override
                public AppendResult append(LogEntry entry) {
                    return table.log.append(entry);
                }

                @Override
                public List<LogRecord> read(long from, long toInclusive) {
                    if (from == 1) {
                        throw new CorruptDataException("No.", List.of(Fault.of(ErrorCode.LOG_CORRUPT, "1", "", "")));
                    }
                    return super.read(from, toInclusive);
                }
            };
            // When / Then
            TableLog process = table.process(damaged, table.objects);
            commit(process, 2, 201, incarnation);
            assertThat(table.objects.children("snapshots")).hasSize(2);
        }
    }

    @Nested
    class TheLogIsRetiredBehindGoodSnapshots {
        @Test
        void shouldStartFromASnapshotAndTheTail() {
            // Given
            String incarnation = table.create();
            table.commit(table.process(), "one", 1, incarnation);
            table.retireAll();
            table.commit(table.process(), "two", 1, incarnation);
            // When
            TableState state = table.process().state();
            // Then
            assertThat(state.jobs().keys()).contains("one", "two");
            assertThat(state.fileCount()).isEqualTo(3);
        }

        @Test
        void shouldPassOverABadSnapshot() {
            // Given two snapshots, the newer damaged
            String incarnation = table.create();
            TableLog process = table.process();
            process.snapshot();
            table.commit(process, "job", 1, incarnation);
            process.snapshot();
            table.objects.flipByte(table.objects.list("snapshots").get(1), 30);
            // When / Then
            assertThat(table.process().state()).isEqualTo(process.state());
            // and the log is not retired, since only one of them is good
            assertThat(process.collect(NO_MANIFESTS, false, Duration.ZERO).retiredTo())
                    .isZero();
            assertThat(table.log.read(1, 10)).hasOnlyElementsOfType(LogEntry.class);
        }

        @Test
        void shouldPassOverWhatAStrangerPutBesideThem() {
            // Given
            String incarnation = table.create();
            table.commit(table.process(), "job", 1, incarnation);
            table.retireAll();
            for (String stray : List.of("snapshots/README", "snapshots/x/y", "bodies/README", "inbox/README")) {
                table.objects.putIfAbsent(stray, new byte[] {'x'});
            }
            // When / Then
            assertThat(table.process().state().jobs().keys()).contains("job");
            table.commit(table.process(), "next", 1, incarnation);
            table.process().collect(NO_MANIFESTS, false, Duration.ZERO);
            assertThat(table.process().state().jobs().keys()).contains("next");
        }

        @Test
        void shouldGiveTheSameStateAsTheEntriesWhateverTheTextOfAReason() {
            // Given a reason that is cut in the middle of a character of two
            table.create();
            String text = "a".repeat(Reason.MAX_TEXT_LENGTH - 1) + "\uD83D\uDE00";
            TableLog process = table.process();
            process.exclude(attempt("job", 1), "digest", new Reason(JobStatus.FAILED, ErrorCode.TASK_LOST, text));
            // When
            process.snapshot();
            // Then
            assertThat(table.process().state()).isEqualTo(process.state());
            assertThat(process.verify(false).faults()).isEmpty();
        }

        @Test
        void shouldTellBeforehandWhatWouldGo() {
            // Given two snapshots and one before them, and a body that they make needless
            String incarnation = table.create();
            AttemptId id = attempt("job", 1);
            table.process().snapshot();
            table.process().commit(id, "digest", incarnation, manifest(id, "r", 2_000));
            table.process().snapshot();
            table.commit(table.process(), "next", 1, incarnation);
            table.process().snapshot();
            // When
            GcReport dry = table.process().collect(NO_MANIFESTS, true, Duration.ZERO);
            GcReport report = table.process().collect(NO_MANIFESTS, false, Duration.ZERO);
            // Then
            assertThat(dry.removed()).isEqualTo(report.removed());
            assertThat(report.count(Kind.SNAPSHOT)).isEqualTo(1);
            assertThat(report.count(Kind.BODY)).isEqualTo(1);
            assertThat(dry.retiredTo()).isEqualTo(report.retiredTo()).isEqualTo(2);
        }

        @Test
        void shouldTakeASnapshotWhenOneIsDue() {
            // Given
            String incarnation = table.create();
            TableLog process = table.process();
            // When
            for (int job = 0; job < 200; job++) {
                table.commit(process, "job" + job, 1, incarnation);
            }
            // Then
            assertThat(table.objects.children("snapshots")).hasSize(1);
        }
    }
}
