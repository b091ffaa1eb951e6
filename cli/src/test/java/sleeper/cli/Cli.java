package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import sleeper.cli.frame.Console;
import sleeper.cli.frame.Surrounding;
import sleeper.statestore.instance.InstanceStores;

/** Runs command lines in this process, in a folder whose {@code .sleeper} is the home. */
final class Cli {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    Cli(Path folder) {
        this.folder = folder;
    }

    /** What a command line did. */
    record Result(int exitCode, String out, String err) {
        /** @return standard output, which must be one JSON value on one line */
        JsonNode json() {
            assertThat(out.lines()).as("standard output").hasSize(1);
            return parse(out);
        }

        List<JsonNode> jsonLines() {
            return out.lines().map(Result::parse).toList();
        }

        private static JsonNode parse(String text) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** @return the codes of the error's faults */
        List<String> faultCodes() {
            return json().at("/error/faults").findValuesAsText("code");
        }

        /** Expects exit code 0 and nothing on standard error. */
        Result done() {
            assertThat(err).isEmpty();
            assertThat(exitCode).isZero();
            return this;
        }
    }

    Cli with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Result run(String... arguments) {
        return run(new ByteArrayOutputStream(), arguments);
    }

    /** @param err takes standard error, to be looked at while the command runs */
    Result run(ByteArrayOutputStream err, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exitCode = Sleeper.run(surrounding(out, err), arguments);
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Surrounding surrounding(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Surrounding(console, environment, folder, InstantSource.system());
    }

    /** @return all commands */
    CommandLine catalogue() {
        return Sleeper.commandLine(surrounding(new ByteArrayOutputStream(), new ByteArrayOutputStream()));
    }

    Path home() {
        return folder.resolve(".sleeper");
    }

    InstanceStores instance() {
        return surrounding(new ByteArrayOutputStream(), new ByteArrayOutputStream())
                .instance()
                .stores();
    }

    /** Writes a file into the working directory. @return its name */
    String file(String name, String content) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return name;
    }

    /** Creates a table of a string key, a long sort key and a nullable string, cut as told. */
    void createTable(String name, String... splitPoints) {
        run(
                        "table",
                        "create",
                        name,
                        "--schema",
                        file("schema.json", SCHEMA),
                        "--split-points",
                        file("splits.txt", String.join("\n", splitPoints)))
                .done();
    }

    static final String SCHEMA = """
            {"rowKeyFields": [{"name": "key", "type": "string"}],
             "sortKeyFields": [{"name": "timestamp", "type": "long"}],
             "valueFields": [{"name": "value", "type": "string", "nullable": true}]}
            """;
}
