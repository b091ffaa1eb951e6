package sleeper.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.VersionTooOldException;
import sleeper.core.job.JobId;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.VerifyReport;
import sleeper.statestore.util.Sha256;
import sleeper.statestore.util.Surroundings;

/** What a later version wrote is not damaged, and nobody is told that it is. */
class NewerVersionTest {
    private final TableFixture table = new TableFixture();

    private static void expectTooOld(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        VersionTooOldException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VERSION_TOO_OLD));
    }

    private static void expectNoDamage(VerifyReport report, String where) {
        // The fixture has no data files, which is all that is missing.
        assertThat(report.faults()).extracting(Fault::code).doesNotContain(ErrorCode.LOG_CORRUPT);
        assertThat(report.newer()).extracting(Fault::where).containsExactly(where);
        assertThat(report.isOk()).isFalse();
    }

    @Nested
    class AnEntry {
        private void append(String payload) {
            TableState state = table.process().state();
            table.log.append(
                    LogEntry.of(state.slot() + 1, "newer", state.hash(), 0, payload.getBytes(StandardCharsets.UTF_8)));
        }

        @ParameterizedTest
        @MethodSource("sleeper.testkit.log.NewerVersionTest#requests")
        void shouldStopAtARequestOfALaterVersion(String request) {
            // Given
            table.create();
            append("[" + request + "]");
            // When / Then
            expectTooOld(() -> table.process().state());
            expectNoDamage(table.process().verify(false), "slot 2");
        }
    }

    static Stream<String> requests() {
        String exclusion = "{\"id\":\"r\",\"type\":\"exclude-attempt\",\"version\":1,\"job\":\"j\",\"attempt\":1,"
                + "\"digest\":\"d\",\"status\":\"%s\",\"code\":\"%s\",\"text\":\"t\"}";
        return Stream.of(
                "{\"id\":\"r\",\"type\":\"add-files\",\"version\":2}",
                "{\"id\":\"r\",\"type\":\"merge-leaves\",\"version\":1}",
                exclusion.formatted("PAUSED", "TASK_LOST"),
                exclusion.formatted("FAILED", "A_CODE_TO_COME"));
    }

    @Nested
    class ARequestInTheInbox {
        @ParameterizedTest
        @MethodSource("sleeper.testkit.log.NewerVersionTest#requests")
        void shouldWaitForAProcessThatKnowsIt(String request) {
            // Given
            String incarnation = table.create();
            table.objects.putIfAbsent("inbox/r", request.getBytes(StandardCharsets.UTF_8));
            // When this version does everything that it does with requests
            table.commit(table.process(), "job", 1, incarnation);
            table.process().drainInbox();
            table.process().collect(TableFixture.NO_MANIFESTS, false, Duration.ZERO);
            // Then
            assertThat(table.objects.children("inbox")).containsExactly("r");
            assertThat(table.process().state().jobs().keys()).containsExactly("job");
            expectNoDamage(table.process().verify(false), "inbox/r");
        }
    }

    @Nested
    class ASnapshot {
        /** Makes the newest snapshot one of a later version: whole, and not of this form. */
        private String ageNewest() {
            List<String> snapshots = table.objects.list("snapshots");
            String key = snapshots.get(snapshots.size() - 1);
            byte[] bytes = table.objects.get(key).orElseThrow();
            bytes["SLPSNAP".length()]++;
            int sealed = bytes.length - 32;
            byte[] hash = HexFormat.of().parseHex(Sha256.hex(Arrays.copyOf(bytes, sealed)));
            System.arraycopy(hash, 0, bytes, sealed, hash.length);
            table.objects.delete(key);
            table.objects.putIfAbsent(key, bytes);
            return key;
        }

        private String snapshotAndGoOn() {
            String incarnation = table.create();
            TableLog process = table.process();
            process.snapshot();
            table.commit(process, "one", 1, incarnation);
            process.snapshot();
            return incarnation;
        }

        @Test
        void shouldBePassedOverWhileAnOlderOneAndTheLogReach() {
            // Given
            snapshotAndGoOn();
            TableState state = table.process().state();
            String newer = ageNewest();
            // When / Then
            assertThat(table.process().state()).isEqualTo(state);
            expectNoDamage(table.process().verify(false), newer);
            // and the log is not retired behind it, since this version cannot start from it
            assertThat(table.process()
                            .collect(TableFixture.NO_MANIFESTS, false, Duration.ZERO)
                            .retiredTo())
                    .isZero();
        }

        @Test
        void shouldStopWhoCannotDoWithoutIt() {
            // Given a log that a later version retired, as it may behind two snapshots of its own
            String incarnation = snapshotAndGoOn();
            table.commit(table.process(), "two", 1, incarnation);
            table.process().snapshot();
            table.log.retire(3);
            String newest = ageNewest();
            List<String> older = table.objects.list("snapshots");
            older.remove(newest);
            older.forEach(table.objects::delete);
            // When / Then
            expectTooOld(() -> table.process().state());
            expectNoDamage(table.process().verify(false), newest);
        }
    }

    @Nested
    class ARecordOfTheJobStore {
        private final InMemoryObjectStore objects = new InMemoryObjectStore();
        private final JobStore jobs =
                new JobStore(objects, new Surroundings(() -> Instant.EPOCH, () -> "id", new Random(1), wait -> {}));

        @ParameterizedTest(name = "{0}")
        @MethodSource("sleeper.testkit.log.NewerVersionTest#records")
        void shouldNotBeReadNorBeCalledDamaged(String key, String record, Consumer<JobStore> reader) {
            // Given
            objects.putIfAbsent(key, record.getBytes(StandardCharsets.UTF_8));
            // When / Then
            expectTooOld(() -> reader.accept(jobs));
        }
    }

    static Stream<Arguments> records() {
        var attempt = TableFixture.attempt("job", 1);
        String newer = "{\"format\":2,\"anything\":[]}";
        String faults = "{\"format\":1,\"at\":\"2026-01-02T03:04:05Z\",\"faults\":[{\"code\":\"A_CODE_TO_COME\","
                + "\"where\":\"w\",\"found\":\"\",\"allowed\":\"\",\"action\":\"\"}]}";
        return Stream.of(
                record("documents/job", newer, jobs -> jobs.job(new JobId("job"))),
                record("attempts/job.1", newer, jobs -> jobs.attempt(attempt)),
                record("decisions/job.1", newer, jobs -> jobs.decision(attempt)),
                record("decisions/job.1", newer, jobs -> jobs.rejection(attempt)),
                record("decisions/job.1", "{\"format\":1,\"decision\":\"wait\"}", jobs -> jobs.plan(attempt)),
                record("plans/job.1", newer, jobs -> jobs.plan(attempt)),
                record("rejections/job.1", newer, jobs -> jobs.rejection(attempt)),
                record("rejections/job.1", faults, jobs -> jobs.rejection(attempt)),
                record("failures/job.1", newer, jobs -> jobs.failure(attempt)),
                record("manifests/job.1", newer, jobs -> jobs.manifest(attempt)),
                record("running/job.1", newer, jobs -> jobs.runningSince(attempt)),
                record("contents/job.1", newer, jobs -> jobs.content(attempt)),
                record("outcomes/job.1", newer, jobs -> jobs.closeAttempt(attempt)),
                record("history/job/1", newer, jobs -> jobs.history(new JobId("job"))));
    }

    private static Arguments record(String key, String record, Consumer<JobStore> reader) {
        return Arguments.of(key, record, reader);
    }
}
