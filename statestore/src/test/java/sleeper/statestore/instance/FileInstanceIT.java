package sleeper.statestore.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sleeper.statestore.TestTable.FAILURE;
import static sleeper.statestore.TestTable.NAME;
import static sleeper.statestore.TestTable.ONE_LEAF;
import static sleeper.statestore.TestTable.SCHEMA;
import static sleeper.statestore.TestTable.attempt;
import static sleeper.statestore.TestTable.manifest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobStatus;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.Settings;
import sleeper.core.table.TableName;
import sleeper.statestore.TestSurroundings;
import sleeper.statestore.job.AttemptRecord;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.HistoryLine;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.StoredJob;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.util.Surroundings;

class FileInstanceIT {
    @TempDir
    Path home;

    private FileInstance open() {
        Surroundings test = TestSurroundings.create();
        FileInstance instance = FileInstance.open(
                home,
                new Surroundings(
                        test.clock(),
                        () -> UUID.randomUUID().toString().replace("-", ""),
                        test.random(),
                        test.pause()));
        instance.prepare();
        return instance;
    }

    @Test
    void shouldShowACommitToAnotherProcess() {
        // Given a table
        FileInstance writer = open();
        assertThat(writer.tables().log(NAME).create(SCHEMA, ONE_LEAF)).isEqualTo(new Verdict.Done(1));
        String incarnation =
                writer.tables().require("letters").table().orElseThrow().incarnation();
        // When an attempt commits
        AttemptId attempt = attempt("job", 1);
        Verdict verdict = writer.tables().log(NAME).commit(attempt, "digest", incarnation, manifest(attempt, "r", 3));
        // Then another instance on the same home replays it
        FileInstance reader = open();
        TableState state = reader.tables().require("letters");
        assertThat(verdict).isInstanceOf(Verdict.Committed.class);
        assertThat(state.fileCount()).isEqualTo(3);
        assertThat(state.rowCount()).isEqualTo(33);
        assertThat(state).isEqualTo(writer.tables().require("letters"));
        assertThat(reader.tables().list()).containsExactly(NAME);
    }

    @Test
    void shouldKeepABodyForALargeCommit() {
        // Given a table, and an attempt with more files than fit into an entry
        FileInstance instance = open();
        instance.tables().log(NAME).create(SCHEMA, ONE_LEAF);
        String incarnation =
                instance.tables().require("letters").table().orElseThrow().incarnation();
        AttemptId attempt = attempt("job", 1);
        // When
        instance.tables().log(NAME).commit(attempt, "digest", incarnation, manifest(attempt, "r", 1_000));
        // Then
        assertThat(open().tables().require("letters").fileCount()).isEqualTo(1_000);
    }

    @Test
    void shouldFindUnderAnyLocaleWhatWasWrittenUnderAnother() {
        // Given a table and a commit written under a locale whose digits are not 0 to 9
        Locale before = Locale.getDefault();
        AttemptId attempt = attempt("job", 1);
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            FileInstance writer = open();
            writer.tables().log(NAME).create(SCHEMA, ONE_LEAF);
            String incarnation =
                    writer.tables().require("letters").table().orElseThrow().incarnation();
            writer.tables().log(NAME).commit(attempt, "digest", incarnation, manifest(attempt, "r", 1_000));
            writer.tables().log(NAME).snapshot();
            writer.jobs().addHistory(attempt.jobId(), HistoryLine.Kind.OTHER, Map.of(), "It was sent again.");
        } finally {
            Locale.setDefault(before);
        }
        // When / Then
        assertThat(open().tables().require("letters").fileCount()).isEqualTo(1_000);
        assertThat(open().tables().log(NAME).verify(false)).satisfies(report -> {
            assertThat(report.slots()).isEqualTo(2);
            assertThat(report.snapshots()).isEqualTo(1);
        });
        assertThat(open().jobs().history(attempt.jobId())).hasSize(1);
    }

    @Test
    void shouldTellAnUnknownTable() {
        assertThatThrownBy(() -> open().tables().require("nowhere"))
                .isInstanceOf(InvalidRequestException.class)
                .extracting(e -> ((SleeperException) e).code())
                .isEqualTo(ErrorCode.UNKNOWN_TABLE);
    }

    @Test
    void shouldTellWhereAJobStandsFromTheLog() {
        // Given a job whose first attempt was lost and whose second runs
        FileInstance instance = open();
        instance.tables().log(NAME).create(SCHEMA, ONE_LEAF);
        AttemptId first = attempt("job", 1);
        AttemptId second = attempt("job", 2);
        instance.jobs()
                .putJob(new StoredJob(
                        first.jobId(),
                        "{\"files\":[\"a/b\"],\"id\":\"job\",\"tableName\":\"letters\"}",
                        "digest",
                        "standard",
                        "m1",
                        TestSurroundings.NOW));
        instance.jobs().putAttempt(new AttemptRecord(first, "m1", TestSurroundings.NOW));
        instance.jobs().putAttempt(new AttemptRecord(second, "m2", TestSurroundings.NOW));
        instance.tables().log(NAME).exclude(first, "digest", FAILURE);
        instance.jobs().reportRunning(second);
        // When
        JobHistory history = new JobHistory(instance.jobs(), instance.tables());
        // Then
        assertThat(history.find(first.jobId()).orElseThrow().attempts())
                .extracting(AttemptView::status)
                .containsExactly(JobStatus.FAILED, JobStatus.RUNNING);
        assertThat(instance.jobs().attemptAskedForBy(first.jobId(), "m2"))
                .map(AttemptRecord::attempt)
                .contains(second);
    }

    @Test
    void shouldReadPropertiesOfInstanceAndTable() throws IOException {
        // Given
        Files.createDirectories(home.resolve("tables"));
        Files.writeString(home.resolve("instance.properties"), "sleeper.id = one # Names the instance.\n");
        Files.writeString(home.resolve("tables/letters.properties"), "a=b\n");
        // When / Then
        assertThat(open().instanceProperties()).isEqualTo(Map.of("sleeper.id", "one"));
        assertThat(open().tableProperties(NAME)).isEqualTo(Map.of("a", "b"));
        assertThat(open().tableProperties(new TableName("other"))).isEmpty();
    }

    @Test
    void shouldRefusePropertiesThatAreNotText() throws IOException {
        // Given a file in another encoding
        Files.write(home.resolve("instance.properties"), "a=\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
        // When / Then it is for whoever wrote it to mend, and trying again is no use
        assertThatThrownBy(() -> open().instanceProperties())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("instance.properties")
                .hasMessageContaining("UTF-8");
    }

    @Test
    void shouldSayWhatKeepsPropertiesFromBeingReadOrWritten() throws IOException {
        // Given a folder where the instance's properties should be, and a file where the folder of the tables' should
        // be
        Path ofInstance = Files.createDirectories(home.resolve("instance.properties"));
        Files.writeString(home.resolve("tables"), "");
        PropertyStore properties = open().properties();
        // When / Then it is not taken for a matter of encoding
        assertThatThrownBy(properties::ofInstance)
                .isInstanceOf(TransientFailureException.class)
                .hasMessageStartingWith("Property file " + ofInstance + " could not be read.")
                .hasMessageContaining("allowed: a file that can be read.");
        assertThatThrownBy(() -> properties.putOfTable(NAME, Map.of("a", "b")))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("allowed: a file that can be written.");
        // When a name cannot be taken / Then nothing is said of whether it was, and nothing half written is left
        assertThatThrownBy(() -> properties.putOfInstance(Map.of("a", "b")))
                .isInstanceOf(OutcomeUnknownException.class);
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("instance.properties", "tables");
        }
    }

    @Test
    void shouldShowReplacedPropertiesToNobodyWhoCouldNotReadThemBefore() throws IOException {
        // Given properties that hold a password
        Path file = Files.writeString(home.resolve("instance.properties"), "sleeper.notify.smtp.password=one\n");
        Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rw-------");
        Files.setPosixFilePermissions(file, ownerOnly);
        // When
        open().properties().putOfInstance(Map.of("sleeper.notify.smtp.password", "other"));
        // Then
        assertThat(file).hasContent("sleeper.notify.smtp.password=other");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(ownerOnly);
    }

    @Test
    void shouldClearAwayWhatAKilledProcessHadBegunToWrite() throws Exception {
        // Given what is left of a record that a process was writing when it ended, and one that a living process is at
        Process ended = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .start();
        ended.getInputStream().readAllBytes();
        ended.waitFor();
        Path folder = Files.createDirectories(home.resolve("jobs/documents"));
        Path abandoned = Files.writeString(folder.resolve(".job." + ended.pid() + "-abc-1.unfinished"), "{");
        long own = ProcessHandle.current().pid();
        Path atWork = Files.writeString(folder.resolve(".job." + own + "-abc-1.unfinished"), "{");
        // When
        open();
        // Then
        assertThat(abandoned).doesNotExist();
        assertThat(atWork).exists();
    }

    @Test
    void shouldTellWhatIsWrongWithPropertiesAndCountTheFileAsEmpty() throws IOException {
        // Given files that are no properties, of one that has another twice, and one with an unknown one
        Files.createDirectories(home.resolve("tables"));
        Path ofInstance = home.resolve("instance.properties");
        Path ofTable = home.resolve("tables/letters.properties");
        CheckedSettings settings = new CheckedSettings(open());
        for (String text : List.of("sleeper.id=\\u12", "sleeper.id=one\nsleeper.id=two", "sleeper.idd=one")) {
            Files.writeString(ofInstance, text);
            Files.writeString(ofTable, text);
            // When
            List<Fault> faults = new ArrayList<>();
            Settings found = settings.read(NAME, faults);
            // Then
            assertThat(faults).as(text).hasSize(2);
            assertThat(faults.get(0).where()).contains("instance.properties");
            assertThat(faults.get(1).where()).contains("tables/letters.properties");
            assertThat(found.get(InstanceSettings.ID)).isEqualTo("local");
            assertThat(settings.ofInstance().get(InstanceSettings.ID)).isEqualTo("local");
        }
    }
}
