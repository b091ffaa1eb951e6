package sleeper.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static sleeper.ingest.TestHome.attempt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.RunFailedException;
import sleeper.core.error.SleeperException;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.core.schema.Schema;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.StoredJob;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.transaction.Transaction.Reason;
import sleeper.testkit.data.RandomPartitions;
import sleeper.testkit.data.RandomRows;
import sleeper.testkit.data.RandomTables;
import sleeper.testkit.file.FullDisk;

class IngestRecordsIT {
    @TempDir
    private Path folder;

    private TestHome home;

    @BeforeEach
    void makeTable() {
        home = TestHome.withTable(folder);
    }

    private IngestRecords open(String jobId) {
        return IngestRecords.open(home, home.surroundings(), "orders", jobId);
    }

    private static Record row(String key, long timestamp) {
        return Record.of("key", key, "timestamp", timestamp, "value", "v" + timestamp);
    }

    private static List<Record> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> row(Character.toString('a' + i * 7 % 26) + i, i))
                .toList();
    }

    private List<Object> keys() {
        return home.rows().stream().map(row -> row.get("key")).toList();
    }

    private List<AttemptView> attempts(String jobId) {
        return new JobHistory(home.jobs(), home.tables())
                .find(new JobId(jobId))
                .orElseThrow()
                .attempts();
    }

    @Nested
    class Committing {
        @Test
        void shouldTakeAnyIterableSortedIntoPartitionsWhenClosed() {
            // When
            try (IngestRecords ingest = open("j")) {
                ingest.writeAll(List.of(row("z", 1), row("b", 2), row("k", 3)));
                ingest.write(row("b", 1));
            }
            // Then
            assertThat(home.rows())
                    .containsExactly(
                            Map.of("key", "b", "timestamp", 1L, "value", "v1"),
                            Map.of("key", "b", "timestamp", 2L, "value", "v2"),
                            Map.of("key", "k", "timestamp", 3L, "value", "v3"),
                            Map.of("key", "z", "timestamp", 1L, "value", "v1"));
            assertThat(home.log().state().files()).hasSize(3);
            assertThat(home.verify()).isEmpty();
            assertThat(attempts("j")).extracting(AttemptView::status).containsExactly(JobStatus.COMMITTED);
        }

        @Test
        void shouldShowNothingBeforeTheCommitAndAllAfterIt() {
            try (IngestRecords ingest = open("j")) {
                ingest.writeAll(rows(5_000));
                assertThat(home.log().state().rowCount()).isZero();
                // When
                IngestReport report = ingest.commit();
                // Then
                assertThat(report).isEqualTo(new IngestReport(attempt("j", 1), 5_000, 3, false));
                assertThat(ingest.commit()).isEqualTo(report);
            }
            assertThat(home.log().state().rowCount()).isEqualTo(5_000);
        }

        @Test
        void shouldCommitAJobWithoutRows() {
            // When
            IngestReport report;
            try (IngestRecords ingest = open("j")) {
                report = ingest.commit();
            }
            // Then
            assertThat(report).isEqualTo(new IngestReport(attempt("j", 1), 0, 0, false));
            assertThat(attempts("j")).extracting(AttemptView::status).containsExactly(JobStatus.COMMITTED);
        }

        @Test
        void shouldOpenAHomeByItsFolder() {
            // When
            try (IngestRecords ingest = IngestRecords.open(folder, "orders", "j")) {
                ingest.write(row("k", 1));
            }
            // Then
            assertThat(keys()).containsExactly("k");
        }

        @Test
        void shouldTakeANullableFieldThatIsLeftOut() {
            // When
            try (IngestRecords ingest = open("j")) {
                ingest.write(Record.of("key", "k", "timestamp", 1L));
                ingest.write(Record.of("key", "l", "timestamp", 1L).with("value", null));
            }
            // Then
            assertThat(home.rows()).extracting(row -> row.get("value")).containsExactly(null, null);
        }

        @Test
        void shouldTakeMoreRowsThanTheMemoryBudgetHolds() throws IOException {
            // Given rows of more bytes than the least budget holds
            Files.writeString(folder.resolve("instance.properties"), "sleeper.ingest.memory.budget=64m\n");
            String value = "v".repeat(100_000);
            // When
            try (IngestRecords ingest = open("spilling")) {
                for (int i = 0; i < 900; i++) {
                    ingest.write(Record.of("key", "k" + i % 10, "timestamp", (long) i, "value", value));
                }
            }
            // Then
            assertThat(home.log().state().rowCount()).isEqualTo(900);
            assertThat(home.verify()).isEmpty();
        }

        @Test
        void shouldTakeNoRecordsAfterTheCommit() {
            IngestRecords ingest = open("j");
            ingest.close();
            // When / Then
            assertThatThrownBy(() -> ingest.write(row("k", 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Job 'j' takes no more records: it is committed");
        }
    }

    @Nested
    class Refusing {
        @Test
        void shouldTellAllThatIsWrongWithARecord() {
            // Given
            IngestRecords ingest = open("j");
            ingest.write(row("a", 1));
            // When
            SleeperException refusal = catchThrowableOfType(
                    InvalidRequestException.class,
                    () -> ingest.write(Record.of("key", null, "value", 5).with("valeu", "x")));
            // Then
            assertThat(refusal.faults())
                    .extracting(Fault::message)
                    .containsExactly(
                            "UNKNOWN_FIELD at row 1 (counted from 0), field 'valeu': found a field that the table lacks;"
                                    + " allowed: key, timestamp, value. Use 'value', or leave the field out.",
                            "NULL_VALUE at row 1 (counted from 0), field 'key': found null; allowed: a string."
                                    + " Remove or fill the null; a value field, which is no key, may be made nullable instead.",
                            "MISSING_FIELD at row 1 (counted from 0), field 'timestamp': found no value; allowed: a long."
                                    + " Add the field.",
                            "WRONG_TYPE at row 1 (counted from 0), field 'value': found a Integer; allowed: a string."
                                    + " Give a value of the type named.");
        }

        @Test
        void shouldShowNothingOfAJobWithARefusedRecordHoweverItIsClosed() throws IOException {
            // When
            try (IngestRecords ingest = open("j")) {
                ingest.writeAll(rows(1_000));
                assertThatThrownBy(() -> ingest.write(Record.of("key", "k")))
                        .isInstanceOf(InvalidRequestException.class);
                assertThatThrownBy(ingest::commit)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("Job 'j' was given up and cannot be committed");
            }
            // Then
            assertThat(home.log().state().fileCount()).isZero();
            assertThat(home.dataFiles()).isEmpty();
            assertThat(attempts("j"))
                    .extracting(
                            AttemptView::status, view -> view.faults().get(0).code())
                    .containsExactly(tuple(JobStatus.FAILED, ErrorCode.MISSING_FIELD));
        }

        @Test
        void shouldShowNothingWhenTheIteratorOfTheRecordsThrows() {
            // Given
            Iterable<Record> broken = () -> Stream.concat(rows(10).stream(), Stream.generate(() -> {
                        throw new IllegalArgumentException("the source broke off");
                    }))
                    .map(Record.class::cast)
                    .iterator();
            // When
            assertThatThrownBy(() -> {
                        try (IngestRecords ingest = open("j")) {
                            ingest.writeAll(broken);
                        }
                    })
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the source broke off");
            // Then
            assertThat(home.log().state().fileCount()).isZero();
            assertThat(attempts("j")).extracting(AttemptView::status).containsExactly(JobStatus.FAILED);
        }

        @Test
        void shouldShowNothingAfterAnAbort() throws IOException {
            // When
            try (IngestRecords ingest = open("j")) {
                ingest.writeAll(rows(1_000));
                ingest.abort();
                ingest.abort();
            }
            // Then
            assertThat(home.log().state().fileCount()).isZero();
            assertThat(home.dataFiles()).isEmpty();
            assertThat(attempts("j")).extracting(AttemptView::status).containsExactly(JobStatus.ABORTED);
        }

        @Test
        void shouldTellAFullDiskAndLeaveNothing() throws IOException {
            // Given
            home.use(new FullDisk(home.files(), 20_000));
            IngestRecords ingest = open("j");
            ingest.writeAll(rows(5_000));
            // When / Then
            assertThatThrownBy(ingest::close)
                    .isInstanceOf(RunFailedException.class)
                    .extracting(thrown -> ((SleeperException) thrown).code())
                    .isEqualTo(ErrorCode.DISK_FULL);
            assertThat(home.log().state().fileCount()).isZero();
            assertThat(home.dataFiles()).isEmpty();
        }

        @Test
        void shouldGatherTheFaultsOfIdTableAndProperties() throws IOException {
            Files.writeString(folder.resolve("instance.properties"), "sleeper.ingest.threads=many\n");
            // When / Then
            assertThatThrownBy(() -> open("a b"))
                    .isInstanceOf(InvalidRequestException.class)
                    .extracting(thrown -> ((SleeperException) thrown)
                            .faults().stream().map(Fault::code).toList())
                    .isEqualTo(List.of(ErrorCode.BAD_ID, ErrorCode.WRONG_TYPE));
            assertThatThrownBy(() -> open("-j"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("BAD_ID at the job id: found '-j'; allowed: an id whose first character is a"
                            + " letter, a digit or '_'.");
            assertThatThrownBy(() -> IngestRecords.open(home, home.surroundings(), "nowhere", "j"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageStartingWith(
                            "Table 'nowhere' was not opened for job 'j'. UNKNOWN_TABLE at table nowhere");
        }

        @Test
        void shouldFailIfTheTableIsDroppedMeanwhile() throws IOException {
            // Given
            IngestRecords ingest = open("j");
            ingest.writeAll(rows(100));
            assertThat(home.log().drop(home.log().state().table().orElseThrow().incarnation()))
                    .isInstanceOf(Verdict.Done.class);
            // When / Then
            assertThatThrownBy(ingest::close)
                    .isInstanceOf(RunFailedException.class)
                    .extracting(thrown -> ((SleeperException) thrown).code())
                    .isEqualTo(ErrorCode.UNKNOWN_TABLE);
            assertThat(home.dataFiles()).isEmpty();
        }
    }

    @Nested
    class Once {
        @Test
        void shouldCommitTheSameRowsUnderOneIdOnce() {
            // Given
            try (IngestRecords ingest = open("j")) {
                ingest.writeAll(rows(1_000));
            }
            // When they come again, in another order
            List<Record> reversed = new ArrayList<>(rows(1_000));
            Collections.reverse(reversed);
            IngestReport again;
            try (IngestRecords ingest = open("j")) {
                ingest.writeAll(reversed);
                again = ingest.commit();
            }
            // Then
            assertThat(again).isEqualTo(new IngestReport(attempt("j", 1), 1_000, 3, true));
            assertThat(home.log().state().rowCount()).isEqualTo(1_000);
            assertThat(attempts("j")).hasSize(1);
        }

        @Test
        void shouldRefuseOtherRowsUnderTheIdOfACommittedJob() {
            // Given
            try (IngestRecords ingest = open("j")) {
                ingest.write(row("a", 1));
            }
            // When one value differs
            IngestRecords other = open("j");
            other.write(row("a", 1).with("value", "another"));
            // Then
            assertThatThrownBy(other::close)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage(
                            "Job 'j' was not committed. JOB_ID_CONFLICT at job j: found 1 rows which are not those that"
                                    + " attempt 1 committed; allowed: the same 1 rows, in any order. Write other rows under an id"
                                    + " of their own.");
            assertThat(home.rows()).containsExactly(Map.of("key", "a", "timestamp", 1L, "value", "v1"));
        }

        @Test
        void shouldTakeOverFromAProgramThatDied() throws IOException {
            // Given it left files and no decision
            IngestRecords dead = open("j");
            dead.writeAll(rows(1_000));
            leaveAFileOf(1);
            assertThat(home.collect().removed()).isEmpty();
            // When
            IngestReport report;
            try (IngestRecords ingest = open("j")) {
                ingest.writeAll(rows(1_000));
                report = ingest.commit();
            }
            // Then what it left may be collected
            assertThat(report).isEqualTo(new IngestReport(attempt("j", 2), 1_000, 3, false));
            home.collect();
            assertThat(home.dataFiles())
                    .hasSize(2 * 3)
                    .noneMatch(path -> path.key().contains("/j/1/"));
        }

        /** As a process leaves it that is killed between its files and its manifest. */
        private void leaveAFileOf(int attempt) throws IOException {
            String leaf = TestHome.PARTITIONS.leaves().get(0).id().toString();
            Path left =
                    folder.resolve("buckets/sleeper-tables/orders/data/" + leaf + "/j/" + attempt + "/left-0.parquet");
            Files.createDirectories(left.getParent());
            Files.writeString(left, "rows");
        }

        @Test
        void shouldLetTheProgramThatOpenedLastCommit() throws IOException {
            // Given
            IngestRecords first = open("j");
            first.writeAll(rows(1_000));
            IngestRecords second = open("j");
            second.writeAll(rows(1_000));
            // When
            assertThatThrownBy(first::close)
                    .isInstanceOf(RunFailedException.class)
                    .hasMessageContaining(
                            "SUPERSEDED at attempt j-a1: found the log has given it up: The job was begun again");
            second.close();
            // Then
            assertThat(home.log().state().rowCount()).isEqualTo(1_000);
            assertThat(home.dataFiles()).noneMatch(path -> path.key().contains("/j/1/"));
        }

        @Test
        void shouldSucceedWhenAnotherProgramCommittedTheSameRows() throws IOException {
            // Given
            IngestRecords first = open("j");
            first.writeAll(rows(100));
            try (IngestRecords second = open("j")) {
                second.writeAll(rows(100));
            }
            // When
            IngestReport report = first.commit();
            // Then
            assertThat(report).isEqualTo(new IngestReport(attempt("j", 2), 100, 3, true));
            assertThat(home.dataFiles()).noneMatch(path -> path.key().contains("/j/1/"));
        }

        @Test
        void shouldBeginAgainAfterAFailure() {
            // Given
            try (IngestRecords ingest = open("j")) {
                ingest.abort();
            }
            // When
            try (IngestRecords ingest = open("j")) {
                ingest.write(row("a", 1));
            }
            // Then
            assertThat(attempts("j"))
                    .extracting(AttemptView::status)
                    .containsExactly(JobStatus.ABORTED, JobStatus.COMMITTED);
        }

        @Test
        void shouldStopWritingSoonAfterTheAttemptIsExcluded() {
            // Given
            IngestRecords ingest = open("j");
            ingest.writeAll(rows(1_000));
            StoredJob job = home.jobs().job(new JobId("j")).orElseThrow();
            home.log()
                    .exclude(
                            attempt("j", 1),
                            job.digest(),
                            new Reason(JobStatus.ABORTED, ErrorCode.ABORTED, "a person stopped it"));
            // When / Then
            assertThatThrownBy(ingest::commit)
                    .isInstanceOf(RunFailedException.class)
                    .hasMessageContaining("a person stopped it");
            assertThat(attempts("j")).extracting(AttemptView::status).containsExactly(JobStatus.ABORTED);
        }

        @Test
        void shouldRefuseTheIdOfAJobOfFiles() {
            // Given
            home.jobs()
                    .putJob(new StoredJob(
                            new JobId("j"),
                            "{\"id\":\"j\",\"tableName\":\"orders\",\"files\":[\"b/f\"]}",
                            TestHome.DIGEST,
                            "standard",
                            "m",
                            home.surroundings().clock().instant()));
            // When / Then
            assertThatThrownBy(() -> open("j"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("JOB_ID_CONFLICT at job j: found a job of queue 'standard'");
        }

        @Test
        void shouldRefuseTheIdOfAJobThatWentWithADroppedTable() {
            // Given
            try (IngestRecords ingest = open("j")) {
                ingest.write(row("a", 1));
            }
            home.log().drop(home.log().state().table().orElseThrow().incarnation());
            home.create(TestHome.SCHEMA, TestHome.PARTITIONS);
            // When / Then
            assertThatThrownBy(() -> open("j"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining(
                            "found a job that was committed to an earlier table orders, which was dropped");
        }
    }

    @Test
    void shouldKeepRowsOfEveryTypeAsTheyWere() {
        // Given a table of random fields, and its rows
        for (long seed = 1; seed <= 20; seed++) {
            System.out.println("seed " + seed);
            TestHome other = new TestHome(folder.resolve("seed-" + seed));
            Schema schema = new RandomTables(seed).schema();
            RandomRows random = new RandomRows(schema, seed);
            other.create(schema, RandomPartitions.of(schema, random, 5, seed));
            List<Record> records = random.rows(500).stream().map(Record::new).toList();
            // When they are written twice
            for (boolean again : new boolean[] {false, true}) {
                try (IngestRecords ingest = IngestRecords.open(other, other.surroundings(), "orders", "j")) {
                    ingest.writeAll(records);
                    assertThat(ingest.commit().alreadyCommitted()).isEqualTo(again);
                }
            }
            // Then the table is whole, and holds them once
            assertThat(other.verify()).isEmpty();
            assertThat(hash(schema, other.rows().stream().map(Record::new).toList()))
                    .isEqualTo(hash(schema, records));
        }
    }

    private static Object hash(Schema schema, List<Record> records) {
        ContentHash hash = new ContentHash(schema);
        records.forEach(record -> hash.add(record.values()));
        return hash.content();
    }
}
