package sleeper.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sleeper.ingest.TestHome.attempt;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.RunFailedException;
import sleeper.core.file.FolderValue;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobPlan;
import sleeper.core.job.JobStatus;
import sleeper.core.job.Manifest;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.settings.Settings;
import sleeper.core.table.DataFile;
import sleeper.run.AttemptRun;
import sleeper.run.ExclusionWatch;
import sleeper.run.KernelEngine;
import sleeper.run.StopSignal;
import sleeper.sort.SortProgress;
import sleeper.sort.demo.DemoData;
import sleeper.sort.read.TableScan;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.transaction.Transaction.Reason;

class AttemptRunIT {
    private static final AttemptId ATTEMPT = attempt("j", 1);
    private static final DemoData DATA = new DemoData(20_000, 2, 5_000, 1);
    private static final Map<String, String> PROPERTIES =
            Map.of("sleeper.ingest.task.timeout", "10m", "sleeper.ingest.exclusion.poll.interval", "30s");

    @TempDir
    private Path folder;

    private TestHome home;
    private final ManualTimer timer = new ManualTimer();
    private final StopSignal stop = new StopSignal();

    @BeforeEach
    void open() {
        home = new TestHome(folder);
    }

    private boolean run(SortProgress progress) {
        return new AttemptRun(home, ATTEMPT, home.surroundings(), stop, new KernelEngine(progress), timer).run();
    }

    private void exclude() {
        assertThat(home.log()
                        .exclude(
                                ATTEMPT,
                                TestHome.DIGEST,
                                new Reason(JobStatus.ABORTED, ErrorCode.ABORTED, "a person stopped it")))
                .isInstanceOf(Verdict.Excluded.class);
    }

    private List<String> faults() {
        return home.jobs().failure(ATTEMPT).orElseThrow().faults().stream()
                .map(Fault::message)
                .toList();
    }

    private void assertNothingLeft() throws IOException {
        assertThat(home.jobs().manifest(ATTEMPT)).isEmpty();
        assertThat(home.dataFiles()).isEmpty();
    }

    @Test
    void shouldFillColumnsByTheRulesAndFolderValuesThatThePlanHasPinned() throws IOException {
        // Given files that lack two of the table's fields, and a table whose properties say nothing now
        Schema demo = DemoData.SCHEMA;
        List<Field> values = new ArrayList<>(demo.valueFields());
        values.add(Field.required("year", PrimitiveType.INT));
        values.add(Field.nullable("note", PrimitiveType.STRING));
        home.create(new Schema(demo.rowKeyFields(), demo.sortKeyFields(), values), DemoData.partitions(2));
        List<InputFile> inputs = home.inputs(DATA).stream()
                .map(file -> new InputFile(
                        file.path(),
                        file.version(),
                        file.rowCount(),
                        file.rowGroups(),
                        List.of(new FolderValue("year", Optional.of("2026")))))
                .toList();
        JobPlan unused = home.plan(ATTEMPT, inputs, Map.of("sleeper.default.ingest.missing.columns", "null"));
        // When
        assertThat(run(SortProgress.NONE)).isTrue();
        // Then
        Manifest manifest = home.jobs().manifest(ATTEMPT).orElseThrow();
        try (TableScan scan = new TableScan(
                home.files(),
                home.log().storage().location(),
                home.log().state().table().orElseThrow().schema(),
                manifest.files(),
                Region.all(1))) {
            List<Map<String, Object>> rows = new ArrayList<>();
            scan.forEachRemaining(rows::add);
            assertThat(rows)
                    .hasSize(20_000)
                    .allSatisfy(
                            row -> assertThat(row).containsEntry("year", 2026).containsEntry("note", null));
        }
    }

    @Test
    void shouldPutAManifestWithAllRowsBeforeItsTimeIsUp() throws IOException {
        // Given
        home.plan(ATTEMPT, DATA, 4, PROPERTIES);
        // When
        boolean done = run(SortProgress.NONE);
        // Then
        assertThat(done).isTrue();
        assertThat(home.jobs().manifest(ATTEMPT).orElseThrow().files().stream()
                        .mapToLong(file -> file.rowCount())
                        .sum())
                .isEqualTo(20_000);
        assertThat(home.jobs().failure(ATTEMPT)).isEmpty();
    }

    @Test
    void shouldTellThatItTookLongerThanItMayAndLeaveNothing() throws IOException {
        // Given
        home.plan(ATTEMPT, DATA, 4, PROPERTIES);
        // When the time is up while it reads
        boolean done = run((phase, rows, total) -> timer.pass(Duration.ofMinutes(10)));
        // Then
        assertThat(done).isFalse();
        assertThat(faults())
                .containsExactly("TIMED_OUT at the ingest task: found no end after 600 seconds; allowed: the time that"
                        + " sleeper.ingest.task.timeout gives. Retry the job, or send it to a larger platform.");
        assertNothingLeft();
    }

    @Test
    void shouldStopWhenItsAttemptIsGivenUpMeanwhileAndLeaveNothing() throws IOException {
        // Given
        home.plan(ATTEMPT, DATA, 4, PROPERTIES);
        // When
        boolean done = run((phase, rows, total) -> {
            exclude();
            timer.pass(Duration.ofSeconds(30));
        });
        // Then
        assertThat(done).isFalse();
        assertThat(faults())
                .containsExactly("SUPERSEDED at attempt j-a1: found the attempt was given up: a person stopped it;"
                        + " allowed: an attempt that may still commit. Nothing: the log holds the outcome.");
        assertNothingLeft();
    }

    @Test
    void shouldTakeBackItsFilesWhenAnotherRunOfTheAttemptWasFirst() throws IOException {
        // Given
        home.plan(ATTEMPT, DATA, 4, PROPERTIES);
        // When another run of the attempt begins and ends while this one is at work
        List<Boolean> others = new ArrayList<>();
        boolean done = run((phase, rows, total) -> {
            if (others.isEmpty()) {
                others.add(false);
                others.set(0, otherRun());
            }
        });
        // Then both have done, the attempt has the other's manifest, and the files that it names alone are there
        assertThat(done).isTrue();
        assertThat(others).containsExactly(true);
        Manifest manifest = home.jobs().manifest(ATTEMPT).orElseThrow();
        assertThat(home.dataFiles())
                .containsExactlyInAnyOrderElementsOf(manifest.files().stream()
                        .map(DataFile::path)
                        .flatMap(path -> Stream.of(path, TableLocation.sketchesOf(path)))
                        .map(home.log().storage().location()::file)
                        .toList());
        assertThat(home.log()
                        .commit(
                                ATTEMPT,
                                TestHome.DIGEST,
                                home.log().state().table().orElseThrow().incarnation(),
                                manifest))
                .isInstanceOf(Verdict.Committed.class);
        assertThat(home.verify()).isEmpty();
        assertThat(home.log().state().rowCount()).isEqualTo(20_000);
    }

    private boolean otherRun() {
        return new AttemptRun(
                        home,
                        ATTEMPT,
                        home.surroundings(),
                        new StopSignal(),
                        new KernelEngine(SortProgress.NONE),
                        new ManualTimer())
                .run();
    }

    @Test
    void shouldLookAtTheLogOnceAtTheBeginningAndThenAtEachInterval() throws IOException {
        // Given
        home.plan(ATTEMPT, DATA, 4, PROPERTIES);
        ExclusionWatch watch = new ExclusionWatch(home.log(), ATTEMPT, stop);
        watch.start(Settings.ofInstance(PROPERTIES), timer);
        timer.pass(Duration.ofSeconds(30));
        exclude();
        // When / Then
        timer.pass(Duration.ofSeconds(29));
        assertThatCode(stop::check).doesNotThrowAnyException();
        timer.pass(Duration.ofSeconds(1));
        assertThatThrownBy(stop::check)
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("SUPERSEDED at attempt j-a1");
        // And a run that begins now stops at once
        StopSignal late = new StopSignal();
        new ExclusionWatch(home.log(), ATTEMPT, late).start(Settings.ofInstance(PROPERTIES), new ManualTimer());
        assertThatThrownBy(late::check).isInstanceOf(RunFailedException.class);
    }
}
