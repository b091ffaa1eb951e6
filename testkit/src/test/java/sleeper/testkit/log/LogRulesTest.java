package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sleeper.testkit.log.TableFixture.FAILURE;
import static sleeper.testkit.log.TableFixture.NO_MANIFESTS;
import static sleeper.testkit.log.TableFixture.SCHEMA;
import static sleeper.testkit.log.TableFixture.attempt;
import static sleeper.testkit.log.TableFixture.below;
import static sleeper.testkit.log.TableFixture.manifest;
import static sleeper.testkit.log.TableFixture.startingAt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.PartitionId;
import sleeper.core.partition.PartitionTree;
import sleeper.core.table.DataFile;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.Tombstone;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.table.FileFate;
import sleeper.statestore.table.JobState;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.transaction.Transaction.LeafCut;

/** The rules of the commit log, each by what it prevents. */
class LogRulesTest {
    private final TableFixture table = new TableFixture();

    private Verdict commit(TableLog process, String job, int attempt, String incarnation) {
        AttemptId id = attempt(job, attempt);
        return process.commit(id, "digest", incarnation, manifest(id, "r", 1));
    }

    private static List<LeafCut> cutAt(String value) {
        return List.of(new LeafCut(PartitionId.ROOT, 0, new KeyValue.OfString(value)));
    }

    private void retireAll() {
        TableLog process = table.process();
        process.snapshot();
        commit(process, "filler" + table.log.appends(), 1, table.incarnation());
        process.snapshot();
        process.collect(NO_MANIFESTS, false, Duration.ZERO);
    }

    @Nested
    class ASlotIsNeverVacated {
        @Test
        void shouldKeepAStalledWriterOutOfARetiredSlot() {
            // Given a writer that replayed the log and then stalls just before its append
            String incarnation = table.create();
            TableLog stalled = table.process();
            table.log.beforeNextAppend(() -> {
                // while others commit, and the log is retired
                commit(table.process(), "theirs", 1, incarnation);
                retireAll();
            });
            // When it goes on
            Verdict verdict = commit(stalled, "ours", 1, incarnation);
            // Then its slot held a tombstone, its commit went to a later one, and everyone sees both
            assertThat(table.log.read(2, 2)).hasOnlyElementsOfType(Tombstone.class);
            assertThat(verdict).isInstanceOf(Verdict.Committed.class);
            assertThat(table.process().state().jobs().keys()).contains("ours", "theirs");
            assertThat(stalled.state()).isEqualTo(table.process().state());
        }
    }

    @Nested
    class IdempotenceLivesInApply {
        @Test
        void shouldCommitAJobOnceWhateverTheLogHolds() {
            // Given an attempt whose request lies in the log twice, written by two that knew nothing of each other
            String incarnation = table.create();
            TableLog late = table.process();
            late.state();
            table.log.beforeNextAppend(() -> commit(table.process(), "job", 1, incarnation));
            // When
            Verdict second = commit(late, "job", 2, incarnation);
            // Then the first counts, for both
            assertThat(second)
                    .isInstanceOfSatisfying(
                            Verdict.Committed.class,
                            committed -> assertThat(committed.attempt()).isEqualTo(attempt("job", 1)));
            assertThat(table.process().state().fileCount()).isEqualTo(1);
        }

        @Test
        void shouldNotCommitAnExcludedAttempt() {
            // Given
            String incarnation = table.create();
            table.process().exclude(attempt("job", 2), "digest", FAILURE);
            // When / Then the attempt and those before it can no longer commit, the next can
            assertThat(commit(table.process(), "job", 1, incarnation)).isInstanceOf(Verdict.Excluded.class);
            assertThat(commit(table.process(), "job", 2, incarnation)).isInstanceOf(Verdict.Excluded.class);
            assertThat(commit(table.process(), "job", 3, incarnation)).isInstanceOf(Verdict.Committed.class);
        }

        @Test
        void shouldNotExcludeACommittedJob() {
            // Given
            String incarnation = table.create();
            commit(table.process(), "job", 1, incarnation);
            // When
            Verdict verdict = table.process().exclude(attempt("job", 1), "digest", FAILURE);
            // Then
            assertThat(verdict).isInstanceOf(Verdict.Committed.class);
            assertThat(table.process()
                            .state()
                            .job(attempt("job", 1).jobId())
                            .orElseThrow()
                            .exclusions())
                    .isEmpty();
        }

        @Test
        void shouldRefuseAnotherJobOfTheSameId() {
            // Given
            String incarnation = table.create();
            commit(table.process(), "job", 1, incarnation);
            // When
            AttemptId id = attempt("job", 2);
            Verdict verdict = table.process().commit(id, "another digest", incarnation, manifest(id, "r", 1));
            // Then
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verdict.Refused.class,
                            refused -> assertThat(refused.fault().code()).isEqualTo(ErrorCode.JOB_ID_CONFLICT));
        }

        @Test
        void shouldRememberJobsForEver() {
            // Given a job whose entry was retired
            String incarnation = table.create();
            commit(table.process(), "job", 1, incarnation);
            retireAll();
            // When it is committed again
            commit(table.process(), "job", 2, incarnation);
            // Then
            assertThat(table.process().state().jobs().get("job").flatMap(JobState::committed))
                    .hasValueSatisfying(commit -> assertThat(commit.attempt()).isEqualTo(1));
        }
    }

    @Nested
    class DecideBeforeDelete {
        @Test
        void shouldLetNoFileGoBeforeTheLogHasDecided() {
            // Given attempts of every fate
            String incarnation = table.create();
            commit(table.process(), "committed", 2, incarnation);
            table.process().exclude(attempt("excluded", 1), "digest", FAILURE);
            TableState state = table.process().state();
            // When / Then
            assertThat(FileFate.of(state, "data/p/unheard-of/1/r-0.parquet")).isEqualTo(FileFate.UNDECIDED);
            assertThat(FileFate.of(state, "data/p/excluded/2/r-0.parquet")).isEqualTo(FileFate.UNDECIDED);
            assertThat(FileFate.of(state, "data/somebody-else's")).isEqualTo(FileFate.UNDECIDED);
            assertThat(FileFate.of(state, "data/p/excluded/1/r-0.parquet")).isEqualTo(FileFate.RELEASED);
            assertThat(FileFate.of(state, "data/p/committed/1/r-0.parquet")).isEqualTo(FileFate.RELEASED);
            assertThat(FileFate.of(state, "data/p/committed/2/other-0.parquet")).isEqualTo(FileFate.RELEASED);
            assertThat(FileFate.of(state, "data/p/committed/2/r-0.parquet")).isEqualTo(FileFate.IN_USE);
            assertThat(FileFate.of(state, "data/p/committed/2/r-0.sketches")).isEqualTo(FileFate.IN_USE);
        }

        @Test
        void shouldGiveReadersOfADroppedTableTime() {
            // Given
            String incarnation = table.create();
            commit(table.process(), "job", 1, incarnation);
            table.process().drop(incarnation);
            // When / Then
            assertThat(FileFate.of(table.process().state(), "data/p/job/1/r-0.parquet"))
                    .isEqualTo(FileFate.DROPPED);
        }
    }

    @Nested
    class TransactionIdsAreCompared {
        @Test
        void shouldKnowItsOwnEntryWhenTheReplyWasLost() {
            // Given
            String incarnation = table.create();
            table.log.loseNextReply();
            // When
            Verdict verdict = table.process().split(incarnation, cutAt("m"));
            // Then the split was made once, and its author is told so
            assertThat(verdict).isEqualTo(new Verdict.Done(2));
            assertThat(table.log.read(1, 10)).hasSize(2);
        }
    }

    @Nested
    class UnknownIsTriedAgainAtTheSameSlot {
        @Test
        void shouldNotLoseACommitWhoseRequestWasLost() {
            // Given
            String incarnation = table.create();
            table.log.loseNextRequest();
            table.log.loseNextRequest();
            // When
            Verdict verdict = commit(table.process(), "job", 1, incarnation);
            // Then
            assertThat(verdict).isInstanceOf(Verdict.Committed.class);
            assertThat(table.waits).hasSize(2);
        }

        @Test
        void shouldTryTheSameEntryAgain() {
            // Given a log that answers nothing, twice
            String incarnation = table.create();
            List<LogEntry> tried = new ArrayList<>();
            CommitLog silent = new AppendingLog(table.log) {
                @Override
                public AppendResult append(LogEntry entry) {
                    tried.add(entry);
                    return tried.size() < 3 ? new AppendResult.Unknown("silence") : table.log.append(entry);
                }
            };
            // When
            commit(table.process(silent, table.objects), "job", 1, incarnation);
            // Then
            assertThat(tried).hasSize(3).allMatch(entry -> entry == tried.get(0));
        }

        @Test
        void shouldTellThatTheOutcomeIsUnknownWhenItNeverLearnsIt() {
            // Given a log that never answers
            String incarnation = table.create();
            CommitLog silent = new AppendingLog(table.log) {
                @Override
                public AppendResult append(LogEntry entry) {
                    return new AppendResult.Unknown("silence");
                }
            };
            // When / Then
            assertThatThrownBy(() -> commit(table.process(silent, table.objects), "job", 1, incarnation))
                    .isInstanceOf(OutcomeUnknownException.class);
        }
    }

    @Nested
    class NothingFallibleFollowsTheAppend {
        @Test
        void shouldNotFailACommitBecauseItsSnapshotFails() {
            // Given a store that refuses snapshots, and a log so long that one is due
            String incarnation = table.create();
            ObjectStore objects = new ForwardingObjects(table.objects) {
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
            commit(process, "first", 1, incarnation);
            table.now = table.now.plusSeconds(61);
            // When
            Verdict verdict = commit(process, "job", 1, incarnation);
            // Then
            assertThat(verdict).isInstanceOf(Verdict.Committed.class);
        }
    }

    @Nested
    class EntriesAreSmallAndChained {
        @Test
        void shouldWriteALargePayloadAsABodyBeforeItsEntry() {
            // Given
            String incarnation = table.create();
            AttemptId id = attempt("job", 1);
            List<Integer> bodiesBeforeAppend = new ArrayList<>();
            table.log.beforeNextAppend(
                    () -> bodiesBeforeAppend.add(table.objects.list("bodies").size()));
            // When
            table.process().commit(id, "digest", incarnation, manifest(id, "r", 2_000));
            // Then
            assertThat(bodiesBeforeAppend).containsExactly(1);
            assertThat(table.log.read(2, 2).get(0).encoded()).hasSizeLessThan(LogEntry.MAX_INLINE_BYTES);
            assertThat(table.process().state().fileCount()).isEqualTo(2_000);
        }

        @Test
        void shouldStopAtABodyThatIsNotWhatWasWritten() {
            // Given
            String incarnation = table.create();
            AttemptId id = attempt("job", 1);
            table.process().commit(id, "digest", incarnation, manifest(id, "r", 2_000));
            // When
            table.objects.flipByte(table.objects.list("bodies").get(0), 70_000);
            // Then
            assertThatThrownBy(() -> table.process().state())
                    .isInstanceOf(CorruptDataException.class)
                    .extracting(e -> ((SleeperException) e).code())
                    .isEqualTo(ErrorCode.LOG_CORRUPT);
            assertThat(table.process().verify(false).faults()).isNotEmpty();
        }

        @Test
        void shouldStopAtAnEntryThatDoesNotFollowTheOneBefore() {
            // Given an entry of another log
            table.create();
            table.log.append(LogEntry.of(2, "stray", "0".repeat(64), 0, new byte[] {'[', ']'}));
            // When / Then
            assertThatThrownBy(() -> table.process().state()).isInstanceOf(CorruptDataException.class);
        }
    }

    @Nested
    class TheLogIsRetiredBehindGoodSnapshots {
        @Test
        void shouldStartFromASnapshotAndTheTail() {
            // Given
            String incarnation = table.create();
            commit(table.process(), "one", 1, incarnation);
            retireAll();
            commit(table.process(), "two", 1, incarnation);
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
            commit(process, "job", 1, incarnation);
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
        void shouldTakeASnapshotWhenOneIsDue() {
            // Given
            String incarnation = table.create();
            TableLog process = table.process();
            // When
            for (int job = 0; job < 200; job++) {
                commit(process, "job" + job, 1, incarnation);
            }
            // Then
            assertThat(table.objects.children("snapshots")).hasSize(1);
        }
    }

    @Nested
    class ASplitNeverFailsACommit {
        @Test
        void shouldShowAFileInBothLeavesOfItsPartition() {
            // Given a job planned for one leaf, which is split while it runs
            String incarnation = table.create();
            table.process().split(incarnation, cutAt("m"));
            // When
            Verdict verdict = commit(table.process(), "job", 1, incarnation);
            // Then the file is stored once, and read in both leaves
            TableState state = table.process().state();
            assertThat(verdict).isInstanceOf(Verdict.Committed.class);
            assertThat(state.fileCount()).isEqualTo(1);
            assertThat(state.filesOverlapping(below("m")))
                    .extracting(DataFile::path)
                    .isEqualTo(state.filesOverlapping(startingAt("m")).stream()
                            .map(DataFile::path)
                            .toList())
                    .hasSize(1);
        }

        @Test
        void shouldSplitALeafOnce() {
            // Given
            String incarnation = table.create();
            table.process().split(incarnation, cutAt("m"));
            // When
            Verdict verdict = table.process().split(incarnation, cutAt("q"));
            // Then
            assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        }
    }

    @Nested
    class RequestsGoInGroups {
        @Test
        void shouldCarryTheRequestsOfOthersAlong() {
            // Given a request whose writer died after leaving it in the inbox
            String incarnation = table.create();
            leaveInInbox("dead", incarnation);
            // When another commits
            commit(table.process(), "job", 1, incarnation);
            // Then both are committed by one entry, and the inbox is collected
            assertThat(table.log.read(1, 10)).hasSize(2);
            assertThat(table.process().state().jobs().keys()).containsExactlyInAnyOrder("dead", "job");
            assertThat(table.objects.children("inbox")).hasSize(1);
            table.process().drainInbox();
            commit(table.process(), "next", 1, incarnation);
            assertThat(table.objects.children("inbox")).isEmpty();
        }

        @Test
        void shouldDecideEachRequestOfAGroupOnItsOwn() {
            // Given a request in the inbox that cannot be granted, of a table that was dropped
            String old = table.create();
            leaveInInbox("late", old);
            table.process().drop(old);
            String incarnation = table.create();
            // When
            Verdict verdict = commit(table.process(), "job", 1, incarnation);
            // Then
            assertThat(verdict).isInstanceOf(Verdict.Committed.class);
            assertThat(table.process().state().jobs().keys()).containsExactly("job");
        }

        @Test
        void shouldCarryAtMostAHundred() {
            // Given
            String incarnation = table.create();
            for (int i = 0; i < 130; i++) {
                leaveInInbox("dead" + i, incarnation);
            }
            // When
            commit(table.process(), "job", 1, incarnation);
            // Then
            assertThat(table.process().state().jobs().size()).isEqualTo(100);
        }

        @Test
        void shouldKeepARequestUntilItsVerdictWasReplayed() {
            // Given a committer that is killed just before its append
            String incarnation = table.create();
            leaveInInbox("dead", incarnation);
            // When / Then its request and the other's are still there for the next
            assertThat(table.objects.children("inbox")).hasSize(1);
            table.process().drainInbox();
            assertThat(table.process().state().jobs().keys()).containsExactly("dead");
        }

        private void leaveInInbox(String job, String incarnation) {
            CommitLog deadly = new AppendingLog(table.log) {
                @Override
                public AppendResult append(LogEntry entry) {
                    throw new Crash();
                }
            };
            assertThatThrownBy(() -> commit(table.process(deadly, table.objects), job, 1, incarnation))
                    .isInstanceOf(Crash.class);
        }
    }

    @Nested
    class TablesOfANameShareALog {
        @Test
        void shouldRefuseACommitToAnEarlierTableOfTheName() {
            // Given
            String old = table.create();
            table.process().drop(old);
            table.create();
            // When
            Verdict verdict = commit(table.process(), "job", 1, old);
            // Then
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verdict.Refused.class,
                            refused -> assertThat(refused.fault().code()).isEqualTo(ErrorCode.UNKNOWN_TABLE));
            assertThat(table.process().state().fileCount()).isZero();
        }

        @Test
        void shouldCreateATableOnce() {
            // Given another creates it just before us
            TableLog ours = table.process();
            table.log.beforeNextAppend(() -> table.process().create(SCHEMA, PartitionTree.single(1)));
            // When
            Verdict verdict = ours.create(SCHEMA, PartitionTree.single(1));
            // Then
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verdict.Refused.class,
                            refused -> assertThat(refused.fault().code()).isEqualTo(ErrorCode.TABLE_EXISTS));
        }
    }

    private static final class Crash extends Error {}
}
