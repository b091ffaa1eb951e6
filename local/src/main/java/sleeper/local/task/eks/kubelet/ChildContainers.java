package sleeper.local.task.eks.kubelet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import sleeper.local.task.ChildJvm;
import sleeper.run.spark.SparkCommand;
import sleeper.stepfunctions.time.EventLoop;
import sleeper.stepfunctions.time.EventLoop.Work;

/** Runs containers as child processes. Virtual time stands still while any runs. */
public final class ChildContainers implements ContainerProcesses {
    private final ChildJvm children;
    private final EventLoop loop;

    public ChildContainers(ChildJvm children, EventLoop loop) {
        this.children = children;
        this.loop = loop;
    }

    @Override
    public Process start(SparkCommand command, Path folder, Path log) throws IOException {
        Process process = children.start(command, folder, log);
        Work work = loop.beginWork();
        // Behind what the node does about the end, which it puts on the loop first.
        CompletableFuture<Void> unused = process.onExit().thenRun(() -> loop.execute(work::end));
        return process;
    }
}
