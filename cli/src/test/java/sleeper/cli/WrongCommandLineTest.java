package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrongCommandLineTest {
    /** Nothing is read or written there: command lines are refused before. */
    private final Cli cli = new Cli(Path.of("no-such-folder"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no-such-command",
                "demo --rows many",
                "demo --rows -1",
                "local more",
                "table",
                "table create t",
                "table list more",
                "table describe",
                "table drop",
                "submit",
                "submit job.json --queue nowhere",
                "plan",
                "plan job.json --queue nowhere",
                "check file.parquet",
                "jobs a b",
                "watch",
                "retry",
                "abort",
                "dead-letters more",
                "dead-letters show",
                "dead-letters delete",
                "query t",
                "scan",
                "scan t --limit few",
                "verify",
                "gc",
                "doctor more"
            })
    void shouldRefuseAWrongCommandLineWithOneLineOfUsage(String line) {
        // When
        Cli.Result refused = cli.run(line.isEmpty() ? new String[0] : line.split(" "));
        // Then
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err().lines()).hasSize(2);
        assertThat(refused.err()).startsWith("error: BAD_COMMAND_LINE: ").contains("usage: sleeper");
    }

    @Test
    void shouldNameTheNearestOption() {
        assertThat(cli.run("submit", "job.json", "--wiat").err()).isEqualTo("""
                error: BAD_COMMAND_LINE: '--wiat' is no option of 'sleeper submit'; the nearest is '--wait'.
                usage: sleeper submit [--wait] [--queue=WORD] JOB.json
                """);
    }

    @Test
    void shouldNameTheNearestCommand() {
        assertThat(cli.run("sumbit").err())
                .startsWith("error: BAD_COMMAND_LINE: 'sumbit' is no command of 'sleeper'; the nearest is 'submit'.");
    }

    @Test
    void shouldTellAWrongCommandLineAsJson() {
        // When
        Cli.Result refused = cli.run("watch", "--json");
        // Then
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).isEmpty();
        assertThat(refused.json().at("/error/faults/0").toString())
                .isEqualTo("{\"code\":\"BAD_COMMAND_LINE\",\"where\":\"the command line of 'sleeper watch'\","
                        + "\"found\":\"Missing required parameter: 'ID'.\",\"allowed\":\"sleeper watch ID\","
                        + "\"action\":\"See 'sleeper watch --help'.\"}");
    }
}
