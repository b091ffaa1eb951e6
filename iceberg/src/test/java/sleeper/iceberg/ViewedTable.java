package sleeper.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.Manifest;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.table.TableName;
import sleeper.core.table.WrittenFile;
import sleeper.sort.RecordSort;
import sleeper.sort.SortRequest;
import sleeper.sort.SortSettings;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.read.FooterColumns;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState.LiveTable;
import sleeper.statestore.table.TableStorage;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.util.Surroundings;

/** A table of a home on disk, whose rows are sorted and committed as a job's are, and the view of it. */
final class ViewedTable {
    static final Schema SCHEMA = new Schema(
            List.of(Field.required("customer", PrimitiveType.LONG)),
            List.of(Field.required("at", PrimitiveType.LONG)),
            List.of(Field.nullable("note", PrimitiveType.STRING)));
    static final TableName NAME = new TableName("orders");
    static final Duration KEEP = Duration.ofHours(1);
    static final Locations PLACE = Locations.below("/home/buckets");

    private final Path home;
    private final FileInstance instance;
    private final Surroundings surroundings;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    ViewedTable(Path home) {
        this.home = home;
        AtomicInteger ids = new AtomicInteger();
        this.surroundings = new Surroundings(
                (InstantSource) () -> now, () -> "id" + ids.incrementAndGet(), new Random(1), time -> {});
        this.instance = FileInstance.open(home, surroundings);
    }

    static ViewedTable create(Path home, Schema schema, PartitionTree partitions) {
        ViewedTable table = new ViewedTable(home);
        table.create(schema, partitions);
        return table;
    }

    void create(Schema schema, PartitionTree partitions) {
        Verdict unused = log().create(schema, partitions);
    }

    /** Rows of {@link #SCHEMA}, one for each key. */
    static List<Map<String, Object>> rows(long from, long to) {
        return rows(from, to, 1);
    }

    static List<Map<String, Object>> rows(long from, long to, long step) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (long key = from; key < to; key += step) {
            rows.add(Map.of("customer", key, "at", key % 7, "note", "n" + key));
        }
        return rows;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    FileInstance instance() {
        return instance;
    }

    TableLog log() {
        return instance.tables().log(NAME);
    }

    String incarnation() {
        return log().state().table().orElseThrow().incarnation();
    }

    /** Commits rows as attempt 1 at a job. */
    void load(String job, List<Map<String, Object>> rows) {
        load(job, rows, true);
    }

    /** @param told whether the run tells of its files' columns, as none did once */
    void load(String job, List<Map<String, Object>> rows, boolean told) {
        AttemptId attempt = new AttemptId(new JobId(job), 1);
        TableLog log = log();
        LiveTable table = log.state().table().orElseThrow();
        List<WrittenFile> written;
        try (RecordSort sort = new RecordSort(new SortRequest(
                table.schema(),
                table.partitions(),
                List.of(),
                instance.files(),
                log.storage().location(),
                attempt,
                "r",
                new SortSettings(WriteSettings.DEFAULT, SortSettings.LEAST_MEMORY_BUDGET_BYTES, 1, home)))) {
            rows.forEach(sort::add);
            written = sort.finish();
        }
        Manifest manifest = new Manifest(attempt, "r", WrittenFile.files(written));
        if (told) {
            log.putMetrics(manifest, written);
        }
        Verdict unused = log.commit(attempt, "digest " + job, table.incarnation(), manifest);
    }

    IcebergView view() {
        return view(UnaryOperator.identity());
    }

    /** @param around what the view's objects are reached through */
    IcebergView view(UnaryOperator<ObjectStore> around) {
        return view(around, PLACE);
    }

    IcebergView view(UnaryOperator<ObjectStore> around, Locations locations) {
        TableStorage storage = log().storage();
        TableStorage other = new TableStorage(
                storage.location(),
                storage.log(),
                storage.objects(),
                around.apply(storage.view()),
                storage.files(),
                storage.unfinished());
        return new IcebergView(
                new TableLog(other, surroundings),
                locations,
                (of, schema, files) -> FooterColumns.read(of.files(), of.location(), schema, files),
                KEEP);
    }

    /** @return the folder of the view's files */
    Path metadataFolder() {
        return instance.buckets().resolve(log().storage().location().metadata().toString());
    }

    ObjectStore objects() {
        return log().storage().view();
    }

    /** @return what a reader by file finds that begins at the hint */
    Table shown() {
        int number =
                Integer.parseInt(new String(objects().get("version-hint.text").orElseThrow(), StandardCharsets.UTF_8));
        String folder = PLACE.of(log().storage().location().metadata());
        ViewFiles files = new ViewFiles(objects(), folder);
        return new BaseTable(new StaticTableOperations(folder + "/" + ViewVersions.name(number), files), NAME.value());
    }

    static List<String> files(Table shown, Expression filter) {
        List<String> paths = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks =
                shown.newScan().filter(filter).planFiles()) {
            tasks.forEach(task -> paths.add(task.file().location()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        paths.sort(null);
        return paths;
    }

    /** @return what engines call the files of the table, by its log */
    List<String> filesOfLog() {
        return log().state().files().stream()
                .map(file -> PLACE.of(log().storage().location().file(file.path())))
                .sorted()
                .toList();
    }

    /** @return those that are shown, the oldest first */
    List<Snapshot> snapshots() {
        return StreamSupport.stream(shown().snapshots().spliterator(), false).toList();
    }

    List<Long> snapshotIds() {
        return snapshots().stream().map(Snapshot::snapshotId).toList();
    }

    /** Expects that it shows what the log has. */
    void expectWholeView() {
        assertThat(files(shown(), Expressions.alwaysTrue())).isEqualTo(filesOfLog());
    }

    /** @return the names of the view's files that contain a part */
    List<String> keys(String part) {
        return objects().children("").stream().filter(key -> key.contains(part)).toList();
    }

    /** Puts a file of the view in another's place, as no publisher does. */
    void replace(String key, byte[] bytes) {
        assertThat(objects().delete(key)).isTrue();
        assertThat(objects().putIfAbsent(key, bytes)).isEqualTo(PutResult.STORED);
    }
}
