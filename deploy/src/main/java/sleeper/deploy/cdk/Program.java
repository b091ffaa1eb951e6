package sleeper.deploy.cdk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import sleeper.run.EndsWithThis;

/** A program that is run to its end, as a process that ends with this one. */
public final class Program {
    private static final int KEPT_LINES = 40;

    private final List<String> command;
    private final Map<String, String> variables;
    private final Optional<Path> folder;

    /** @return the program with the variables of this process */
    public static Program of(List<String> command) {
        return new Program(command, Map.of(), Optional.empty());
    }

    /**
     * @param variables beside those of this process
     * @param folder    that it works in; empty for that of this process
     */
    Program(List<String> command, Map<String, String> variables, Optional<Path> folder) {
        this.command = List.copyOf(command);
        this.variables = Map.copyOf(variables);
        this.folder = folder;
    }

    /**
     * How it ended.
     *
     * @param code its exit code
     * @param end  the last lines of its output
     */
    public record End(int code, List<String> end) {
        private static final int LINES_OF_REASON = 5;

        public String text() {
            return String.join("\n", end);
        }

        /** @return the very last lines, where programs say why they failed */
        public String reason() {
            List<String> said = end.stream().filter(line -> !line.isBlank()).toList();
            return String.join("; ", said.subList(Math.max(0, said.size() - LINES_OF_REASON), said.size()));
        }
    }

    /**
     * @param line is given each line of its output
     * @throws IOException if it cannot be started
     */
    public End run(Consumer<String> line) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(variables);
        folder.ifPresent(works -> builder.directory(works.toFile()));
        Process process = builder.start();
        process.getOutputStream().close();
        Deque<String> last = new ArrayDeque<>();
        try (EndsWithThis running = new EndsWithThis(process);
                BufferedReader output =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String text = output.readLine();
            while (text != null) {
                line.accept(text);
                last.add(text);
                if (last.size() > KEPT_LINES) {
                    last.poll();
                }
                text = output.readLine();
            }
            return new End(running.waitFor(), List.copyOf(last));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command.get(0) + " was interrupted", e);
        }
    }
}
