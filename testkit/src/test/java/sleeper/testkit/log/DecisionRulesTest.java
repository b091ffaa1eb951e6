package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static sleeper.testkit.log.TableFixture.FAILURE;
import static sleeper.testkit.log.TableFixture.SCHEMA;
import static sleeper.testkit.log.TableFixture.attempt;
import static sleeper.testkit.log.TableFixture.below;
import static sleeper.testkit.log.TableFixture.cutAt;
import static sleeper.testkit.log.TableFixture.manifest;
import static sleeper.testkit.log.TableFixture.startingAt;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.job.AttemptId;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.PartitionId;
import sleeper.core.partition.PartitionTree;
import sleeper.core.table.DataFile;
import sleeper.statestore.table.FileFate;
import sleeper.statestore.table.JobState;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.Verdict;

/** What the log decides about attempts, files and tables: the rules that {@code apply} keeps. */
class DecisionRulesTest {
    private final TableFixture table = new TableFixture();

    @Nested
    class IdempotenceLivesInApply {
        @Test
        void shouldCommitAJobOnceWhateverTheLogHolds() {
            // Given an attempt whose request lies in the log twice, written by two that knew nothing of each other
            String incarnation = table.create();
            TableLog late = table.process();
            late.state();
            table.log.beforeNextAppend(() -> table.commit(table.process(), "job", 1, incarnation));
            // When
            Verdict second = table.commit(late, "job", 2, incarnation);
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
            assertThat(table.commit(table.process(), "job", 1, incarnation)).isInstanceOf(Verdict.Excluded.class);
            assertThat(table.commit(table.process(), "job", 2, incarnation)).isInstanceOf(Verdict.Excluded.class);
            assertThat(table.commit(table.process(), "job", 3, incarnation)).isInstanceOf(Verdict.Committed.class);
        }

        @Test
        void shouldNotExcludeACommittedJob() {
            // Given
            String incarnation = table.create();
            table.commit(table.process(), "job", 1, incarnation);
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
            table.commit(table.process(), "job", 1, incarnation);
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
            table.commit(table.process(), "job", 1, incarnation);
            table.retireAll();
            // When it is committed again
            table.commit(table.process(), "job", 2, incarnation);
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
            table.commit(table.process(), "committed", 2, incarnation);
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
            table.commit(table.process(), "job", 1, incarnation);
            table.process().drop(incarnation);
            // When / Then
            assertThat(FileFate.of(table.process().state(), "data/p/job/1/r-0.parquet"))
                    .isEqualTo(FileFate.DROPPED);
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
            Verdict verdict = table.commit(table.process(), "job", 1, incarnation);
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
        void shouldBearManySplitsAtTheRightEdge() {
            // Given a table whose last leaf is split, commit after commit, and once more by many cuts in one
            String incarnation = table.create();
            TableLog process = table.process();
            PartitionId last = PartitionId.ROOT;
            for (int split = 0; split < 250; split++) {
                List<LeafCut> cut = List.of(new LeafCut(last, 0, key(split)));
                assertThat(process.split(incarnation, cut)).isInstanceOf(Verdict.Done.class);
                last = last.upper();
            }
            List<LeafCut> cuts = new ArrayList<>();
            for (int split = 250; split < 2_000; split++) {
                cuts.add(new LeafCut(last, 0, key(split)));
                last = last.upper();
            }
            // When
            assertThat(process.split(incarnation, cuts)).isInstanceOf(Verdict.Done.class);
            // Then it is so for who replays it, and for who starts from a snapshot
            assertThat(table.process()
                            .state()
                            .table()
                            .orElseThrow()
                            .partitions()
                            .leaves())
                    .hasSize(2_001);
            process.snapshot();
            assertThat(table.process().state()).isEqualTo(process.state());
            assertThat(table.process().verify(false).faults()).isEmpty();
        }

        private KeyValue key(int number) {
            return new KeyValue.OfString("%08d".formatted(number));
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
    class TablesOfANameShareALog {
        @Test
        void shouldRefuseACommitToAnEarlierTableOfTheName() {
            // Given
            String old = table.create();
            table.process().drop(old);
            table.create();
            // When
            Verdict verdict = table.commit(table.process(), "job", 1, old);
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
}
