package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bash makes of the script that the command prints. */
class CompletionIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sleeper jo | jobs",
                "sleeper jobs --la | --last",
                "sleeper jobs --status F | FAILED",
                "sleeper table d | describe,drop",
                "sleeper dead-letters re | redrive",
                "sleeper submit job.json --queue emr | emr,emr-serverless",
                "sleeper submit job.json --w | --wait",
                "sleeper prepare job.json --queue e | emr,emr-serverless,eks",
                "sleeper prepare job.json --j | --jar,--json",
                "sleeper comm | commit"
            })
    void shouldCompleteCommandsOptionsAndValues(String line, String expected) throws Exception {
        // Given
        Path script = folder.resolve("completion");
        Files.writeString(script, new Cli(folder).run("completion").done().out());
        // When
        List<String> completed = completed(script, line);
        // Then
        assertThat(completed).containsExactlyInAnyOrder(expected.split(","));
    }

    @Test
    void shouldPrintAScriptThatBashFindsNoFaultWith() throws Exception {
        // Given
        Path script = folder.resolve("completion");
        Files.writeString(script, new Cli(folder).run("completion").done().out());
        // When / Then
        assertThat(bash("bash -n " + script + " 2>&1")).isEmpty();
    }

    private List<String> completed(Path script, String line) throws IOException, InterruptedException {
        return bash("compopt() { :; }; source " + script + "; COMP_WORDS=(" + line + ")"
                        + "; COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=(); _complete_sleeper"
                        + "; printf '%s\\n' \"${COMPREPLY[@]}\"")
                .lines()
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private String bash(String script) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        int exitCode = new ProcessBuilder("bash", "-c", script)
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("err").toFile())
                .start()
                .waitFor();
        String found = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(exitCode).as(found + Files.readString(folder.resolve("err"))).isZero();
        return found;
    }
}
