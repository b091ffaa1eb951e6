package sleeper.testkit.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A process that is none: it does nothing, and ends when the test says so or when it is told to stop. */
public class PlayedProcess extends Process {
    private static final int TERMINATED = 143;
    private static final int KILLED = 137;

    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private volatile boolean deaf;

    /** Has it end by itself. */
    public final void exit(int code) {
        exit.complete(code);
    }

    /** Has it not listen when it is asked to stop. */
    public final void deafen() {
        deaf = true;
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
    public boolean isAlive() {
        return !exit.isDone();
    }

    @Override
    public int waitFor() {
        return exit.join();
    }

    @Override
    public void destroy() {
        if (!deaf) {
            exit(TERMINATED);
        }
    }

    @Override
    public Process destroyForcibly() {
        exit(KILLED);
        return this;
    }

    /** No process of the machine has it, so that nobody who reads of this one in a record finds another. */
    @Override
    public long pid() {
        return Long.MAX_VALUE;
    }

    @Override
    public ProcessHandle.Info info() {
        return new NothingKnown();
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

    private static final class NothingKnown implements ProcessHandle.Info {
        @Override
        public Optional<String> command() {
            return Optional.empty();
        }

        @Override
        public Optional<String> commandLine() {
            return Optional.empty();
        }

        @Override
        public Optional<String[]> arguments() {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> startInstant() {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> totalCpuDuration() {
            return Optional.empty();
        }

        @Override
        public Optional<String> user() {
            return Optional.empty();
        }
    }
}
