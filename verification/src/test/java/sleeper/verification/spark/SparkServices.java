package sleeper.verification.spark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import sleeper.local.task.ChildJvm;
import sleeper.local.task.ServiceFaults;
import sleeper.local.task.Turns;
import sleeper.local.task.emr.Emr;
import sleeper.local.task.emr.EmrTasks;
import sleeper.local.task.emr.EmrTimes;
import sleeper.local.task.serverless.Application;
import sleeper.local.task.serverless.Capacity;
import sleeper.local.task.serverless.RunTimes;
import sleeper.local.task.serverless.Serverless;
import sleeper.local.task.serverless.ServerlessTasks;
import sleeper.local.task.spark.LocalSpark;
import sleeper.local.task.spark.SparkBound;
import sleeper.local.task.spark.SparkSize;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;
import sleeper.stepfunctions.time.RealEventLoop;

/** EMR and EMR Serverless of a home, in real time, with the real Spark. */
final class SparkServices implements AutoCloseable {
    private static final SparkSize MOST = new SparkSize(2, 1, 640, 768);
    private static final long TASK_BYTES = 1_536L << 20;
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final RealEventLoop loop = new RealEventLoop(InstantSource.system());
    private final ChildJvm children;
    private final Map<String, TaskIntegration> integrations = new HashMap<>();
    private final Emr emr;
    private final Serverless serverless;

    SparkServices(SparkTable table) throws IOException {
        children = new ChildJvm(List.of(), Map.of("SLEEPER_HOME", table.home().toString()));
        LocalSpark spark = new LocalSpark(
                new ReadyParts(),
                new SparkBound(MOST, TASK_BYTES),
                new Turns(100),
                new LocalSpark.Places(
                        children, table.home().resolve("spark"), table.home().resolve("logs")),
                loop,
                threads);
        emr = Emr.open(
                table.home().resolve("emr"),
                new Emr.World(loop, spark, SparkServices::id, new EmrTimes(SHORT, SHORT, SHORT), new ServiceFaults()));
        serverless = Serverless.open(
                table.home().resolve("emr-serverless"),
                new Application("00app", "emr-7.13.0", new Capacity(400, 3_000_000)),
                new Serverless.World(
                        loop, spark, SparkServices::id, new RunTimes(SHORT, SHORT, SHORT), new ServiceFaults()));
        integrations.putAll(new EmrTasks(emr).integrations());
        integrations.putAll(new ServerlessTasks(serverless).integrations());
    }

    private static String id() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    Emr emr() {
        return emr;
    }

    Serverless serverless() {
        return serverless;
    }

    /** Begins what a Task asks for. */
    RunningTask begin(String action, JsonNode parameters) {
        TaskRequest request = new TaskRequest(
                "arn:execution",
                "A state",
                "arn:aws:states:::" + action,
                parameters,
                0,
                "token",
                OptionalLong.empty(),
                OptionalLong.empty());
        return integrations.get(action).start(request, UNHEARD);
    }

    /** Does what a Task asks for, and waits for its end. */
    TaskOutcome call(String action, JsonNode parameters) throws Exception {
        return outcome(begin(action, parameters));
    }

    static TaskOutcome outcome(RunningTask task) throws Exception {
        return task.outcome().toCompletableFuture().get(3, TimeUnit.MINUTES);
    }

    private static final TaskProgress UNHEARD = new TaskProgress() {
        @Override
        public void submitted(JsonNode output) {}

        @Override
        public void waits() {}

        @Override
        public void begins() {}

        @Override
        public void heartbeat() {}
    };

    /** Stops as the embedded run stops. */
    @Override
    public void close() {
        emr.close();
        serverless.close();
        children.close();
        loop.close();
        threads.shutdownNow();
    }

    /** Ends as a process that is killed: what it started runs on, and is still recorded as running. */
    void abandon() {
        emr.close();
        serverless.close();
        loop.close();
        threads.shutdownNow();
    }
}
