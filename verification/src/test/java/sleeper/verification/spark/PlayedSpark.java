package sleeper.verification.spark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.local.task.spark.SparkEnd;
import sleeper.local.task.spark.SparkRequest;
import sleeper.local.task.spark.SparkRun;
import sleeper.local.task.spark.SparkRunner;
import sleeper.local.task.spark.SparkSize;
import sleeper.local.task.spark.SparkStart;
import sleeper.run.spark.SparkApplication;
import sleeper.stepfunctions.time.EventLoop;

/**
 * Runs of Spark as tests of the state machines play them: the work is done within this process while virtual time stands still, and the
 * end of it is placed in virtual time.
 */
public final class PlayedSpark implements SparkRunner {
    private static final SparkSize SIZE = new SparkSize(2, 1, 1_024, 1_024);

    private final EventLoop loop;
    private final Executor threads;
    private final Duration takes;
    private final Work work;
    private final Set<Played> running = ConcurrentHashMap.newKeySet();

    /** What a driver does for an attempt. */
    @FunctionalInterface
    public interface Work {
        /** @return the driver's exit code; empty if it hangs until it is stopped */
        Optional<Integer> run(AttemptId attempt) throws Exception;
    }

    /** @param takes how long a run takes, in virtual time */
    public PlayedSpark(EventLoop loop, Executor threads, Duration takes, Work work) {
        this.loop = loop;
        this.threads = threads;
        this.takes = takes;
        this.work = work;
    }

    @Override
    public SparkRun run(SparkRequest request) {
        Played run = new Played();
        running.add(run);
        var unused = run.ended().thenAccept(end -> running.remove(run));
        EventLoop.Work going = loop.beginWork();
        threads.execute(() -> {
            Optional<Integer> code = exitCode(work, request.arguments());
            loop.execute(() -> code.ifPresent(found -> {
                EventLoop.Timer unusedTimer =
                        loop.schedule(loop.clock().instant().plus(takes), () -> run.end(found));
            }));
            going.end();
        });
        return run;
    }

    /** @return how many have not ended */
    public int running() {
        return running.size();
    }

    /** @param arguments of the driver, of which the last two are those of the job's main class */
    static Optional<Integer> exitCode(Work work, List<String> arguments) {
        int number = Integer.parseInt(arguments.get(arguments.size() - 1));
        try {
            return work.run(new AttemptId(new JobId(arguments.get(arguments.size() - 2)), number));
        } catch (Exception e) {
            return Optional.of(1);
        }
    }

    private static final class Played implements SparkRun {
        private static final int TERMINATED = 143;

        private final CompletableFuture<SparkStart> begun =
                CompletableFuture.completedFuture(new SparkStart(SIZE, SIZE, Path.of("driver.log"), Optional.empty()));
        private final CompletableFuture<SparkEnd> ended = new CompletableFuture<>();

        private void end(int code) {
            ended.complete(SparkEnd.exited(code));
        }

        @Override
        public CompletableFuture<Void> queued() {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<SparkStart> begun() {
            return begun;
        }

        @Override
        public CompletableFuture<SparkEnd> ended() {
            return ended;
        }

        @Override
        public CompletableFuture<SparkApplication> application() {
            return new CompletableFuture<>();
        }

        @Override
        public void stop() {
            end(TERMINATED);
        }
    }
}
