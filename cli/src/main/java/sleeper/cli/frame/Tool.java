package sleeper.cli.frame;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import sleeper.core.util.JavaNotice;

/** A program that is found by way of {@code PATH}. */
public final class Tool {
    private static final long PATIENCE_SECONDS = 20;
    private static final int MAX_OUTPUT_BYTES = 10_000;

    private Tool() {}

    /** @return the first line that the program answers to an option such as {@code --version}; empty if there is no such program */
    public static Optional<String> version(Map<String, String> environment, String program, String option) {
        return find(environment.getOrDefault("PATH", ""), program).flatMap(path -> ask(path, option));
    }

    private static Optional<Path> find(String searchPath, String program) {
        return Arrays.stream(searchPath.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<String> ask(Path program, String option) {
        try {
            Process process = new ProcessBuilder(program.toString(), option)
                    .redirectErrorStream(true)
                    .start();
            try (InputStream output = process.getInputStream()) {
                String text = new String(output.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    return Optional.empty();
                }
                return text.lines()
                        .filter(line -> !JavaNotice.is(line))
                        .findFirst()
                        .map(Tool::withoutColours);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static String withoutColours(String line) {
        return line.replaceAll("\u001b\\[[0-9;]*m", "").strip();
    }
}
