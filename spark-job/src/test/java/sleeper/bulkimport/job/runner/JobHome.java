package sleeper.bulkimport.job.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.JobStatus;
import sleeper.core.job.Manifest;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.partition.PartitionTree;
import sleeper.core.platform.Platform;
import sleeper.core.schema.Schema;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.Settings;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.run.AttemptRun;
import sleeper.run.Engine;
import sleeper.run.RealSurroundings;
import sleeper.run.RunTimer;
import sleeper.run.StopSignal;
import sleeper.sort.RecordSort;
import sleeper.sort.SortRequest;
import sleeper.sort.SortSettings;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FooterReader;
import sleeper.sort.read.FileVerifier;
import sleeper.sort.read.TableScan;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;
import sleeper.statestore.transaction.Transaction.Reason;

/** An embedded instance with one table, whose input files the kernel writes. */
public final class JobHome {
    public static final TableName TABLE = new TableName("events");
    private static final String DIGEST = "ab".repeat(32);

    private final Path home;
    private final FileInstance instance;
    private final Schema schema;
    private final List<InputFile> inputs = new ArrayList<>();
    private final List<String> unresolved = new ArrayList<>();
    private int written;

    public JobHome(Path home, Schema schema, PartitionTree partitions) {
        this.home = home;
        this.schema = schema;
        this.instance = FileInstance.open(home, RealSurroundings.get());
        Verdict created = instance.tables().log(TABLE).create(schema, partitions);
        if (!(created instanceof Verdict.Done)) {
            throw new IllegalStateException("The table was not created: " + created);
        }
    }

    /** The home that another process has made, with its table. */
    public static JobHome open(Path home) {
        return new JobHome(home);
    }

    private JobHome(Path home) {
        this.home = home;
        this.instance = FileInstance.open(home, RealSurroundings.get());
        this.schema = instance.tables().log(TABLE).state().table().orElseThrow().schema();
    }

    public Path folder() {
        return home;
    }

    /** @return where a file of a bucket is on the disk */
    public Path onDisk(FilePath file) {
        return instance.buckets().resolve(file.bucket()).resolve(file.key());
    }

    /** @return what names the instance to a process */
    public Map<String, String> environment() {
        return Map.of("SLEEPER_HOME", home.toString());
    }

    public FileInstance instance() {
        return instance;
    }

    /** Adds an input file with these rows, with row groups of few bytes. */
    public void addInput(List<Map<String, Object>> rows) throws IOException {
        addInput(rows, WriteSettings.builder().rowGroupBytes(1 << 16).build());
    }

    /** Adds an input file with these rows. */
    public void addInput(List<Map<String, Object>> rows, WriteSettings settings) throws IOException {
        for (FilePath file : write("f" + written++, schema, rows, settings)) {
            add(file);
        }
    }

    /**
     * Writes an input file, and does not add it.
     *
     * @param name   of its folder, which is not there yet
     * @param schema of the file
     * @return the file; none of no rows
     */
    public List<FilePath> write(String name, Schema schema, List<Map<String, Object>> rows, WriteSettings settings)
            throws IOException {
        Path spill = Files.createDirectories(home.resolve("input-spill"));
        TableLocation location = new TableLocation("in", new TableName(name));
        SortRequest request = new SortRequest(
                schema,
                new PartitionTree(schema.rowKeyFields().size(), new PartitionTree.Leaf()),
                List.of(),
                instance.files(),
                location,
                attempt("input", 1),
                "input",
                new SortSettings(settings, SortSettings.LEAST_MEMORY_BUDGET_BYTES, 1, spill));
        try (RecordSort sort = new RecordSort(request)) {
            rows.forEach(sort::add);
            return sort.finish().stream()
                    .map(file -> location.file(file.file().path()))
                    .toList();
        }
    }

    /** Adds a file that is in a bucket. */
    public void add(FilePath path) throws IOException {
        FileInfo info = instance.files().find(path).orElseThrow();
        Footer footer = FooterReader.read(instance.files().open(path, info.version()));
        inputs.add(new InputFile(
                path, info.version(), footer.rowCount(), footer.rowGroups().size()));
    }

    /** Takes the files added so far out of their buckets, to a folder that the driver has to find them in. @return the folder */
    public Path moveOutside() throws IOException {
        Path outside = Files.createDirectories(home.resolve("outside"));
        for (InputFile input : inputs) {
            Path file = home.resolve("buckets")
                    .resolve(input.path().bucket())
                    .resolve(input.path().key());
            Files.move(file, outside.resolve(unresolved.size() + "-" + inputs.indexOf(input) + ".parquet"));
        }
        inputs.clear();
        addOutside("file://" + outside + "/");
        return outside;
    }

    /** Adds a source that the driver has to resolve. */
    public void addOutside(String uri) {
        unresolved.add(uri);
    }

    public static AttemptId attempt(String job, int number) {
        return new AttemptId(new JobId(job), number);
    }

    /** Plans an attempt that takes all inputs, into the table's leaves however few. */
    public JobPlan plan(AttemptId attempt) {
        return plan(attempt, Map.of(BulkImportSettings.MIN_LEAF_PARTITIONS.name(), "1"));
    }

    public JobPlan plan(AttemptId attempt, Map<String, String> properties) {
        var table = instance.tables().log(TABLE).state().table().orElseThrow();
        return instance.jobs()
                .decide(new JobPlan(
                        attempt,
                        DIGEST,
                        TABLE,
                        table.incarnation(),
                        table.schema(),
                        table.partitions(),
                        Platform.EMR,
                        List.of(),
                        List.of(),
                        inputs,
                        unresolved,
                        List.of(),
                        Settings.ofInstance(properties).withTable(properties).toMap(),
                        Map.of(),
                        Optional.empty()))
                .plan()
                .orElseThrow();
    }

    /** Runs a planned attempt. @return whether it has a manifest */
    public boolean run(AttemptId attempt, Engine engine) {
        return run(attempt, engine, new StopSignal());
    }

    public boolean run(AttemptId attempt, Engine engine, StopSignal stop) {
        return run(instance, attempt, engine, stop);
    }

    /** As above, with stores of this home that something else is around. */
    public boolean run(InstanceStores stores, AttemptId attempt, Engine engine, StopSignal stop) {
        try (RunTimer timer = RunTimer.start()) {
            return run(stores, attempt, engine, stop, timer);
        }
    }

    /** As above, with a timer of one's own. */
    public boolean run(InstanceStores stores, AttemptId attempt, Engine engine, StopSignal stop, RunTimer timer) {
        return new AttemptRun(stores, attempt, RealSurroundings.get(), stop, engine, timer).run();
    }

    public Manifest manifest(AttemptId attempt) {
        return instance.jobs().manifest(attempt).orElseThrow();
    }

    /** @return why an attempt failed */
    public List<Fault> faults(AttemptId attempt) {
        return instance.jobs().failure(attempt).orElseThrow().faults();
    }

    /** @return the rows of an attempt's files, in their order; each file was held against what a data file is */
    public List<Map<String, Object>> rows(Manifest manifest, Region region) {
        TableLocation location = instance.tables().log(TABLE).storage().location();
        FileVerifier verifier = new FileVerifier(instance.files(), location, schema);
        List<DataFile> ofRegion = manifest.files().stream()
                .filter(file -> file.cutFor().equals(region))
                .toList();
        for (DataFile file : ofRegion) {
            List<Fault> faults = verifier.verify(file);
            if (!faults.isEmpty()) {
                throw new AssertionError(faults);
            }
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (DataFile file : ofRegion) {
            try (TableScan scan = new TableScan(instance.files(), location, schema, List.of(file), region)) {
                scan.forEachRemaining(rows::add);
            }
        }
        return rows;
    }

    /** @return every file below the table's data folder, finished or not */
    public List<FilePath> dataFiles() throws IOException {
        FilePath data = instance.tables().log(TABLE).storage().location().data();
        List<FilePath> found = new ArrayList<>();
        instance.files().list(data).forEach(file -> found.add(file.path()));
        instance.tables().log(TABLE).storage().unfinished().unfinished(data).forEach(file -> found.add(file.target()));
        return found;
    }

    /** @return the files that a manifest names, with their sketches */
    public List<FilePath> filesOf(Manifest manifest) {
        TableLocation location = instance.tables().log(TABLE).storage().location();
        return manifest.files().stream()
                .map(DataFile::path)
                .flatMap(path -> Stream.of(path, TableLocation.sketchesOf(path)))
                .map(location::file)
                .toList();
    }

    /** Has the log commit an attempt with its manifest. */
    public Verdict commit(AttemptId attempt) {
        TableLog log = instance.tables().log(TABLE);
        return log.commit(attempt, DIGEST, log.state().table().orElseThrow().incarnation(), manifest(attempt));
    }

    /** Has the log give an attempt up. */
    public Verdict exclude(AttemptId attempt) {
        return instance.tables()
                .log(TABLE)
                .exclude(attempt, DIGEST, new Reason(JobStatus.ABORTED, ErrorCode.ABORTED, "a person stopped it"));
    }

    /** Deletes what the log has decided against. */
    public void collect() {
        instance.tables().log(TABLE).collect(instance.jobs(), false, Duration.ZERO);
    }
}
