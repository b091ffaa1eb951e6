package sleeper.local.parts;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sleeper.run.EndsWithThis;

/** Runs Maven on the project, in a process of its own that ends with this one. */
public final class Maven {
    private static final int LINES_TOLD = 10;

    private final Path root;
    private final String program;
    private final String again;
    private final String hint;

    /**
     * @param program its name or path
     * @param again   what to do once a failure is mended, the end of a sentence
     * @param hint    what may help beside it, such as {@code ; 'COMMAND' tries this alone}; may be empty
     */
    public Maven(Path root, String program, String again, String hint) {
        this.root = root;
        this.program = program;
        this.again = again;
        this.hint = hint;
    }

    /**
     * Runs it to its end.
     *
     * @param failing what a failure means, the beginning of a sentence
     * @param log     file that takes the output
     * @throws IOException if it cannot be started or ends with another code than 0; with the last lines of its output
     */
    public void run(String failing, List<String> arguments, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(program, "-q", "-B"));
        command.addAll(arguments);
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(root.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(new File("/dev/null"))
                    .start();
        } catch (IOException e) {
            throw new IOException(
                    failing + ": '" + program
                            + "' could not be started. Install Maven 3.8 or later, put mvn on the PATH, and "
                            + again + ".",
                    e);
        }
        int code = codeOf(process, failing);
        if (code != 0) {
            throw new IOException(failing + ": Maven ended with " + code + ". Its log is " + log
                    + ". Mend what it says, and " + again + hint + ". It ends with:\n"
                    + lastLines(log));
        }
    }

    private static int codeOf(Process process, String failing) throws IOException {
        try (EndsWithThis running = new EndsWithThis(process)) {
            return running.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(failing + ": it was interrupted.", e);
        }
    }

    private static String lastLines(Path log) throws IOException {
        // In whatever encoding Maven writes.
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size()));
    }
}
