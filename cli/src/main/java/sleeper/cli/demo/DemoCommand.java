package sleeper.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sleeper.api.error.ErrorReport;
import sleeper.api.job.Creations;
import sleeper.api.job.Progress;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.LeftOutWords;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.progress.ProgressLine;
import sleeper.cli.progress.ProgressView;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.Faults;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.JobStatus;
import sleeper.core.platform.JobQueue;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.IngestSettings;
import sleeper.core.table.TableName;
import sleeper.sort.demo.DemoData;
import sleeper.statestore.instance.ExecutionStories;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.Services;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobView;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.Verdict;

/** Makes data and a table, sends the job through the queue, follows it, and shows what it made. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Runs the main job from nothing: makes Parquet files and a table, loads the one into the other, and"
                        + " shows the result.")
public final class DemoCommand extends SleeperCommand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'demo-'yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);
    private static final long POLL_MILLIS = 50;
    private static final Duration PATIENCE = Duration.ofHours(24);

    @Mixin
    private DemoOptions demo;

    public DemoCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() throws Exception {
        expectThisMachine(
                "Load into a table of it with 'sleeper table create' and 'sleeper submit', with --instance %s.");
        JobQueue queue = JobQueue.ofWord(demo.platform)
                .orElseThrow(() -> usage("--platform is '" + demo.platform
                        + "'; allowed: standard, emr, persistent-emr, emr-serverless, eks, auto"));
        Optional<String> mistake = demo.mistake();
        if (mistake.isPresent()) {
            throw usage(mistake.get());
        }
        TableName table = new TableName(
                demo.name.orElseGet(() -> NAME.format(surrounding().clock().instant())));
        Instance instance = instance();
        try (Services services = instance.openServices()) {
            expectUnused(instance, table);
            DemoInput input = prepare(instance, table);
            return run(services, instance, table, input, queue);
        }
    }

    private static JobId jobOf(TableName table) {
        String name = table.value();
        return new JobId(name.length() <= JobId.MAX_LENGTH ? name : name.substring(0, JobId.MAX_LENGTH));
    }

    /** Before anything is made: what an earlier demo of this name has left would be taken for this one's. */
    private void expectUnused(Instance instance, TableName table) throws IOException {
        InstanceStores stores = instance.stores();
        Faults faults = new Faults();
        String another = "Choose another name, or leave --name out for a fresh one.";
        if (stores.tables().find(table).isPresent()) {
            faults.add(new Fault(ErrorCode.TABLE_EXISTS, "--name", "table '" + table + "'", "a new table", another));
        }
        JobId job = jobOf(table);
        if (stores.jobs().job(job).isPresent()) {
            faults.add(new Fault(ErrorCode.JOB_ID_CONFLICT, "--name", "job '" + job + "'", "a new job", another));
        }
        FilePath directory = DemoInput.directory(instance, table);
        if (!stores.files().list(directory).next().isEmpty()) {
            faults.add(new Fault(
                    ErrorCode.DUPLICATE_FILE,
                    "--name",
                    "files in " + placeOf(instance, directory),
                    "a new folder",
                    "Take them away, or choose another name."));
        }
        faults.throwIfAny("The demo was not run.");
    }

    /** Makes files and table; where that fails, the files go again. */
    private DemoInput prepare(Instance instance, TableName table) throws IOException {
        boolean made = false;
        try {
            DemoInput input = input(instance, table);
            createTable(instance, table, input);
            made = true;
            return input;
        } finally {
            if (!made) {
                DemoInput.remove(instance.stores().files(), DemoInput.directory(instance, table));
            }
        }
    }

    private DemoInput input(Instance instance, TableName table) throws IOException {
        FileStore files = instance.stores().files();
        FilePath directory = DemoInput.directory(instance, table);
        if (demo.files.isPresent()) {
            Path from = surrounding().resolve(demo.files.get().toString());
            console().progress("reading the schema of " + from);
            DemoInput taken = DemoInput.taken(
                    files,
                    instance.folderOfBuckets().map(Path::of),
                    directory,
                    from,
                    demo.columns(),
                    demo.partitions,
                    console()::progress);
            LeftOutWords.unexpected(taken.leftOut()).forEach(some -> console().progress("warning: not read: " + some));
            return taken;
        }
        console().progress("making " + demo.rows() + " rows in " + DemoData.USUAL_FILES + " Parquet files");
        try (ProgressLine progress = new ProgressLine(surrounding(), "making", "files", DemoData.USUAL_FILES)) {
            return DemoInput.made(
                    files,
                    directory,
                    demo.rows(),
                    demo.partitions,
                    surrounding().clock().millis(),
                    progress::reached);
        }
    }

    private static String placeOf(Instance instance, FilePath directory) {
        return instance.folderOfBuckets()
                .map(buckets -> Path.of(buckets, directory.toString()).toString())
                .orElse("s3://" + directory);
    }

    private void createTable(Instance instance, TableName name, DemoInput input) {
        Verdict verdict = instance.stores().tables().log(name).create(input.schema(), input.partitions());
        if (verdict instanceof Verdict.Refused refused) {
            throw new InvalidRequestException("Table " + name + " was not created.", List.of(refused.fault()));
        }
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(BulkImportSettings.MIN_LEAF_PARTITIONS.name(), String.valueOf(demo.partitions));
        if (demo.columns().isChoice()) {
            properties.put(IngestSettings.EXTRA_COLUMNS.name(), "ignore");
        }
        instance.properties().putOfTable(name, properties);
        console()
                .progress("created table " + name + " with "
                        + input.partitions().leaves().size() + " partitions");
    }

    private int run(Services services, Instance instance, TableName table, DemoInput input, JobQueue queue)
            throws Exception {
        InstanceStores stores = instance.stores();
        JobId jobId = jobOf(table);
        AttemptId attempt = new AttemptId(jobId, 1);
        String body = JSON.writeValueAsString(
                Map.of("id", jobId.value(), "tableName", table.value(), "files", input.sources()));
        Instant sent = surrounding().clock().instant();
        String unused = services.jobs().send(queue, body);
        console().progress("sent job " + jobId + " to queue " + queue.word());
        ExecutionStory story = follow(services, instance.stories(), attempt, sent);
        JobView job = new JobHistory(stores.jobs(), stores.tables())
                .find(jobId)
                .orElseThrow(() -> new IllegalStateException("job " + jobId + " is not in the job store"));
        if (job.status() != JobStatus.COMMITTED) {
            List<Fault> faults = job.attempts().stream()
                    .map(AttemptView::faults)
                    .flatMap(List::stream)
                    .toList();
            List<Fault> own = input.ownPaths().of(faults);
            console()
                    .error(
                            ErrorReport.of(
                                    "Job " + jobId + " is " + job.status() + ".",
                                    own.isEmpty()
                                            ? List.of(Fault.of(
                                                    ErrorCode.INTERNAL,
                                                    "job " + jobId,
                                                    story.status().name(),
                                                    ""))
                                            : own),
                            json());
            return ExitCode.FAILED;
        }
        Instant committed = job.attempts().get(0).endedAt().orElseThrow();
        TableLog log = stores.tables().log(table);
        JobPlan plan = stores.jobs().plan(attempt).orElseThrow();
        plan.advice().forEach(warning -> console().progress("warning: " + warning));
        console().progress("reading the table back");
        TableReadBack found = readBack(stores, log);
        Creations creations = Creations.of(stores.jobs().resources().of(attempt), Optional.of(story));
        DemoReport report = new DemoReport(
                jobId.value(),
                job.status().name(),
                table.value(),
                plan.platform().word(),
                story.statesVisited(),
                found.rows(),
                found.files(),
                input.leftOut(),
                input.partitions().leaves().size(),
                Duration.between(sent, committed).toMillis() / 1000.0,
                found.first(),
                List.copyOf(creations.created()),
                List.copyOf(creations.tornDown()));
        print(report::json, report::words);
        return ExitCode.DONE;
    }

    private TableReadBack readBack(InstanceStores stores, TableLog log) throws IOException {
        TableState state = log.state();
        try (ProgressLine progress = new ProgressLine(surrounding(), "reading", "files", state.fileCount())) {
            return TableReadBack.of(stores.files(), log.storage().location(), state, progress::reached);
        }
    }

    /**
     * Shows each state when it is entered. Own services receive no more once the job's execution has begun, so that they are done by
     * the time it ends.
     *
     * @return the story of the closed execution
     */
    private ExecutionStory follow(Services services, ExecutionStories stories, AttemptId attempt, Instant sent)
            throws InterruptedException {
        try (ProgressView view = ProgressView.ofStates(surrounding())) {
            while (Duration.between(sent, surrounding().clock().instant()).compareTo(PATIENCE) < 0) {
                Optional<ExecutionStory> story = stories.find(attempt);
                if (story.isPresent()) {
                    services.stopReceiving();
                    view.show(Progress.of(stories, attempt, story.get()));
                    if (story.get().isClosed()) {
                        return story.get();
                    }
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
        throw new IllegalStateException("execution " + attempt + " did not end within " + PATIENCE);
    }
}
