package sleeper.local.task.serverless;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sleeper.local.task.ServiceFaults;
import sleeper.local.task.TaskCalls;
import sleeper.local.task.spark.ScriptedSpark;
import sleeper.stepfunctions.time.VirtualEventLoop;

/** EMR Serverless in virtual time, with runs of Spark that a test plays. */
final class ServerlessWorld {
    static final RunTimes TIMES = new RunTimes(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(90));

    final ServiceFaults faults = new ServiceFaults();
    final VirtualEventLoop loop = new VirtualEventLoop(Instant.parse("2026-11-28T12:00:00Z"));
    private final Path folder;
    private final Capacity most;
    private final AtomicInteger ids = new AtomicInteger();
    ScriptedSpark spark = new ScriptedSpark();
    Serverless serverless;
    TaskCalls calls;

    ServerlessWorld(Path folder, Capacity most) throws IOException {
        this.folder = folder;
        this.most = most;
        open();
    }

    private void open() throws IOException {
        serverless = Serverless.open(
                folder,
                new Application("00app", "emr-7.13.0", most),
                new Serverless.World(loop, spark, () -> String.format("%08x", ids.incrementAndGet()), TIMES, faults));
        calls = new TaskCalls(new ServerlessTasks(serverless).integrations());
    }

    /** The services stop, and are started again: what ran is lost. */
    void restart() throws IOException {
        serverless.close();
        ScriptedSpark lost = spark;
        lost.runs().forEach(run -> run.end(143));
        spark = new ScriptedSpark();
        open();
    }

    void pass(Duration time) {
        loop.advanceTo(loop.clock().instant().plus(time));
    }

    /** Time that a run takes until its driver starts, if there is capacity. */
    void untilRunning() {
        pass(TIMES.submitted().plus(TIMES.pending()).plus(TIMES.scheduled()));
    }

    List<String> states() {
        return serverless.runs().all().stream().map(run -> run.state().name()).toList();
    }

    TaskCalls.Call start(String name) {
        return start(name, "");
    }

    /** @param conf further parameters */
    TaskCalls.Call start(String name, String conf) {
        return calls.call(ServerlessTasks.START_JOB_RUN, request(name, conf));
    }

    static ObjectNode request(String name, String conf) {
        ObjectNode request = (ObjectNode) TaskCalls.json("""
                {'ApplicationId': '00app', 'ClientToken': 'NAME', 'ExecutionRoleArn': 'arn:aws:iam::000000000000:role/run',
                 'Name': 'NAME', 'ExecutionTimeoutMinutes': 60,
                 'JobDriver': {'SparkSubmit': {'EntryPoint': 's3://jars/x-spark3.jar', 'EntryPointArguments': ['load-1', '1']}},
                 'ConfigurationOverrides': {'MonitoringConfiguration': {'S3MonitoringConfiguration': {'LogUri': 's3://logs/'}}},
                 'Tags': {'sleeper-attempt': 'NAME'}}
                """.replace("NAME", name));
        ((ObjectNode) request.at("/JobDriver/SparkSubmit"))
                .put("SparkSubmitParameters", ("--class a.B " + conf).strip());
        return request;
    }
}
