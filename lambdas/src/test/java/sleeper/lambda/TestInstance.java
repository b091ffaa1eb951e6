package sleeper.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;
import sleeper.core.launch.SparkSite;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.ResourceKind;
import sleeper.core.schema.Schema;
import sleeper.lambda.port.JobMetric;
import sleeper.lambda.port.JobMetrics;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.port.Notifications;
import sleeper.lambda.port.PlatformResources;
import sleeper.sort.check.FileCheck;
import sleeper.sort.sample.KeySampler;
import sleeper.sort.schema.ColumnRules;
import sleeper.statestore.file.FileObjectStore;
import sleeper.statestore.instance.DeadLetters;
import sleeper.statestore.instance.Executions;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.ViewCatalog;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.util.Surroundings;
import sleeper.testkit.resource.InMemoryResources;

/**
 * An embedded instance in a folder, whose state machines, topic and dead-letter queues are lists. Each of those can be told to
 * fail. The time stands still until it is moved. Its ports are safe for use by many threads.
 */
public final class TestInstance
        implements InstantSource, Executions, Notifications, DeadLetters, JobMetrics, FileCheck, KeySampler {
    /** The port of the job store. */
    public static final String JOBS = "jobs";

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final FileInstance stores;
    private final FailingObjects jobObjects;
    private final InstanceStores failingStores;
    private final Map<String, String> inputs = new LinkedHashMap<>();
    private final Map<String, Execution> executions = new LinkedHashMap<>();
    private final List<AttemptId> reapings = new ArrayList<>();
    private final List<String> mails = new ArrayList<>();
    private final List<String> deadLetters = new ArrayList<>();
    private final Map<JobMetric, Integer> counts = new EnumMap<>(JobMetric.class);
    private final Set<String> unavailable = new LinkedHashSet<>();
    private final Map<ResourceKind, InMemoryResources> resources = new EnumMap<>(ResourceKind.class);
    private boolean anySource = true;
    private ViewCatalog views = ViewCatalog.NONE;
    private Instant now = START;

    public TestInstance(Path home) {
        AtomicLong ids = new AtomicLong();
        for (ResourceKind kind : ResourceKind.values()) {
            resources.put(kind, new InMemoryResources(kind));
        }
        Surroundings surroundings =
                new Surroundings(this, () -> "id" + ids.incrementAndGet(), new Random(1), time -> {});
        this.stores = FileInstance.open(home, surroundings);
        this.jobObjects = new FailingObjects(new FileObjectStore(home.resolve("jobs")));
        this.failingStores = new FailingStores(stores, new JobStore(jobObjects, surroundings));
    }

    public LambdaPorts ports() {
        Map<String, JobQueue> queues = new LinkedHashMap<>();
        for (JobQueue queue : JobQueue.values()) {
            queues.put("test-" + queue.word(), queue);
        }
        return new LambdaPorts(
                failingStores,
                this,
                this,
                this,
                this,
                new PlatformResources(List.copyOf(resources.values())),
                views,
                this,
                OptionalLong::empty,
                queues,
                SparkSite.of("s3://sleeper-jars/sleeper-spark-job"),
                anySource);
    }

    /** The handlers that are made from now on list views there. */
    public void listIn(ViewCatalog catalog) {
        views = catalog;
    }

    public FileInstance stores() {
        return stores;
    }

    /** @return what attempts created of a kind */
    public InMemoryResources resources(ResourceKind kind) {
        return resources.get(kind);
    }

    public static AttemptId attempt(String job, int number) {
        return new AttemptId(new JobId(job), number);
    }

    /**
     * Makes a port fail until {@link #mend}: {@code executions}, {@code notifications}, {@code dead-letters}, {@code files} or
     * {@code jobs}.
     */
    public void breakDown(String port) {
        unavailable.add(port);
        if (port.equals(JOBS)) {
            jobObjects.failAfter(0);
        }
    }

    public void mend(String port) {
        unavailable.remove(port);
        if (port.equals(JOBS)) {
            jobObjects.mend();
        }
    }

    /** Makes the job store fail after so many calls, until it is mended. */
    public void breakDownJobsAfter(int calls) {
        jobObjects.failAfter(calls);
    }

    /** @return calls of the job store so far */
    public int jobCalls() {
        return jobObjects.calls();
    }

    private void checkAvailable(String port) {
        if (unavailable.contains(port)) {
            throw new TransientFailureException(
                    "The fake failed as it was told.", List.of(Fault.of(ErrorCode.UNAVAILABLE, port, "no answer", "")));
        }
    }

    public void allowNoSourceByDefault() {
        anySource = false;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** The file's text says what the check finds: {@code rows=N}, or codes of faults parted by spaces. */
    @Override
    public Finding check(FileInfo file, Schema schema, ColumnRules rules) {
        checkAvailable("files");
        String text = read(file);
        if (text.startsWith("rows=")) {
            long rows = Long.parseLong(text.substring("rows=".length()));
            return new Finding(new InputFile(file.path(), file.version(), rows, 1), rows, List.of());
        }
        List<Fault> faults = new ArrayList<>();
        for (String code : text.split(" ")) {
            faults.add(Fault.of(ErrorCode.valueOf(code), file.path().toString(), "", ""));
        }
        return new Finding(new InputFile(file.path(), file.version(), 0, 0), 0, faults);
    }

    /** Each row has a key of its own, whatever file it is in; the table's one row key is a string. */
    @Override
    public List<Key> sample(List<InputFile> files, Schema schema, int maxKeys) {
        checkAvailable("files");
        long rows = files.stream().mapToLong(InputFile::rowCount).sum();
        return LongStream.range(0, rows)
                .mapToObj(row -> Key.of(new KeyValue.OfString("k%05d".formatted(row))))
                .toList();
    }

    private String read(FileInfo file) {
        try (ReadableFile open = stores.files().open(file.path(), file.version())) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.version().lengthBytes());
            open.readFully(0, bytes);
            return new String(bytes.array(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the test could not be read", e);
        }
    }

    public void write(FilePath path, String text) {
        try (WritableFile file = stores.files().create(path)) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            file.commit();
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the test could not be written", e);
        }
    }

    @Override
    public synchronized Start start(String name, String input) {
        checkAvailable("executions");
        Execution execution = executions.get(name);
        if (execution == null) {
            inputs.put(name, input);
            executions.put(name, new Execution(Status.RUNNING, Optional.empty(), ""));
            return Start.STARTED;
        }
        return execution.isRunning() && inputs.get(name).equals(input) ? Start.STARTED : Start.ALREADY_EXISTS;
    }

    @Override
    public synchronized Optional<Execution> describe(AttemptId attempt) {
        checkAvailable("executions");
        return Optional.ofNullable(executions.get(attempt.executionName()));
    }

    @Override
    public synchronized void startReaping(AttemptId attempt) {
        checkAvailable("executions");
        reapings.add(attempt);
    }

    @Override
    public synchronized boolean stop(AttemptId attempt, String error, String cause) {
        checkAvailable("executions");
        Execution stopped = executions.computeIfPresent(
                attempt.executionName(),
                (name, found) -> found.isRunning() ? new Execution(Status.ABORTED, Optional.of(now), cause) : found);
        return stopped != null;
    }

    public void end(String name, Status status) {
        executions.put(name, new Execution(status, Optional.of(now), ""));
    }

    public void forget(String name) {
        executions.remove(name);
        inputs.remove(name);
    }

    /** @return the input of each execution by its name */
    public Map<String, String> executions() {
        return inputs;
    }

    public List<AttemptId> reapings() {
        return reapings;
    }

    @Override
    public synchronized void publish(String subject, String message, Map<String, String> attributes) {
        checkAvailable("notifications");
        mails.add(subject + "\n" + message);
    }

    public List<String> mails() {
        return mails;
    }

    @Override
    public synchronized void add(JobQueue queue, String messageId, String body, String reason) {
        checkAvailable("dead-letters");
        deadLetters.add(queue.word() + " " + messageId + "\n" + body + "\n" + reason);
    }

    public List<String> deadLetters() {
        return deadLetters;
    }

    @Override
    public synchronized void count(JobMetric metric) {
        counts.merge(metric, 1, Integer::sum);
    }

    @Override
    public void flush() {}

    public Map<JobMetric, Integer> counts() {
        return counts;
    }
}
