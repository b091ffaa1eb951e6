package sleeper.local.task.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sleeper.run.spark.SparkApplication;

/** Runs of Spark that begin and end when the test says so. */
public final class ScriptedSpark implements SparkRunner {
    public static final SparkSize ASKED = new SparkSize(29, 5, 16_384, 16_384);
    public static final SparkSize GIVEN = new SparkSize(2, 1, 1_024, 1_024);

    private final List<Run> runs = new ArrayList<>();
    private boolean beginsAtOnce = true;

    /** From now on a run begins only when it is told to. */
    public void waitForTurn() {
        beginsAtOnce = false;
    }

    /** @return what was asked for, in order */
    public List<Run> runs() {
        return List.copyOf(runs);
    }

    public Run last() {
        return runs.get(runs.size() - 1);
    }

    @Override
    public SparkRun run(SparkRequest request) {
        Run run = new Run(request);
        runs.add(run);
        if (beginsAtOnce) {
            run.begin();
        } else {
            run.queued.complete(null);
        }
        return run;
    }

    /** One of them. */
    public static final class Run implements SparkRun {
        private final SparkRequest request;
        private final CompletableFuture<Void> queued = new CompletableFuture<>();
        private final CompletableFuture<SparkStart> begun = new CompletableFuture<>();
        private final CompletableFuture<SparkEnd> ended = new CompletableFuture<>();
        private final CompletableFuture<SparkApplication> application = new CompletableFuture<>();
        private boolean stopped;
        private boolean deaf;

        private Run(SparkRequest request) {
            this.request = request;
        }

        public SparkRequest request() {
            return request;
        }

        public boolean isStopped() {
            return stopped;
        }

        /** From now on it does not end when it is asked to. */
        public void ignoreStop() {
            deaf = true;
        }

        public void begin() {
            begun.complete(new SparkStart(ASKED, GIVEN, Path.of("/logs/driver.log"), Optional.empty()));
        }

        public void end(int code) {
            ended.complete(SparkEnd.exited(code));
        }

        public void fail(String why) {
            ended.complete(SparkEnd.neverRan(why));
        }

        @Override
        public CompletableFuture<Void> queued() {
            return queued;
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
            return application;
        }

        @Override
        public void stop() {
            stopped = true;
            if (!deaf) {
                end(143);
            }
        }
    }
}
