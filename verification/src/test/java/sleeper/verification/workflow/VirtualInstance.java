package sleeper.verification.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FilePath;
import sleeper.core.file.FolderScan;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.ResourceService;
import sleeper.core.table.TableName;
import sleeper.ingest.IngestTask;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.port.PlatformResources;
import sleeper.lambda.reap.SweepHandler;
import sleeper.local.mail.Mailbox;
import sleeper.local.run.EmbeddedMachines;
import sleeper.local.run.HomeStores;
import sleeper.local.run.LocalHome;
import sleeper.local.run.StandIns;
import sleeper.local.task.ecs.EcsRunTask;
import sleeper.run.RealSurroundings;
import sleeper.sort.demo.DemoData;
import sleeper.sort.read.TableScan;
import sleeper.statemachine.StateMachineFile;
import sleeper.statestore.instance.CheckedSettings;
import sleeper.statestore.instance.DeadLetters;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobView;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.table.GcReport;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.TableState;
import sleeper.statestore.table.TableStorage;
import sleeper.statestore.util.Surroundings;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.history.HistoryEvent;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.store.ExecutionStore;
import sleeper.stepfunctions.store.FileExecutionStore;
import sleeper.stepfunctions.store.InMemoryExecutionStore;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.time.VirtualEventLoop;
import sleeper.testkit.resource.InMemoryResources;
import sleeper.verification.permission.ActingRole;
import sleeper.verification.permission.RecordedPorts;
import sleeper.verification.permission.Recording;

/**
 * An instance in a folder with one table and one input file, whose machines run in virtual time with the real handlers and {@link
 * VirtualPlatforms}; the ingest task runs within this process. Handlers run one at a time, so that a run goes the same way each time.
 */
final class VirtualInstance implements AutoCloseable {
    static final long ROWS = 40;
    static final JobId JOB = new JobId("load-1");
    static final AttemptId ATTEMPT = new AttemptId(JOB, 1);

    static final TableName TABLE = new TableName("events");
    /** A day before any handler runs. */
    static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_SWEEPS = 3;

    private static final String SOURCE = "source";

    /** Less than any state waits. */
    private static final int STOP_SECONDS = 5;

    private static final int MOST_LOOKS = 1_000;

    private final Path home;
    private final VirtualEventLoop loop;
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final Surroundings surroundings;
    private final OwnedStores instance;
    private final InMemoryResources ecs = new InMemoryResources(ResourceKind.ECS_TASK);
    private final VirtualPlatforms platforms;

    /** Executions that a process left open go on while this is being opened: what needs the machines waits for them. */
    private final CompletableFuture<EmbeddedMachines> opened = new CompletableFuture<>();

    private final ScriptedTasks tasks;
    private final Optional<Recording> recording;
    private final RoleFunctions functions = new RoleFunctions(this::ports);
    private Optional<Place> stopIn = Optional.empty();

    /**
     * Opens an instance, or opens one again whose process has died.
     *
     * @param script     what befalls the Tasks from the start on
     * @param store      where executions are kept
     * @param life       how many processes had it open before: later ones begin later, and with other chances
     * @param ingestTask the work of {@code ecs:runTask}
     * @param ofHandlers what the handlers see of the instance
     * @param deadLetters where messages go that the starter refuses
     * @param recording  takes what is asked in each role, which then has the stores open for itself, as on AWS; empty for none
     */
    private VirtualInstance(
            Path home,
            Map<Place, Disturbance> script,
            ExecutionStore store,
            int life,
            IngestWork ingestTask,
            UnaryOperator<InstanceStores> ofHandlers,
            DeadLetters deadLetters,
            Optional<Recording> recording)
            throws IOException {
        this.home = home;
        this.loop = new VirtualEventLoop(START.plus(Duration.ofDays(life)));
        this.surroundings = new Surroundings(
                loop.clock(), () -> UUID.randomUUID().toString().replace("-", ""), new Random(1), time -> {});
        this.instance = HomeStores.open(new LocalHome(home), surroundings);
        this.platforms = new VirtualPlatforms(
                home,
                new CheckedSettings(instance).ofInstance(),
                loop,
                threads,
                life,
                attempt -> Optional.of(ingest(attempt) ? 0 : 1));
        this.tasks = new ScriptedTasks(loop, platforms, () -> machines().stepFunctions());
        script.forEach(tasks::disturb);
        this.recording = recording;
        this.opened.complete(EmbeddedMachines.open(
                new EmbeddedMachines.World(
                        loop, store, Chance.seeded(life), threads, later -> {}, real -> tasks.apply(inRole(real))),
                ofHandlers.apply(instance),
                new Mailbox(
                        home.resolve("mailbox"),
                        "sleeper@localhost",
                        "operator@localhost",
                        Optional.empty(),
                        loop.clock()),
                standIns(ingestTask),
                deadLetters));
    }

    private LambdaPorts ports() {
        return recording
                .map(to -> RecordedPorts.of(machines().ports(), stores(), to))
                .orElseGet(machines()::ports);
    }

    /** @return those of a function or a run */
    private InstanceStores stores() {
        return recording.isPresent() ? HomeStores.open(new LocalHome(home), surroundings) : instance;
    }

    /** Functions are called over the ports that the handlers are to see, each in its role. */
    private TaskIntegration inRole(TaskIntegration real) {
        return (request, progress) ->
                (RoleFunctions.isCalledBy(request) ? functions.integration(threads) : real).start(request, progress);
    }

    /** Makes the work of {@code ecs:runTask}. */
    @FunctionalInterface
    interface IngestWork {
        TaskIntegration integration(VirtualInstance instance);

        /** @return the tasks that it starts */
        default ResourceService tasks(VirtualInstance instance) {
            return instance.ecs();
        }

        /** Work within this process. */
        static IngestWork inProcess(Call call) {
            return instance -> TaskIntegration.calling(instance.threads, (request, progress) -> {
                AttemptId attempt = attemptOf(request.executionArn());
                String task = instance.ecs().create(attempt);
                try {
                    if (!call.run(instance, attempt)) {
                        throw new TaskFailedException("States.TaskFailed", "{\"StoppedReason\":\"exit code 1\"}");
                    }
                } finally {
                    instance.ecs().finish(task);
                }
                return JSON.createObjectNode().put("LastStatus", "STOPPED");
            });
        }

        /** What the ingest task itself does. */
        static IngestWork ingestTask() {
            return inProcess(VirtualInstance::ingest);
        }

        /** Two runs of an attempt that start at the same moment; each must find a manifest at its end. */
        static IngestWork twoAtOnce() {
            return inProcess((instance, attempt) -> {
                CyclicBarrier start = new CyclicBarrier(2);
                Callable<Boolean> run = () -> {
                    start.await();
                    return instance.ingest(attempt);
                };
                ExecutorService both = Executors.newFixedThreadPool(2);
                try {
                    for (Future<Boolean> each : both.invokeAll(List.of(run, run))) {
                        assertThat(each.get()).isTrue();
                    }
                } finally {
                    both.shutdownNow();
                }
                return true;
            });
        }

        /** One run. */
        @FunctionalInterface
        interface Call {
            /** @return whether the attempt has a manifest now */
            boolean run(VirtualInstance instance, AttemptId attempt) throws Exception;
        }
    }

    static AttemptId attemptOf(String executionArn) {
        return new AttemptId(JOB, Integer.parseInt(executionArn.substring(executionArn.lastIndexOf("-a") + 2)));
    }

    boolean ingest(AttemptId attempt) throws IOException {
        return ActingRole.call("ingest-task", () -> IngestTask.run(attempt, stores(), surroundings));
    }

    private StandIns standIns(IngestWork ingestTask) {
        Map<String, TaskIntegration> integrations = new HashMap<>(platforms.integrations());
        integrations.put(EcsRunTask.ACTION, ingestTask.integration(this));
        List<ResourceService> services = new ArrayList<>(platforms.services());
        services.add(ingestTask.tasks(this));
        return new StandIns(
                integrations, new PlatformResources(services), platforms.values(), List.of(platforms::close));
    }

    /** Writes settings, table and input of a new home. */
    static void prepare(Path home, boolean tellsSuccess) throws IOException {
        prepare(HomeStores.open(new LocalHome(home), RealSurroundings.get()), home, tellsSuccess);
    }

    /** As above, of a home that is open. */
    static void prepare(OwnedStores instance, Path home, boolean tellsSuccess) throws IOException {
        Map<String, String> properties = new HashMap<>(instance.properties().ofInstance());
        properties.put("sleeper.notify.success", String.valueOf(tellsSuccess));
        properties.put("sleeper.ingest.memory.budget", "67108864");
        properties.put("sleeper.ingest.threads", "1");
        properties.put("sleeper.default.bulk.import.min.leaf.partitions", "1");
        instance.properties().putOfInstance(properties);
        var unusedVerdict = instance.tables().log(TABLE).create(DemoData.SCHEMA, DemoData.partitions(2));
        writeInput(home, instance, ROWS, 7);
    }

    /** @return where the input lies: on a server that homes share, each has a bucket of its own */
    private static String inputBucket(Path home, OwnedStores instance) {
        return HomeStores.buckets(new LocalHome(home)).isPresent() ? SOURCE : instance.inputBucket();
    }

    private static void writeInput(Path home, OwnedStores instance, long rows, long seed) throws IOException {
        var unused = new DemoData(rows, 1, 1_000_000, seed)
                .write(instance.files(), new FilePath(inputBucket(home, instance), "in"), 1);
    }

    /** Puts other rows in the place of the input. */
    void replaceInput(long rows) throws IOException {
        instance.files().delete(new FilePath(inputBucket(home, instance), "in/part-0.parquet"));
        writeInput(home, instance, rows, 8);
    }

    /** @return a new instance whose executions are kept in memory */
    static VirtualInstance fresh(Path home, boolean tellsSuccess, Map<Place, Disturbance> script, IngestWork ingestTask)
            throws IOException {
        return fresh(
                home,
                tellsSuccess,
                script,
                ingestTask,
                UnaryOperator.identity(),
                (queue, messageId, body, reason) -> {});
    }

    /** As above, with handlers that see the instance in another way, and a place for messages that the starter refuses. */
    static VirtualInstance fresh(
            Path home,
            boolean tellsSuccess,
            Map<Place, Disturbance> script,
            IngestWork ingestTask,
            UnaryOperator<InstanceStores> ofHandlers,
            DeadLetters deadLetters)
            throws IOException {
        prepare(home, tellsSuccess);
        return new VirtualInstance(
                home, script, new InMemoryExecutionStore(), 1, ingestTask, ofHandlers, deadLetters, Optional.empty());
    }

    /** @return an instance that was prepared, whose executions are kept in memory */
    static VirtualInstance prepared(Path home, Map<Place, Disturbance> script, IngestWork ingestTask)
            throws IOException {
        return new VirtualInstance(
                home,
                script,
                new InMemoryExecutionStore(),
                1,
                ingestTask,
                UnaryOperator.identity(),
                (queue, messageId, body, reason) -> {},
                Optional.empty());
    }

    /** @return an instance that was prepared on stores that were chosen, the calls of whose ports are recorded */
    static VirtualInstance recorded(
            Path home, Map<Place, Disturbance> script, IngestWork ingestTask, Recording recording) throws IOException {
        return new VirtualInstance(
                home,
                script,
                new InMemoryExecutionStore(),
                1,
                ingestTask,
                UnaryOperator.identity(),
                (queue, messageId, body, reason) -> {},
                Optional.of(recording));
    }

    /** @return an instance that was prepared, whose executions are kept in the home */
    static VirtualInstance lasting(Path home, Map<Place, Disturbance> script, int life) throws IOException {
        return new VirtualInstance(
                home,
                script,
                new FileExecutionStore(home.resolve("stepfunctions")),
                life,
                IngestWork.ingestTask(),
                UnaryOperator.identity(),
                (queue, messageId, body, reason) -> {},
                Optional.empty());
    }

    private EmbeddedMachines machines() {
        return opened.join();
    }

    Path home() {
        return home;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    ScriptedTasks tasks() {
        return tasks;
    }

    /** @return the tasks of work within this process */
    InMemoryResources ecs() {
        return ecs;
    }

    VirtualPlatforms platforms() {
        return platforms;
    }

    OwnedStores instance() {
        return instance;
    }

    TableLog log() {
        return instance.tables().log(TABLE);
    }

    /** Hands the job to the starter, as the queue does, and lets everything happen that then happens. */
    void load(String file) throws IOException {
        load("standard", file);
    }

    /** As above, through the queue of a word. */
    void load(String queue, String file) throws IOException {
        var unused = deliver(queue, "message-1", document(inputBucket(home, instance), file));
        stopIn.ifPresent(this::stopAsAsked);
        settle();
    }

    /** @return the document of a job that loads a file or directory of the bucket of the input, where that is in the home */
    static String document(String file) throws IOException {
        return document(SOURCE, file);
    }

    static String document(String bucket, String file) throws IOException {
        return JSON.writeValueAsString(
                Map.of("id", JOB.value(), "tableName", TABLE.value(), "files", List.of(bucket + "/" + file)));
    }

    /** @return what the starter answers to the queue */
    JsonNode deliver(String messageId, String body) throws IOException {
        return deliver("standard", messageId, body);
    }

    /** As above, of the queue of a word. */
    JsonNode deliver(String queue, String messageId, String body) throws IOException {
        JsonNode record = JSON.valueToTree(Map.of(
                "messageId",
                messageId,
                "body",
                body,
                "eventSourceARN",
                "arn:aws:sqs:us-east-1:000000000000:sleeper-" + queue));
        JsonNode event =
                JSON.createObjectNode().set("Records", JSON.createArrayNode().add(record));
        return callStarter(event);
    }

    /** @return what the starter answers to an event of a queue */
    JsonNode callStarter(JsonNode event) throws IOException {
        return functions.call(EmbeddedMachines.STARTER, event);
    }

    /** A person stops an execution, as soon as the loop comes to it. */
    void stop(String executionArn, String cause) {
        loop.execute(() -> {
            var unused = machines().stepFunctions().onLoop().stop(executionArn, Optional.empty(), Optional.of(cause));
        });
    }

    /** The first execution of a state's machine that is in the state is stopped by a person; to be said before the job is sent. */
    void stopIn(Place place) {
        stopIn = Optional.of(place);
    }

    private void stopAsAsked(Place place) {
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            loop.advanceTo(loop.clock().instant().plusSeconds(STOP_SECONDS));
            for (ExecutionDescription execution : executions(place.machine())) {
                if (execution.status() == ExecutionStatus.RUNNING
                        && trace(execution).states().contains(place.state())) {
                    stop(execution.start().arn(), "a person's stop");
                    return;
                }
            }
        }
        throw new IllegalStateException("no execution came to " + place);
    }

    /** Lets executions of a machine that start from now on take so long at most. */
    void bound(StateMachineFile machine, Duration most) {
        String arn = EmbeddedMachines.arn(machine);
        ObjectNode definition = (ObjectNode)
                Case.parse(machines().stepFunctions().describeStateMachine(arn).definition());
        definition.put("TimeoutSeconds", most.toSeconds());
        var unused = machines()
                .stepFunctions()
                .updateStateMachine(arn, Optional.of(definition.toString()), Optional.empty());
    }

    /** A person restarts an execution that ended, and lets everything happen that then happens. */
    void redrive(String executionArn) {
        var unused = machines().stepFunctions().redrive(executionArn, Optional.empty());
        settle();
    }

    /** Runs until no execution is open. */
    void settle() {
        loop.runUntilIdle();
        for (StateMachineFile machine : StateMachineFile.all()) {
            List<ExecutionDescription> open = executions(machine).stream()
                    .filter(execution -> execution.status() == ExecutionStatus.RUNNING)
                    .toList();
            if (!open.isEmpty()) {
                var unused = machines()
                        .stepFunctions()
                        .awaitClosed(open.get(0).start().arn());
                settle();
                return;
            }
        }
    }

    /** Hours go by, and the sweep comes each hour. */
    void sweep() {
        for (int i = 0; i < MOST_SWEEPS; i++) {
            loop.advanceTo(loop.clock().instant().plus(Duration.ofHours(1)));
            var unused = ActingRole.call("sweep", () -> new SweepHandler(ports()).handleRequest(Map.of(), null));
            settle();
        }
    }

    /** Days go by in which nothing comes. */
    void pass(int days) {
        loop.advanceTo(loop.clock().instant().plus(Duration.ofDays(days)));
    }

    /** The schedule comes, and lets everything happen that then happens. */
    void maintain() {
        maintain("maintain-1");
    }

    /** As above, as an execution of a name. */
    void maintain(String name) {
        var unused = machines()
                .stepFunctions()
                .startExecution(EmbeddedMachines.arn(StateMachineFile.MAINTAIN_TABLE), name, "{\"after\":\"\"}");
        settle();
    }

    /** The rule calls the function that publishes, with the event of an execution of the job that ended well. */
    void publish() {
        JsonNode event = JSON.createObjectNode()
                .set("detail", JSON.createObjectNode().put("input", "{\"jobId\":\"" + JOB.value() + "\"}"));
        try {
            JsonNode unused = functions.call("publish-view", event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing is left of the view, nor of what runs told of their files. */
    void forgetView() {
        ObjectStore view = log().storage().view();
        view.children("").forEach(view::delete);
        ObjectStore told = log().storage().objects();
        told.list("metrics").forEach(told::delete);
    }

    GcReport collectGarbage() {
        return log().collect(instance.jobs(), false, Duration.ZERO);
    }

    /** @return executions of a machine, oldest first */
    List<ExecutionDescription> executions(StateMachineFile machine) {
        List<ExecutionDescription> found =
                new ArrayList<>(machines().stepFunctions().list(EmbeddedMachines.arn(machine), Optional.empty()));
        Collections.reverse(found);
        return found;
    }

    /** @return how many events an execution's history has */
    int events(ExecutionDescription execution) {
        return history(execution).size();
    }

    List<HistoryEvent> history(ExecutionDescription execution) {
        return machines().stepFunctions().history(execution.start().arn());
    }

    Trace trace(ExecutionDescription execution) {
        return Trace.of(execution, history(execution));
    }

    JobView job() {
        return new JobHistory(instance.jobs(), instance.tables()).find(JOB).orElseThrow();
    }

    /** @return rows that a reader of the table finds */
    long rows() throws IOException {
        TableState state = log().state();
        long rows = 0;
        try (TableScan scan = new TableScan(
                instance.files(), log().storage().location(), DemoData.SCHEMA, state.files(), Region.all(1))) {
            while (scan.hasNext()) {
                scan.next();
                rows++;
            }
        }
        return rows;
    }

    /** @return notifications about no job */
    long tableMails() throws IOException {
        try (Stream<Path> mails = Files.list(home.resolve("mailbox"))) {
            return mails.filter(mail -> mail.toString().endsWith(".eml")).count() - mails();
        }
    }

    long mails() throws IOException {
        try (Stream<Path> mails = Files.list(home.resolve("mailbox"))) {
            return mails.filter(mail -> mail.toString().endsWith("-" + JOB + ".eml")
                            || mail.toString().contains("-" + JOB + "-"))
                    .count();
        }
    }

    /** @return files of the table that the log does not name */
    List<String> filesLeft() throws IOException {
        List<String> named = log().state().files().stream()
                .flatMap(file -> Stream.of(file.path(), TableLocation.sketchesOf(file.path())))
                .toList();
        return dataFiles().stream().filter(file -> !named.contains(file)).toList();
    }

    /** @return files below the table's data folder and what is unfinished there, relative to the table */
    private List<String> dataFiles() throws IOException {
        TableStorage storage = log().storage();
        FilePath data = storage.location().data();
        List<String> found = new ArrayList<>();
        instance.files()
                .scan(new FileFolder(data.bucket(), data.key()), FolderScan.ALL_FILES)
                .forEach(file -> found.add(relative(file.path())));
        storage.unfinished()
                .unfinished(data)
                .forEach(unfinished -> found.add(relative(unfinished.target()) + " (unfinished)"));
        Collections.sort(found);
        return found;
    }

    private static String relative(FilePath path) {
        return path.key().substring(TABLE.value().length() + 1);
    }

    /** @return ids of all that attempts made, on whichever platform, as far as it is known there */
    List<String> made() throws IOException {
        return Stream.concat(ecs.made().stream(), platforms.made().stream()).toList();
    }

    /** @return ids of what has not ended, on whichever platform */
    List<String> open() throws IOException {
        return Stream.concat(ecs.open().stream(), platforms.open().stream()).toList();
    }

    /**
     * Looks at the platforms now, and again after two days: after one, Kubernetes ends a Job by itself, or deletes one that has ended.
     *
     * @return what is left there, in words
     */
    List<String> leftOnPlatforms() throws IOException {
        List<String> left = new ArrayList<>(ecs.open());
        left.addAll(platforms.running());
        loop.advanceTo(loop.clock().instant().plus(Duration.ofDays(2)));
        left.addAll(platforms.left());
        return left;
    }

    @Override
    public void close() {
        machines().close();
        platforms.close();
        loop.close();
        threads.shutdownNow();
    }
}
