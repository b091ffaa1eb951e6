package sleeper.local.task;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import sleeper.run.spark.SparkCommand;
import sleeper.statestore.file.OwnerOnly;

/** Starts Java programs beside this one, and ends those that still run when it is closed. Safe for use by many threads. */
public final class ChildJvm implements AutoCloseable {
    /** How long a process may take to stop after it was asked to, in seconds; what ECS gives a container. */
    private static final long STOP_SECONDS = 30;

    /**
     * Becomes the program behind it, deaf to what a terminal sends to all that it started: its Ctrl-C and its end are for this
     * process, which decides what becomes of a task.
     */
    private static final List<String> DEAF_TO_THE_TERMINAL =
            List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

    private final List<String> options;
    private final Map<String, String> environment;
    private final Set<Process> running = new HashSet<>();
    private boolean closed;

    /**
     * @param options     of the Java virtual machine
     * @param environment variables that are set besides this process's own; one that is blank is taken out, since not every program
     *                    takes a blank one for none
     */
    public ChildJvm(List<String> options, Map<String, String> environment) {
        this.options = List.copyOf(options);
        this.environment = Map.copyOf(environment);
    }

    /**
     * Starts a program with this process's Java and class path.
     *
     * @param log file that takes its output
     * @throws IOException if it cannot be started, or this is closed
     */
    public Process start(String mainClass, List<String> arguments, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass);
        command.addAll(arguments);
        ProcessBuilder builder = builder(command, log);
        setEnvironment(builder);
        return started(builder);
    }

    /**
     * Starts a program of Spark's, which has its own options and class path.
     *
     * @param log file that takes its output
     * @throws IOException if it cannot be started, or this is closed
     */
    public Process start(SparkCommand command, Path log) throws IOException {
        return started(builder(command, log));
    }

    /**
     * Starts a program of Spark's in a folder of its own.
     *
     * @param log file that takes its output
     * @throws IOException if it cannot be started, or this is closed
     */
    public Process start(SparkCommand command, Path folder, Path log) throws IOException {
        return started(builder(command, log).directory(folder.toFile()));
    }

    private ProcessBuilder builder(SparkCommand command, Path log) throws IOException {
        command.createFolders();
        ProcessBuilder builder = builder(command.words(), log);
        setEnvironment(builder);
        command.setEnvironment(builder.environment());
        return builder;
    }

    private void setEnvironment(ProcessBuilder builder) {
        environment.forEach((name, value) -> {
            if (value.isBlank()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
    }

    private static ProcessBuilder builder(List<String> command, Path log) throws IOException {
        List<String> words = new ArrayList<>(DEAF_TO_THE_TERMINAL);
        words.addAll(command);
        OwnerOnly.createDirectories(log.getParent());
        // Made here, since the process would make it readable to all.
        OwnerOnly.write(log, "");
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    }

    private synchronized Process started(ProcessBuilder builder) throws IOException {
        if (closed) {
            throw new IOException("the services are closing");
        }
        Process process = builder.start();
        running.add(process);
        CompletableFuture<Void> unused = process.onExit().thenRun(() -> over(process));
        return process;
    }

    private synchronized void over(Process process) {
        running.remove(process);
    }

    private synchronized List<Process> lastOnes() {
        closed = true;
        return List.copyOf(running);
    }

    /** Asks a process to stop, and ends it if it does not. Returns at once. */
    public static void stop(ProcessHandle process) {
        process.destroy();
        CompletableFuture<ProcessHandle> unused = process.onExit()
                .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .whenComplete((ended, late) -> {
                    if (late != null) {
                        process.destroyForcibly();
                    }
                });
    }

    /** Stops what runs, and waits until it has ended; nothing is started any more. */
    @Override
    public void close() {
        List<Process> open = lastOnes();
        open.forEach(Process::destroy);
        for (Process process : open) {
            try {
                if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
