package sleeper.local.task.eks;

import sleeper.run.spark.SparkCommand;
import sleeper.testkit.process.PlayedProcess;

/** A container's process that does nothing, and ends when the test says so or when it is told to stop. */
final class ScriptedProcess extends PlayedProcess {
    private final SparkCommand command;

    ScriptedProcess(SparkCommand command) {
        this.command = command;
    }

    SparkCommand command() {
        return command;
    }

    boolean isExecutor() {
        return command.words().contains("org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend");
    }
}
