package sleeper.lambdaruntime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A function of a zip, as one execution environment of Lambda: a process that takes a call at a time. Ends with its process; nothing of it
 * is left in the file system. Safe for use by many threads, which take turns.
 */
public final class ZippedFunction implements AutoCloseable {
    private static final long SECONDS_TO_STOP = 10;

    private final FunctionSetup setup;
    private final Path scratch;
    private final RuntimeApi api;
    private final Process process;
    private final CompletableFuture<FunctionAnswer> ended;

    private ZippedFunction(FunctionSetup setup, Path scratch, RuntimeApi api, Process process) {
        this.setup = setup;
        this.scratch = scratch;
        this.api = api;
        this.process = process;
        // An error of the initialisation comes before the end of the process that it is the cause of.
        this.ended = process.onExit()
                .thenApply(gone -> api.initError().getNow(FunctionAnswer.Failed.exit(gone.exitValue())));
    }

    /**
     * Starts the function's process; does not wait for it.
     *
     * @throws IOException if it cannot be started
     */
    public static ZippedFunction start(UnpackedZip zip, FunctionSetup setup) throws IOException {
        Path scratch = Files.createTempDirectory("function-");
        RuntimeApi api = new RuntimeApi();
        try {
            Process process = LambdaJvm.of(Path.of(System.getProperty("project.root")))
                    .start(setup, zip.folder(), scratch, api.address());
            return new ZippedFunction(setup, scratch, api, process);
        } catch (IOException e) {
            api.close();
            UnpackedZip.delete(scratch);
            throw e;
        }
    }

    /**
     * Waits until the handler was made and the process is ready for its first call.
     *
     * @return why it is not; empty if it is
     */
    public Optional<FunctionAnswer> awaitInitialised() {
        return Optional.ofNullable((FunctionAnswer) CompletableFuture.anyOf(api.initialised(), api.initError(), ended)
                .join());
    }

    /**
     * Calls the function and waits for its answer, without an end if there is none.
     *
     * @param event the request, as JSON
     */
    public synchronized FunctionAnswer invoke(String event) {
        CompletableFuture<FunctionAnswer> answer = api.call(new RuntimeApi.Call(
                UUID.randomUUID().toString(),
                "arn:aws:lambda:eu-west-2:123456789012:function:" + setup.name() + ":live",
                event,
                InstantSource.system().millis() + TimeUnit.SECONDS.toMillis(setup.timeoutSeconds())));
        return (FunctionAnswer)
                CompletableFuture.anyOf(answer, api.initError(), ended).join();
    }

    /** @return what the process wrote to its output so far, by line */
    public List<String> log() throws IOException {
        return Files.readAllLines(scratch.resolve("log"));
    }

    /** @return what the system tells of the process */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() throws IOException {
        api.close();
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            UnpackedZip.delete(scratch);
        }
    }
}
