package sleeper.local.task.spark;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.local.task.ChildJvm;
import sleeper.local.task.Turns;
import sleeper.stepfunctions.time.EventLoop;

/**
 * Runs Spark on this machine: a driver in a child JVM of Spark's own class path, and executors that are processes of its own. Where a line
 * says to run is replaced by Spark's {@code local-cluster}, and its size by what the {@link SparkBound} gives; all else arrives as it was
 * written. So much runs at once as there are turns for.
 */
public final class LocalSpark implements SparkRunner {
    private static final Logger LOG = LoggerFactory.getLogger(LocalSpark.class);

    /** How long this process may take to hear of a signal that has ended a driver, and to close its stand-ins, in seconds. */
    private static final long HELD_BACK_SECONDS = 5;

    private final SparkParts parts;
    private final SparkBound bound;
    private final Turns turns;
    private final Places places;
    private final EventLoop loop;
    private final Executor threads;
    private final Executor afterSignal;

    /**
     * Where runs keep their things.
     *
     * @param children start the drivers
     * @param folder   for what executors write and Spark spills, a folder for each run
     * @param logs     folder of the drivers' output, a file each
     */
    public record Places(ChildJvm children, Path folder, Path logs) {}

    /**
     * @param turns   how much may run at once on this machine
     * @param loop    its virtual time, if it has that, stands still while something runs
     * @param threads where what takes long is done
     */
    public LocalSpark(
            SparkParts parts, SparkBound bound, Turns turns, Places places, EventLoop loop, Executor threads) {
        this(
                parts,
                bound,
                turns,
                places,
                loop,
                threads,
                CompletableFuture.delayedExecutor(HELD_BACK_SECONDS, TimeUnit.SECONDS));
    }

    /** @param afterSignal runs what it is given once a signal that has ended a driver would have closed the stand-ins too */
    LocalSpark(
            SparkParts parts,
            SparkBound bound,
            Turns turns,
            Places places,
            EventLoop loop,
            Executor threads,
            Executor afterSignal) {
        this.parts = parts;
        this.bound = bound;
        this.turns = turns;
        this.places = places;
        this.loop = loop;
        this.threads = threads;
        this.afterSignal = afterSignal;
    }

    @Override
    public SparkRun run(SparkRequest request) {
        EventLoop.Work work = loop.beginWork();
        LocalSparkRun run = new LocalSparkRun(request, parts, bound, turns, places, afterSignal);
        CompletableFuture<Void> unused = run.begun().thenAccept(start -> tell(request, start));
        CompletableFuture<Void> unusedApplication = run.application().thenAccept(SparkChild::tell);
        CompletableFuture<Void> unusedEnd = run.ended().thenRun(work::end);
        threads.execute(run::prepare);
        return run;
    }

    private static void tell(SparkRequest request, SparkStart start) {
        LOG.info(
                "Spark run {} was asked for with {}; it has {} here, and its log is {}",
                request.id(),
                start.asked().words(),
                start.given().words(),
                start.log());
    }
}
