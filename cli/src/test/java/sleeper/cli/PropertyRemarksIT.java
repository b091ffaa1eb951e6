package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code local} on a home whose properties have the guide's remarks behind their values. */
@Timeout(120)
class PropertyRemarksIT {
    @TempDir
    static Path folder;

    static Cli cli;
    static Process local;

    @BeforeAll
    static void start() throws IOException {
        cli = new Cli(folder);
        cli.file(".sleeper/instance.properties", """
                sleeper.errors.email=ops@example.org # Where mails about failed jobs go.
                sleeper.optional.stacks=IngestStack # The platforms that are deployed.
                """);
        local = process("local");
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(local.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.equals("ready")) {
            line = lines.readLine();
        }
        assertThat(line).isEqualTo("ready");
    }

    private static Process process(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Sleeper.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve("err.txt").toFile());
        builder.environment().remove("SLEEPER_HOME");
        return builder.start();
    }

    @AfterAll
    static void shouldEndAsOneThatIsDoneWhenItIsInterrupted() throws Exception {
        // When
        local.destroy();
        // Then
        assertThat(local.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(local.exitValue())
                .as(Files.readString(folder.resolve("err.txt")))
                .isZero();
        assertThat(cli.home().resolve("local.json")).doesNotExist();
        // And whoever comes next owns the home
        assertThat(cli.run("dead-letters", "--json").done().json().get("deadLetters"))
                .isEmpty();
    }

    @Test
    void shouldBeJoinedByOtherCommandsAndTellTheAddressThatTheOperatorSet() throws IOException {
        // When
        cli.createTable("letters");
        String job = cli.file("job.json", "{\"id\":\"lost\",\"tableName\":\"letters\",\"files\":[\"in/no.parquet\"]}");
        Cli.Result sent = cli.run("submit", job, "--wait", "--json");
        // Then
        assertThat(sent.exitCode()).isEqualTo(1);
        assertThat(sent.json().get("status").textValue()).isEqualTo("REJECTED");
        assertThat(sent.faultCodes()).containsExactly("FILE_NOT_FOUND");
        try (Stream<Path> mails = Files.list(cli.home().resolve("mailbox"))) {
            assertThat(mails).singleElement().satisfies(mail -> {
                assertThat(mail.getFileName().toString()).matches("[0-9]{8}T[0-9]{6}\\.[0-9]{3}Z-lost\\.eml");
                assertThat(mail)
                        .content()
                        .contains("To: ops@example.org", "Subject: Job lost rejected: FILE_NOT_FOUND");
            });
        }
    }

    @Test
    void shouldBeWellInTheEyesOfTheDoctor() {
        assertThat(cli.run("doctor", "--json").json().at("/checks"))
                .filteredOn(check -> check.get("name").textValue().equals("settings")
                        || check.get("name").textValue().equals("platforms"))
                .extracting(check -> check.get("state").textValue())
                .containsExactly("ok", "ok");
    }
}
