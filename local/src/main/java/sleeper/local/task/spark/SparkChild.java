package sleeper.local.task.spark;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.local.task.ChildJvm;
import sleeper.run.spark.SparkApplication;
import sleeper.run.spark.SparkCommand;

/** A process of Spark's that runs, such as a driver; what it says about its application is read from its log as it runs. */
public final class SparkChild {
    private static final Logger LOG = LoggerFactory.getLogger(SparkChild.class);
    private static final long LOOK_EVERY_MILLIS = 200;

    /** Where an application is looked for: a driver tells of it before it does anything that makes the log long. */
    private static final int MOST_BYTES_READ = 4 << 20;

    private final Process process;
    private final Path log;
    private final CompletableFuture<Optional<SparkApplication>> application = new CompletableFuture<>();
    private final CompletableFuture<Integer> exit;

    private SparkChild(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.exit = process.onExit().thenApply(Process::exitValue);
    }

    /**
     * Starts a process.
     *
     * @param children start it, with their variables besides those of the command, and end it when they are closed
     * @param log      file that takes its output
     * @throws IOException if it cannot be started
     */
    public static SparkChild start(ChildJvm children, SparkCommand command, Path log) throws IOException {
        return of(children.start(command, log), log);
    }

    /** @return a driver that was started, whose output a file takes */
    public static SparkChild of(Process process, Path log) {
        SparkChild child = new SparkChild(process, log);
        child.lookForApplication();
        return child;
    }

    /** Logs an application once it is known, for people. */
    public static void tell(SparkApplication application) {
        LOG.info(
                "Spark {} runs application {}{}",
                application.version(),
                application.id(),
                application.pages().map(pages -> "; its pages are at " + pages).orElse(""));
    }

    /** Calls back once the driver has told of its application; never if it ends before. */
    public void whenApplicationIsKnown(Consumer<SparkApplication> use) {
        CompletableFuture<Void> unused = application.thenAccept(found -> found.ifPresent(use));
    }

    /** @return the application, as far as the driver has told of it yet */
    public Optional<SparkApplication> application() {
        return application.getNow(Optional.empty());
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** @return completes with the exit code when it has ended, however it did; of one that a signal ended, 128 and the signal's number */
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    /** Asks it to stop, and ends it with all that it started if it does not. Returns at once. */
    public void stop() {
        List<ProcessHandle> executors = process.descendants().toList();
        ChildJvm.stop(process.toHandle());
        // Executors end with their driver, unless it was ended by force and they hang.
        CompletableFuture<Void> unused = exit.thenRun(() -> executors.forEach(ChildJvm::stop));
    }

    /** Ends it with all that it started, as the loss of a machine does. Returns at once. */
    public void kill() {
        Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList()
                .forEach(ProcessHandle::destroyForcibly);
    }

    private void lookForApplication() {
        boolean ended = !process.isAlive();
        Optional<SparkApplication> found = readApplication();
        if (found.isPresent() || ended) {
            application.complete(found);
        } else {
            CompletableFuture.delayedExecutor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(this::lookForApplication);
        }
    }

    private Optional<SparkApplication> readApplication() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(file.length(), MOST_BYTES_READ)];
            file.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            // The last line may be half written.
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .flatMap(line -> SparkApplication.read(line).stream())
                    .findFirst();
        } catch (IOException e) {
            LOG.debug("{} cannot be read", log, e);
            return Optional.empty();
        }
    }
}
