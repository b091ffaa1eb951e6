package sleeper.local.task.spark;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import sleeper.core.util.FailureWords;
import sleeper.local.task.ChildProcess;
import sleeper.local.task.TaskLogName;
import sleeper.local.task.Turns;
import sleeper.run.spark.SparkApplication;
import sleeper.run.spark.SparkCommand;
import sleeper.run.spark.SparkHome;
import sleeper.run.spark.SparkSubmit;

/** A run of {@link LocalSpark}: it is prepared, waits for its turn, runs, and is over. Safe for use by many threads. */
final class LocalSparkRun implements SparkRun {
    private static final String DRIVER_OPTIONS = "spark.driver.extraJavaOptions";

    private final SparkRequest request;
    private final SparkParts parts;
    private final SparkBound bound;
    private final Turns turns;
    private final LocalSpark.Places places;
    private final Executor afterSignal;
    private final RunFolder folder;
    private final CompletableFuture<Void> queued = new CompletableFuture<>();
    private final CompletableFuture<SparkStart> begun = new CompletableFuture<>();
    private final CompletableFuture<SparkApplication> application = new CompletableFuture<>();
    private final CompletableFuture<SparkEnd> ended = new CompletableFuture<>();
    private Optional<Turns.Turn> turn = Optional.empty();
    private Optional<SparkChild> driver = Optional.empty();
    private boolean stopped;

    LocalSparkRun(
            SparkRequest request,
            SparkParts parts,
            SparkBound bound,
            Turns turns,
            LocalSpark.Places places,
            Executor afterSignal) {
        this.request = request;
        this.parts = parts;
        this.bound = bound;
        this.turns = turns;
        this.places = places;
        this.afterSignal = afterSignal;
        this.folder = new RunFolder(places.folder().resolve(request.id()));
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

    /** Has made what it needs, and asks for its turn. Takes long. */
    void prepare() {
        try {
            SparkRuntime runtime = parts.of(request.version());
            SubmitLine line = SubmitParser.parse(runtime.home(), request.arguments());
            Path jar = jar(line);
            String mainClass = line.mainClass()
                    .orElseThrow(() -> new WrongLineException(
                            "Error: No main class set in JAR; please specify one with --class."));
            SparkSize asked = asked(line);
            SparkSize given = bound.given(asked);
            Prepared prepared = new Prepared(runtime, line, jar, mainClass, asked, given);
            askForTurn(prepared);
        } catch (IOException | RuntimeException e) {
            end(SparkEnd.neverRan(words(e)));
        }
    }

    private record Prepared(
            SparkRuntime runtime, SubmitLine line, Path jar, String mainClass, SparkSize asked, SparkSize given) {}

    /** The jar that is built stands for the one in the bucket, by its name. */
    private Path jar(SubmitLine line) throws IOException {
        SparkVersion version = SparkVersion.ofJar(line.jar())
                .orElseThrow(() -> new WrongLineException("Error: the jar " + line.jar()
                        + " does not exist; here are sleeper-spark-job-<version>-spark3.jar and -spark4.jar"));
        return parts.of(version).jar();
    }

    private SparkSize asked(SubmitLine line) {
        try {
            return line.asked(request.unsaid());
        } catch (IllegalArgumentException e) {
            throw new WrongLineException("Error: " + e.getMessage());
        }
    }

    private void askForTurn(Prepared prepared) {
        Turns.Turn asked = turns.turn(bound.weight(prepared.given()), () -> begin(prepared));
        synchronized (this) {
            if (stopped) {
                return;
            }
            turn = Optional.of(asked);
        }
        asked.ask();
        if (!begun.isDone() && !ended.isDone()) {
            queued.complete(null);
        }
    }

    private void begin(Prepared prepared) {
        try {
            Path log = places.logs().resolve(TaskLogName.of(prepared.line().arguments(), request.id()));
            SparkCommand command = command(prepared);
            SparkChild started;
            synchronized (this) {
                if (stopped) {
                    return;
                }
                started = SparkChild.start(places.children(), command, log);
                driver = Optional.of(started);
            }
            started.whenApplicationIsKnown(application::complete);
            CompletableFuture<Void> unused = started.exit().thenAccept(this::exited);
            begun.complete(new SparkStart(
                    prepared.asked(), prepared.given(), log, Optional.of(ChildProcess.of(started.process()))));
        } catch (IOException | RuntimeException e) {
            end(SparkEnd.neverRan(words(e)));
        }
    }

    private SparkCommand command(Prepared prepared) throws IOException {
        SparkHome shared = prepared.runtime().home();
        folder.make(shared.folder().resolve("jars"));
        SparkHome home = new SparkHome(folder.path(), shared.version(), shared.scalaVersion());
        SparkSize given = prepared.given();
        SparkSubmit submit = new SparkSubmit(home, SparkBound.master(given), folder.scratch());
        for (Map.Entry<String, String> property : prepared.line().properties().entrySet()) {
            submit.property(property.getKey(), property.getValue());
        }
        submit.property(SubmitLine.EXECUTORS, Integer.toString(given.executors()))
                .property(SubmitLine.CORES, Integer.toString(given.cores()))
                .property(SubmitLine.MEMORY, given.megabytes() + "m")
                .property(SubmitLine.DRIVER_MEMORY, given.driverMegabytes() + "m")
                .property("spark.driver.host", "127.0.0.1")
                .property("spark.driver.bindAddress", "127.0.0.1")
                .property("spark.local.dir", folder.scratch().toString())
                .property("spark.ui.port", "0")
                .driverMegabytes(Math.toIntExact(given.driverMegabytes()))
                .driverOptions(ShellWords.split(prepared.line().properties().getOrDefault(DRIVER_OPTIONS, "")))
                .options(prepared.line().options());
        return submit.command(
                prepared.jar(), prepared.mainClass(), prepared.line().arguments());
    }

    private void exited(int code) {
        SparkEnd end = SparkEnd.exited(code);
        boolean wanted;
        synchronized (this) {
            wanted = stopped;
        }
        if (end.isBySignal() && !wanted) {
            // What ends a session or a machine sends the signal to this process too, in any order.
            afterSignal.execute(() -> end(end));
        } else {
            end(end);
        }
    }

    private void end(SparkEnd end) {
        Optional<Turns.Turn> over;
        synchronized (this) {
            over = turn;
        }
        over.ifPresent(Turns.Turn::end);
        folder.deleteAllButOutput();
        ended.complete(end);
    }

    @Override
    public void stop() {
        Optional<SparkChild> running;
        synchronized (this) {
            stopped = true;
            running = driver;
        }
        if (running.isPresent()) {
            running.get().stop();
        } else {
            end(SparkEnd.neverRan("it was stopped before its turn"));
        }
    }

    /** What this package and Spark say is meant for people as it is. */
    private static String words(Exception failure) {
        return failure.getMessage() == null || failure instanceof FileSystemException
                ? FailureWords.of(failure)
                : failure.getMessage();
    }
}
