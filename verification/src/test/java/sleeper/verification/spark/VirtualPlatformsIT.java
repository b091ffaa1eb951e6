package sleeper.verification.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.local.task.AwsNames;
import sleeper.local.task.ServiceFaults;
import sleeper.local.task.emr.Emr;
import sleeper.local.task.emr.EmrTasks;
import sleeper.local.task.emr.EmrTimes;
import sleeper.stepfunctions.ExecutionStatusListener;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.store.InMemoryExecutionStore;
import sleeper.stepfunctions.task.TaskIntegrations;
import sleeper.stepfunctions.time.VirtualEventLoop;

/** The stand-ins behind the interpreter in virtual time: clusters take their minutes, and no test waits for them. */
class VirtualPlatformsIT {
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
    private static final EmrTimes TIMES =
            new EmrTimes(Duration.ofMinutes(5), Duration.ofMinutes(3), Duration.ofMinutes(1));

    /** A cluster, a step and the cluster's end. */
    private static final String MACHINE = """
            {"StartAt": "Create", "States": {
              "Create": {"Type": "Task", "Resource": "arn:aws:states:::elasticmapreduce:createCluster.sync", "TimeoutSeconds": 3600,
                "Parameters": {"Name": "c", "ReleaseLabel": "emr-7.13.0", "ServiceRole": "s", "JobFlowRole": "f",
                  "Instances": {"KeepJobFlowAliveWhenNoSteps": true, "InstanceFleets": [
                    {"InstanceFleetType": "MASTER", "TargetOnDemandCapacity": 1, "InstanceTypeConfigs": [{"InstanceType": "m5.xlarge"}]}]},
                  "Tags": [{"Key": "sleeper-attempt", "Value": "june-a1"}]},
                "ResultPath": "$.cluster", "Next": "Add"},
              "Add": {"Type": "Task", "Resource": "arn:aws:states:::elasticmapreduce:addStep.sync", "TimeoutSeconds": 3600,
                "Parameters": {"ClusterId.$": "$.cluster.ClusterId", "Step": {"Name": "june-a1", "ActionOnFailure": "CONTINUE",
                  "HadoopJarStep": {"Jar": "command-runner.jar", "Args": ["spark-submit", "x-spark3.jar", "june", "1"]}}},
                "ResultPath": "$.step", "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": "Terminate"}],
                "Next": "Terminate"},
              "Terminate": {"Type": "Task", "Resource": "arn:aws:states:::elasticmapreduce:terminateCluster.sync",
                "TimeoutSeconds": 3600, "Parameters": {"ClusterId.$": "$.cluster.ClusterId"}, "End": true}}}
            """;

    @TempDir
    private Path folder;

    private final VirtualEventLoop loop = new VirtualEventLoop(START);
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final AtomicInteger ids = new AtomicInteger();
    private final List<String> ran = new ArrayList<>();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** @return what came of an execution, whose end the loop's clock then shows */
    private ExecutionStatus execute(Emr emr) {
        TaskIntegrations.Builder integrations = TaskIntegrations.builder();
        new EmrTasks(emr)
                .integrations()
                .forEach((action, integration) -> integrations.with(AwsNames.integration(action), integration));
        try (LocalStepFunctions stepFunctions = new LocalStepFunctions(
                integrations.build(),
                loop,
                new InMemoryExecutionStore(),
                Chance.seeded(1),
                ExecutionStatusListener.none())) {
            String machine = stepFunctions.createStateMachine("m", MACHINE);
            String execution = stepFunctions.startExecution(machine, "e", "{}").executionArn();
            return loop.await(stepFunctions.whenClosed(execution)).status();
        }
    }

    private Emr emr(Optional<Integer> exitCode) throws Exception {
        PlayedSpark spark = new PlayedSpark(loop, threads, Duration.ofMinutes(20), attempt -> {
            ran.add(attempt.executionName());
            return exitCode;
        });
        return Emr.open(
                folder,
                new Emr.World(
                        loop, spark, () -> String.format("%08x", ids.incrementAndGet()), TIMES, new ServiceFaults()));
    }

    @Test
    void shouldTakeTheMinutesOfAClusterAndOfAStep() throws Exception {
        // When
        ExecutionStatus status = execute(emr(Optional.of(0)));
        // Then
        assertThat(status).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ran).containsExactly("june-a1");
        assertThat(loop.clock().instant()).isEqualTo(START.plus(Duration.ofMinutes(5 + 3 + 20 + 1)));
    }

    @Test
    void shouldTimeOutAStepThatHangsAndEndTheCluster() throws Exception {
        // When
        Emr emr = emr(Optional.empty());
        ExecutionStatus status = execute(emr);
        // Then
        assertThat(status).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(loop.clock().instant()).isEqualTo(START.plus(Duration.ofMinutes(5 + 3 + 60 + 1)));
        assertThat(Emr.held(folder))
                .extracting(held -> held.resource().state())
                .containsExactlyInAnyOrder("TERMINATED", "CANCELLED");
        emr.close();
    }
}
