package sleeper.local.task.emr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import sleeper.local.task.ServiceFaults;
import sleeper.local.task.TaskCalls;
import sleeper.local.task.spark.ScriptedSpark;
import sleeper.stepfunctions.time.VirtualEventLoop;

/** EMR in virtual time, with runs of Spark that a test plays. */
final class EmrWorld {
    static final EmrTimes TIMES = new EmrTimes(Duration.ofMinutes(5), Duration.ofMinutes(3), Duration.ofMinutes(1));
    static final String ATTEMPT = "load-1-a1";

    final ServiceFaults faults = new ServiceFaults();
    final VirtualEventLoop loop = new VirtualEventLoop(Instant.parse("2026-11-28T12:00:00Z"));
    private final Path folder;
    private final AtomicInteger ids = new AtomicInteger();
    ScriptedSpark spark = new ScriptedSpark();
    Emr emr;
    TaskCalls calls;

    EmrWorld(Path folder) throws IOException {
        this.folder = folder;
        open();
    }

    private void open() throws IOException {
        emr = Emr.open(
                folder, new Emr.World(loop, spark, () -> String.format("%08x", ids.incrementAndGet()), TIMES, faults));
        calls = new TaskCalls(new EmrTasks(emr).integrations());
    }

    /** The services stop, and are started again: what ran is lost. */
    void restart() throws IOException {
        emr.close();
        ScriptedSpark lost = spark;
        lost.runs().forEach(run -> run.end(143));
        spark = new ScriptedSpark();
        open();
    }

    void pass(Duration time) {
        loop.advanceTo(loop.clock().instant().plus(time));
    }

    /** Time that a cluster takes to be ready. */
    void untilReady() {
        pass(TIMES.starting().plus(TIMES.bootstrapping()));
    }

    TaskCalls.Call create(String attempt) {
        return calls.call(EmrTasks.CREATE_CLUSTER, cluster(attempt));
    }

    /** @return the id of a cluster that is ready */
    String readyCluster() {
        TaskCalls.Call created = create(ATTEMPT);
        untilReady();
        return created.output().get("ClusterId").asText();
    }

    TaskCalls.Call add(String clusterId, String name) {
        return calls.call(EmrTasks.ADD_STEP, step(clusterId, name));
    }

    static ObjectNode cluster(String attempt) {
        return (ObjectNode) TaskCalls.json("""
                {'Name': 'sleeper-local-ATTEMPT', 'ReleaseLabel': 'emr-7.13.0', 'Applications': [{'Name': 'Spark'}],
                 'LogUri': 's3://logs/', 'ServiceRole': 'service', 'JobFlowRole': 'flow',
                 'Instances': {'KeepJobFlowAliveWhenNoSteps': true, 'TerminationProtected': false, 'Ec2SubnetIds': ['subnet-1'],
                   'InstanceFleets': [
                     {'Name': 'Driver', 'InstanceFleetType': 'MASTER', 'TargetOnDemandCapacity': 1,
                      'InstanceTypeConfigs': [{'InstanceType': 'm5.xlarge', 'WeightedCapacity': 1}]},
                     {'Name': 'Executors', 'InstanceFleetType': 'CORE', 'TargetSpotCapacity': 2,
                      'InstanceTypeConfigs': [{'InstanceType': 'm5.4xlarge', 'WeightedCapacity': 1}]}]},
                 'ManagedScalingPolicy': {'ComputeLimits': {'UnitType': 'InstanceFleetUnits', 'MinimumCapacityUnits': 2,
                   'MaximumCapacityUnits': 10, 'MaximumCoreCapacityUnits': 3}},
                 'AutoTerminationPolicy': {'IdleTimeout': 1800}, 'StepConcurrencyLevel': 1,
                 'Tags': [{'Key': 'sleeper-attempt', 'Value': 'ATTEMPT'}]}
                """.replace("ATTEMPT", attempt));
    }

    static JsonNode step(String clusterId, String name) {
        return TaskCalls.json("""
                {'ClusterId': 'CLUSTER', 'Step': {'Name': 'NAME', 'ActionOnFailure': 'CONTINUE', 'HadoopJarStep': {
                  'Jar': 'command-runner.jar',
                  'Args': ['spark-submit', '--deploy-mode', 'cluster', '--class', 'a.B', 's3://jars/x-spark3.jar', 'load-1', '1']}}}
                """.replace("CLUSTER", clusterId).replace("NAME", name));
    }
}
