package sleeper.local.task.eks.kubelet;

import java.io.IOException;
import java.nio.file.Path;
import sleeper.run.spark.SparkCommand;

/** Starts the processes of containers. */
@FunctionalInterface
public interface ContainerProcesses {
    /**
     * @param folder that it runs in
     * @param log    takes the output
     * @throws IOException if it cannot be started
     */
    Process start(SparkCommand command, Path folder, Path log) throws IOException;

    /** Ends all that run, and waits until they have ended. */
    default void endAll() {}
}
