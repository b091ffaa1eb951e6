package sleeper.run;

import java.util.stream.Stream;

/** Ends a process, with those that it has started, when this is closed or the process that this is in ends. */
public final class EndsWithThis implements AutoCloseable {
    private final Process process;
    private final Thread hook = new Thread(this::end);

    public EndsWithThis(Process process) {
        this.process = process;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** @return its exit code, once it has ended */
    public int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    private void end() {
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroy);
    }

    @Override
    public void close() {
        end();
        try {
            boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process ends, and the hook runs.
        }
    }
}
