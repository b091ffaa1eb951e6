package sleeper.verification.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import sleeper.cli.Sleeper;
import sleeper.cli.frame.Console;
import sleeper.cli.frame.Surrounding;

/** What a command line did that was run within this process. */
public record CommandRun(int exitCode, String out, String err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param environment variables
     * @param folder      that it works in
     * @param line        words with a blank between
     */
    public static CommandRun of(Map<String, String> environment, Path folder, String line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        int exitCode =
                Sleeper.run(new Surrounding(console, environment, folder, InstantSource.system()), line.split(" "));
        return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Expects exit code 0. */
    public CommandRun done() {
        assertThat(exitCode).as(out + err).isZero();
        return this;
    }

    public JsonNode json() throws IOException {
        return JSON.readTree(out);
    }
}
