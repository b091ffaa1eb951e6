package sleeper.local.task.eks.kubelet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import sleeper.local.task.ChildJvm;
import sleeper.local.task.spark.SparkChild;
import sleeper.run.spark.SparkCommand;
import sleeper.stepfunctions.time.EventLoop;
import sleeper.stepfunctions.time.EventLoop.Work;

/** Runs containers as child processes. Virtual time stands still while any runs. */
public final class ChildContainers implements ContainerProcesses {
    private final ChildJvm children;
    private final EventLoop loop;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();

    public ChildContainers(ChildJvm children, EventLoop loop) {
        this.children = children;
        this.loop = loop;
    }

    @Override
    public Process start(SparkCommand command, Path folder, Path log) throws IOException {
        Process process = children.start(command, folder, log);
        if (command.words().contains(SparkEntrypoint.SUBMIT)) {
            SparkChild.of(process, log).whenApplicationIsKnown(SparkChild::tell);
        }
        running.add(process);
        Work work = loop.beginWork();
        // Behind what the node does about the end, which it puts on the loop first.
        CompletableFuture<Void> unused = process.onExit().thenRun(() -> {
            running.remove(process);
            loop.execute(work::end);
        });
        return process;
    }

    @Override
    public void endAll() {
        List<Process> open = List.copyOf(running);
        open.forEach(process -> ChildJvm.stop(process.toHandle()));
        open.forEach(process -> process.onExit().join());
    }
}
