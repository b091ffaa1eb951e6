package sleeper.benchmarks;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import sleeper.core.job.AttemptId;
import sleeper.core.launch.SparkSite;
import sleeper.core.platform.JobQueue;
import sleeper.lambda.port.JobMetrics;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.port.PlatformResources;
import sleeper.lambda.start.StarterHandler;
import sleeper.statestore.instance.Executions;
import sleeper.statestore.instance.ViewCatalog;

/**
 * How many jobs a second does the starter take in on an embedded instance: each document and attempt durable in the job store,
 * and its execution asked for?
 *
 * <p>Data: messages for jobs with ids of their own and two files each. {@code oneByOne} hands the handler one message at a time,
 * {@code inBatches} ten, as a queue does. Executions are noted and not run: they are other work on the same machine. The folder
 * is {@code java.io.tmpdir}'s file system, whose fsync is most of the figure.
 *
 * <p>Bar: 500 jobs a second.
 *
 * <pre>benchmarks/jmh.sh StarterBenchmark -t 1
 * benchmarks/jmh.sh StarterBenchmark -t 4</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dlog4j2.level=warn"})
public class StarterBenchmark {
    static final int BATCH = 10;

    private static final String QUEUE_ARN = "arn:aws:sqs:us-east-1:000000000000:standard";

    private final AtomicInteger sent = new AtomicInteger();
    private Path home;
    private StartedExecutions executions;
    private StarterHandler starter;

    @Setup(Level.Iteration)
    public void openInstance() throws IOException {
        home = TemporaryFolder.create();
        executions = new StartedExecutions();
        starter = new StarterHandler(new LambdaPorts(
                BenchmarkInstance.open(home),
                InstantSource.system(),
                executions,
                (subject, message, attributes) -> {
                    throw new IllegalStateException(message);
                },
                (queue, messageId, body, reason) -> {
                    throw new IllegalStateException(reason);
                },
                new PlatformResources(List.of()),
                ViewCatalog.NONE,
                JobMetrics.NONE,
                OptionalLong::empty,
                Map.of("standard", JobQueue.STANDARD),
                SparkSite.of("s3://sleeper-jars/sleeper-spark-job"),
                true));
    }

    @TearDown(Level.Iteration)
    public void deleteInstance() throws IOException {
        TemporaryFolder.delete(home);
    }

    @Benchmark
    public SQSBatchResponse oneByOne() {
        return take(1);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public SQSBatchResponse inBatches() {
        return take(BATCH);
    }

    /** @return the executions asked for, by name, with their input */
    Map<String, String> started() {
        return new TreeMap<>(executions.inputs);
    }

    Path home() {
        return home;
    }

    private SQSBatchResponse take(int count) {
        List<SQSMessage> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            messages.add(message(sent.getAndIncrement()));
        }
        SQSEvent event = new SQSEvent();
        event.setRecords(messages);
        SQSBatchResponse response = starter.handleRequest(event, null);
        if (!response.getBatchItemFailures().isEmpty()) {
            throw new IllegalStateException("Not started: " + response.getBatchItemFailures());
        }
        return response;
    }

    private static SQSMessage message(int number) {
        SQSMessage message = new SQSMessage();
        message.setMessageId("message-" + number);
        message.setEventSourceArn(QUEUE_ARN);
        message.setBody("""
                {"id":"job-%d","tableName":"rows","files":["input/%d-a.parquet","input/%d-b.parquet"]}\
                """.formatted(number, number, number));
        return message;
    }

    /** Notes what was asked for. */
    private static final class StartedExecutions implements Executions {
        private final Map<String, String> inputs = new ConcurrentHashMap<>();

        @Override
        public Start start(String name, String input) {
            return inputs.putIfAbsent(name, input) == null ? Start.STARTED : Start.ALREADY_EXISTS;
        }

        @Override
        public Optional<Execution> describe(AttemptId attempt) {
            return Optional.of(new Execution(Status.RUNNING, Optional.empty(), ""));
        }

        @Override
        public void startReaping(AttemptId attempt) {
            throw new IllegalStateException("nothing to reap: " + attempt);
        }

        @Override
        public boolean stop(AttemptId attempt, String error, String cause) {
            throw new IllegalStateException("nothing to stop: " + attempt);
        }
    }
}
