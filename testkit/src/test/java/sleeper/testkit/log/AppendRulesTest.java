package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sleeper.testkit.log.TableFixture.attempt;
import static sleeper.testkit.log.TableFixture.cutAt;
import static sleeper.testkit.log.TableFixture.manifest;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.SleeperException;
import sleeper.core.job.AttemptId;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.Tombstone;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;

/** What an append can come to, and what a slot holds from then on: the rules on slots and entries. */
class AppendRulesTest {
    private final TableFixture table = new TableFixture();

    @Nested
    class ASlotIsNeverVacated {
        @Test
        void shouldKeepAStalledWriterOutOfARetiredSlot() {
            // Given a writer that replayed the log and then stalls just before its append
            String incarnation = table.create();
            TableLog stalled = table.process();
            table.log.beforeNextAppend(() -> {
                // while others commit, and the log is retired
                table.commit(table.process(), "theirs", 1, incarnation);
                table.retireAll();
            });
            // When it goes on
            Verdict verdict = table.commit(stalled, "ours", 1, incarnation);
            // Then its slot held a tombstone, its commit went to a later one, and everyone sees both
            assertThat(table.log.read(2, 2)).hasOnlyElementsOfType(Tombstone.class);
            assertThat(verdict).isInstanceOf(Verdict.Committed.class);
            assertThat(table.process().state().jobs().keys()).contains("ours", "theirs");
            assertThat(stalled.state()).isEqualTo(table.process().state());
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
            Verdict verdict = table.commit(table.process(), "job", 1, incarnation);
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
            table.commit(table.process(silent, table.objects), "job", 1, incarnation);
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
            assertThatThrownBy(() -> table.commit(table.process(silent, table.objects), "job", 1, incarnation))
                    .isInstanceOf(OutcomeUnknownException.class);
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
}
