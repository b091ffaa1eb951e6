package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.platform.JobQueue;
import sleeper.core.util.Secrets;
import sleeper.local.run.EmbeddedRun;
import sleeper.local.run.LocalHome;

/** A key and a password that somebody wrote where they do not belong. */
@Timeout(120)
class SecretsIT {
    private static final String SECRET = "hunter2";

    @TempDir
    Path folder;

    private Cli cli;
    private EmbeddedRun services;

    @BeforeEach
    void start() throws IOException {
        cli = new Cli(folder);
        LocalHome home = new LocalHome(cli.home());
        services = EmbeddedRun.tryStart(home).orElseThrow();
        services.endpoints().write(home.localJson());
        cli.createTable("t", "\"m\"");
    }

    @AfterEach
    void stop() {
        services.close();
    }

    private List<Path> filesWithTheSecret(String folderOfHome) throws IOException {
        try (Stream<Path> files = Files.walk(cli.home().resolve(folderOfHome))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> read(file).contains(SECRET))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldMaskThemInAllThatIsToldOfAJob() throws IOException {
        // Given a job with secrets in each field
        String job = cli.file("job.json", """
                {"id":"leak","tableName":"t","files":["s3://key:hunter2@b1/f","key:hunter2@b1/g"],
                 "platformSpec":{"s3://key:hunter2@b1/f":"1","sleeper.ingest.threads":"s3://key:hunter2@b1/f"},
                 "sparkConf":{"s3://key:hunter2@b1/f":"1"},"className":"https://key:hunter2@host/x"}""");
        // When
        Cli.Result sent = cli.run("submit", job, "--wait");
        // Then
        assertThat(sent.exitCode()).isEqualTo(1);
        assertThat(sent.out() + sent.err()).doesNotContain(SECRET).contains("s3://***@b1/f", Secrets.ADVICE);
        for (String[] line : new String[][] {{"jobs", "leak"}, {"jobs", "leak", "--json"}, {"watch", "leak"}}) {
            Cli.Result shown = cli.run(line);
            assertThat(shown.out() + shown.err()).doesNotContain(SECRET).contains("s3://***@b1/f");
        }
        assertThat(filesWithTheSecret("mailbox")).isEmpty();
        assertThat(filesWithTheSecret("stepfunctions")).isEmpty();
        assertThat(filesWithTheSecret("jobs")).containsExactly(cli.home().resolve("jobs/documents/leak"));
    }

    @Test
    void shouldMaskThemInALetterThatIsShownAndKeepThemInIt() throws Exception {
        // Given
        String body = "{\"id\":\"letter\",\"tabelName\":\"s3://key:hunter2@b1/f\",\"fs.s3a.secret.key\":\"hunter2\"}";
        services.send(JobQueue.STANDARD, body);
        // When
        Cli.Result letters = cli.run("dead-letters", "--json");
        while (letters.json().get("deadLetters").isEmpty()) {
            Thread.onSpinWait();
            letters = cli.run("dead-letters", "--json");
        }
        // Then
        assertThat(letters.out()).doesNotContain(SECRET);
        assertThat(letters.json().at("/deadLetters/0/body").textValue())
                .isEqualTo("{\"id\":\"letter\",\"tabelName\":\"s3://***@b1/f\",\"fs.s3a.secret.key\":\"***\"}");
        assertThat(letters.json().at("/deadLetters/0/masked").booleanValue()).isTrue();
        assertThat(cli.run("dead-letters").out()).doesNotContain(SECRET).contains(Secrets.ADVICE);
        assertThat(cli.run("dead-letters", "redrive").out()).doesNotContain(SECRET);
        assertThat(filesWithTheSecret("mailbox")).isEmpty();
        assertThat(services.queues().receive("sleeper-standard-dead-letters", 10, Duration.ofSeconds(5)))
                .singleElement()
                .satisfies(letter -> assertThat(letter.body()).isEqualTo(body));
    }
}
