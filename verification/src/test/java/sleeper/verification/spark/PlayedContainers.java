package sleeper.verification.spark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import sleeper.local.task.eks.kubelet.ContainerProcesses;
import sleeper.run.spark.SparkCommand;
import sleeper.stepfunctions.time.EventLoop;
import sleeper.testkit.process.PlayedProcess;

/**
 * Drivers in the pods of Jobs as tests of the state machines play them: the work is done within this process while virtual time stands still,
 * and the end of it is placed in virtual time.
 */
public final class PlayedContainers implements ContainerProcesses {
    private final EventLoop loop;
    private final Executor threads;
    private final Duration takes;
    private final PlayedSpark.Work work;
    private final Set<PlayedProcess> running = ConcurrentHashMap.newKeySet();

    /** @param takes how long a driver takes, in virtual time */
    public PlayedContainers(EventLoop loop, Executor threads, Duration takes, PlayedSpark.Work work) {
        this.loop = loop;
        this.threads = threads;
        this.takes = takes;
        this.work = work;
    }

    @Override
    public Process start(SparkCommand command, Path folder, Path log) {
        PlayedProcess process = new PlayedProcess();
        running.add(process);
        var unused = process.onExit().thenAccept(running::remove);
        EventLoop.Work going = loop.beginWork();
        threads.execute(() -> {
            Optional<Integer> code = PlayedSpark.exitCode(work, command.words());
            loop.execute(() -> code.ifPresent(found -> {
                EventLoop.Timer unusedTimer =
                        loop.schedule(loop.clock().instant().plus(takes), () -> process.exit(found));
            }));
            going.end();
        });
        return process;
    }

    /** @return how many have not ended */
    public int running() {
        return running.size();
    }

    @Override
    public void endAll() {
        List.copyOf(running).forEach(PlayedProcess::destroyForcibly);
    }
}
