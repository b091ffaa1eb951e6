package sleeper.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import sleeper.core.error.Fault;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Region;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.Platform;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.settings.Settings;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.sort.demo.DemoData;
import sleeper.sort.format.FooterReader;
import sleeper.sort.read.FileVerifier;
import sleeper.sort.read.TableScan;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.table.GcReport;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableStorage;
import sleeper.statestore.table.TableStore;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.util.Surroundings;

/** An embedded instance with one table, whose clock stands still and whose ids are counted. */
public final class TestHome implements InstanceStores {
    public static final TableName TABLE = new TableName("orders");
    public static final Schema SCHEMA = new Schema(
            List.of(Field.required("key", PrimitiveType.STRING)),
            List.of(Field.required("timestamp", PrimitiveType.LONG)),
            List.of(Field.nullable("value", PrimitiveType.STRING)));
    public static final PartitionTree PARTITIONS =
            PartitionTree.ofGrid(List.of(List.of(new KeyValue.OfString("h"), new KeyValue.OfString("q"))));

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final FileInstance instance;
    private final Surroundings surroundings;
    private FileStore files;
    private Optional<TableStore> otherTables = Optional.empty();

    public TestHome(Path home) {
        AtomicLong ids = new AtomicLong();
        this.surroundings = new Surroundings(
                InstantSource.fixed(NOW), () -> "id" + ids.incrementAndGet(), new Random(1), time -> {});
        this.instance = FileInstance.open(home, surroundings);
        this.files = instance.files();
    }

    /** @return a home with the empty table */
    public static TestHome withTable(Path home) {
        TestHome made = new TestHome(home);
        made.create(SCHEMA, PARTITIONS);
        return made;
    }

    public void create(Schema schema, PartitionTree partitions) {
        Verdict created = log().create(schema, partitions);
        if (!(created instanceof Verdict.Done)) {
            throw new IllegalStateException("The table was not created: " + created);
        }
    }

    /** Has runs from now on read and write files through another store. */
    public void use(FileStore other) {
        files = other;
    }

    /** Has runs from now on append to the table's log through another. @return that other */
    public SilentLog silenceLog(boolean takesAppends) {
        TableStorage storage = log().storage();
        SilentLog silent = new SilentLog(storage.log(), takesAppends);
        TableStorage other = new TableStorage(
                storage.location(), silent, storage.objects(), storage.view(), storage.files(), storage.unfinished());
        otherTables = Optional.of(new TableStore(() -> List.of(TABLE), name -> other, surroundings));
        return silent;
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    public TableLog log() {
        return instance.tables().log(TABLE);
    }

    /** @return the table's rows, in the order of its files */
    public List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        var table = log().state().table().orElseThrow();
        Region everything = Region.all(table.partitions().dimensions());
        try (TableScan scan = new TableScan(
                instance.files(),
                log().storage().location(),
                table.schema(),
                log().state().files(),
                everything)) {
            scan.forEachRemaining(rows::add);
            return rows;
        }
    }

    /** @return what is wrong with the table's files: sorted, in their partition, as the log has them */
    public List<Fault> verify() {
        FileVerifier verifier = new FileVerifier(
                instance.files(),
                log().storage().location(),
                log().state().table().orElseThrow().schema());
        List<Fault> faults = new ArrayList<>();
        for (DataFile file : log().state().files()) {
            faults.addAll(verifier.verify(file));
        }
        return faults;
    }

    /** @return every file in the table's data folder, data and sketches, finished or not */
    public List<FilePath> dataFiles() throws IOException {
        FilePath data = log().storage().location().data();
        List<FilePath> found = new ArrayList<>();
        instance.files().list(data).forEach(file -> found.add(file.path()));
        log().storage().unfinished().unfinished(data).forEach(file -> found.add(file.target()));
        return found;
    }

    public GcReport collect() {
        return log().collect(instance.jobs(), false, Duration.ZERO);
    }

    /** Makes a table and files of the demo's rows, and the plan of a job that takes them in. */
    public JobPlan plan(AttemptId attempt, DemoData data, int leaves, Map<String, String> properties)
            throws IOException {
        create(DemoData.SCHEMA, DemoData.partitions(leaves));
        return plan(attempt, inputs(data), properties);
    }

    /** Makes files of the demo's rows. */
    public List<InputFile> inputs(DemoData data) throws IOException {
        List<InputFile> inputs = new ArrayList<>();
        for (FilePath path : data.write(instance.files(), new FilePath("in", "demo"), 1)) {
            FileInfo info = instance.files().find(path).orElseThrow();
            long rows = FooterReader.read(instance.files().open(path, info.version()))
                    .rowCount();
            inputs.add(new InputFile(path, info.version(), rows, 1));
        }
        return inputs;
    }

    /** Makes the plan of a job that takes files into the table. */
    public JobPlan plan(AttemptId attempt, List<InputFile> inputs, Map<String, String> properties) {
        var table = log().state().table().orElseThrow();
        return jobs().decide(new JobPlan(
                        attempt,
                        DIGEST,
                        TABLE,
                        table.incarnation(),
                        table.schema(),
                        table.partitions(),
                        Platform.STANDARD,
                        List.of(),
                        List.of(),
                        inputs,
                        List.of(),
                        List.of(),
                        Settings.ofInstance(properties).toMap(),
                        Map.of(),
                        Optional.empty()))
                .plan()
                .orElseThrow();
    }

    public static final String DIGEST = "ab".repeat(32);

    public static AttemptId attempt(String job, int number) {
        return new AttemptId(new JobId(job), number);
    }

    @Override
    public FileStore files() {
        return files;
    }

    @Override
    public Set<String> ownBuckets() {
        return instance.ownBuckets();
    }

    @Override
    public Optional<String> folderOfBuckets() {
        return instance.folderOfBuckets();
    }

    @Override
    public TableStore tables() {
        return otherTables.orElseGet(instance::tables);
    }

    @Override
    public JobStore jobs() {
        return instance.jobs();
    }

    @Override
    public Map<String, String> instanceProperties() {
        return instance.instanceProperties();
    }

    @Override
    public Map<String, String> defaultProperties() {
        return instance.defaultProperties();
    }

    @Override
    public Map<String, String> tableProperties(TableName table) {
        return instance.tableProperties(table);
    }
}
