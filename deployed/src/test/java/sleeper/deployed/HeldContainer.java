package sleeper.deployed;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A container's process that does nothing, and ends when it is told to. */
final class HeldContainer extends Process {
    private static final int TERMINATED = 143;
    private static final int KILLED = 137;

    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final boolean deaf;

    /** @param deaf whether it does not listen when it is asked to end */
    HeldContainer(boolean deaf) {
        this.deaf = deaf;
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return exit.thenApply(code -> this);
    }

    @Override
    public int exitValue() {
        return Optional.ofNullable(exit.getNow(null)).orElseThrow(IllegalThreadStateException::new);
    }

    @Override
    public int waitFor() {
        return exit.join();
    }

    @Override
    public void destroy() {
        if (!deaf) {
            exit.complete(TERMINATED);
        }
    }

    @Override
    public Process destroyForcibly() {
        exit.complete(KILLED);
        return this;
    }

    @Override
    public long pid() {
        return Long.MAX_VALUE;
    }

    @Override
    public ProcessHandle.Info info() {
        return ProcessHandle.current().info();
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }
}
