package sleeper.statestore.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sleeper.statestore.TestTable.FAILURE;
import static sleeper.statestore.TestTable.NAME;
import static sleeper.statestore.TestTable.ONE_LEAF;
import static sleeper.statestore.TestTable.SCHEMA;
import static sleeper.statestore.TestTable.attempt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.ActionDeniedException;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.ForwardingFileStore;
import sleeper.core.file.WritableFile;
import sleeper.core.job.AttemptId;
import sleeper.core.job.Manifest;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.partition.Partition;
import sleeper.core.partition.PartitionId;
import sleeper.core.table.DataFile;
import sleeper.statestore.CommitterMain;
import sleeper.statestore.TestTable;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.table.GcReport.Kind;
import sleeper.statestore.util.Surroundings;

class GarbageCollectorIT {
    private static final Duration GRACE = Duration.ofHours(24);

    @TempDir
    Path home;

    private FileInstance instance;
    private TableLog log;
    private String incarnation;

    @BeforeEach
    void setUp() {
        instance = CommitterMain.open(home);
        log = instance.tables().log(NAME);
        log.create(SCHEMA, ONE_LEAF);
        incarnation = log.state().table().orElseThrow().incarnation();
    }

    private Manifest write(AttemptId attempt, String run) throws IOException {
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String path = TableLocation.dataFile(PartitionId.ROOT, attempt, run, i);
            for (String each : List.of(path, TableLocation.sketchesOf(path))) {
                try (WritableFile file =
                        instance.files().create(log.storage().location().file(each))) {
                    file.write(ByteBuffer.wrap(new byte[100]));
                    file.commit();
                }
            }
            files.add(new DataFile(path, Region.all(1), 10, 100, TestTable.SHA));
        }
        return instance.jobs().putManifest(new Manifest(attempt, run, files));
    }

    private GcReport collect(Duration grace) {
        return log.collect(instance.jobs(), false, grace);
    }

    @Test
    void shouldTakeWhatTheLogHasDecidedAndNothingElse() throws IOException {
        // Given a committed attempt that a second run had raced, an excluded one and one at work
        AttemptId committed = attempt("committed", 1);
        log.commit(committed, "digest", incarnation, write(committed, "winner"));
        write(committed, "loser");
        write(attempt("excluded", 1), "r");
        log.exclude(attempt("excluded", 1), "digest", FAILURE);
        write(attempt("working", 1), "r");
        // When
        GcReport dry = log.collect(instance.jobs(), true, GRACE);
        GcReport report = collect(GRACE);
        // Then
        assertThat(dry.removed()).isEqualTo(report.removed());
        assertThat(report.removed())
                .filteredOn(removed -> removed.kind() == Kind.DATA)
                .extracting(GcReport.Removed::what)
                .containsExactly(
                        "data/p/committed/1/loser-0.parquet",
                        "data/p/committed/1/loser-0.sketches",
                        "data/p/committed/1/loser-1.parquet",
                        "data/p/committed/1/loser-1.sketches",
                        "data/p/excluded/1/r-0.parquet",
                        "data/p/excluded/1/r-0.sketches",
                        "data/p/excluded/1/r-1.parquet",
                        "data/p/excluded/1/r-1.sketches");
        assertThat(report.undecided()).hasSize(4).allMatch(path -> path.startsWith("data/p/working/1/"));
        assertThat(report.count(Kind.MANIFEST)).isEqualTo(2);
        assertThat(instance.jobs().attemptsWithManifest()).containsExactly(attempt("working", 1));
        assertThat(log.verify(false).faults()).isEmpty();
        assertThat(collect(GRACE).removed()).isEmpty();
    }

    @Test
    void shouldKeepMetricsForAsLongAsTheFilesThatTheyAreOf() throws IOException {
        // Given metrics of a run that committed and of one that raced it, of an excluded attempt and of one at work
        AttemptId committed = attempt("committed", 1);
        Manifest winner = write(committed, "winner");
        log.putMetrics(winner, List.of());
        log.putMetrics(new Manifest(committed, "loser", List.of()), List.of());
        log.commit(committed, "digest", incarnation, winner);
        log.putMetrics(new Manifest(attempt("excluded", 1), "r", List.of()), List.of());
        log.exclude(attempt("excluded", 1), "digest", FAILURE);
        log.putMetrics(new Manifest(attempt("working", 1), "r", List.of()), List.of());
        // When / Then
        assertThat(metricsThatGo()).containsExactly("committed.1", "excluded.1");
        assertThat(collect(GRACE).count(Kind.METRICS)).isZero();
        // And they go with the table
        log.drop(incarnation);
        assertThat(metricsThatGo()).containsExactly("committed.1");
    }

    /** @return their attempts */
    private List<String> metricsThatGo() {
        return collect(GRACE).removed().stream()
                .filter(removed -> removed.kind() == Kind.METRICS)
                .map(removed -> removed.what().substring(0, removed.what().lastIndexOf('.')))
                .toList();
    }

    /** One that stays for good, for want of a right, would keep the log from being retired for ever. */
    @Test
    void shouldTakeEverythingElseWhereSomethingCannotBeDeleted() throws IOException {
        // Given three excluded attempts, of which a store does not let one's files go, and a request that is decided
        for (String job : List.of("first", "kept", "last")) {
            write(attempt(job, 1), "r");
            log.exclude(attempt(job, 1), "digest", FAILURE);
        }
        FileStore denying = new ForwardingFileStore(instance.files()) {
            @Override
            public Map<FilePath, IOException> deleteAll(List<FilePath> paths) {
                Map<FilePath, IOException> left = new LinkedHashMap<>(super.deleteAll(
                        paths.stream().filter(path -> !isKept(path)).toList()));
                paths.stream()
                        .filter(path -> isKept(path))
                        .forEach(path ->
                                left.put(path, new ActionDeniedException("s3://" + path, "s3:DeleteObject", "403")));
                return left;
            }

            private boolean isKept(FilePath path) {
                return path.key().contains("/kept/1/r-0");
            }
        };
        TableStorage storage = log.storage();
        TableLog denied = new TableStore(
                        () -> List.of(NAME),
                        name -> new TableStorage(
                                storage.location(),
                                storage.log(),
                                storage.objects(),
                                storage.view(),
                                denying,
                                storage.unfinished()),
                        new Surroundings(InstantSource.system(), () -> "id", new Random(1), time -> {}))
                .log(NAME);
        // When
        assertThatThrownBy(() -> denied.collect(instance.jobs(), false, GRACE))
                .isInstanceOfSatisfying(TransientFailureException.class, failure -> {
                    assertThat(failure).hasMessageContaining("13 removed, 2 failures");
                    assertThat(failure.faults()).hasSize(2).allSatisfy(fault -> {
                        assertThat(fault.code()).isEqualTo(ErrorCode.FILE_FORBIDDEN);
                        assertThat(fault.where()).contains("/kept/1/r-0");
                        assertThat(fault.action()).contains("s3:DeleteObject");
                    });
                });
        // Then
        assertThat(instance.jobs().attemptsWithManifest()).isEmpty();
        assertThat(collect(GRACE).removed())
                .extracting(GcReport.Removed::what)
                .containsExactly("data/p/kept/1/r-0.parquet", "data/p/kept/1/r-0.sketches");
    }

    @Test
    void shouldDeleteOfOneAttemptWhatTheLogHasReleasedAndNothingElse() throws IOException {
        // Given an attempt with files of two runs, and another at the same leaf
        AttemptId attempt = attempt("raced", 1);
        Manifest manifest = write(attempt, "winner");
        write(attempt, "winnert2");
        write(attempt("excluded", 1), "r");
        log.exclude(attempt("excluded", 1), "digest", FAILURE);
        List<Partition> leaves = ONE_LEAF.leaves();
        // When / Then nothing is deleted before the log has decided, then what the manifest does not name, then nothing
        // more
        assertThat(log.deleteReleased(attempt, leaves)).isZero();
        log.commit(attempt, "digest", incarnation, manifest);
        assertThat(log.deleteReleased(attempt, leaves)).isEqualTo(4);
        assertThat(log.deleteReleased(attempt, leaves)).isZero();
        assertThat(collect(GRACE).removed())
                .filteredOn(removed -> removed.kind() == Kind.DATA)
                .extracting(GcReport.Removed::what)
                .hasSize(4)
                .allMatch(path -> path.startsWith("data/p/excluded/1/r-"));
        assertThat(log.verify(false).faults()).isEmpty();
    }

    @Test
    void shouldKeepADroppedTableForItsReadersAWhile() throws IOException {
        // Given
        AttemptId attempt = attempt("job", 1);
        log.commit(attempt, "digest", incarnation, write(attempt, "r"));
        log.drop(incarnation);
        // When / Then
        assertThat(collect(GRACE).waiting()).hasSize(4);
        assertThat(collect(Duration.ZERO).count(Kind.DATA)).isEqualTo(4);
        assertThat(instance.files().list(log.storage().location().data()).toList())
                .isEmpty();
    }
}
