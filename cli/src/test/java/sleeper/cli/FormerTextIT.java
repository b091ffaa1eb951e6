package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A home of an earlier version that took any text and any name: its README says what is in it. */
@Timeout(120)
class FormerTextIT {
    @TempDir
    Path folder;

    private Cli cli;

    @BeforeEach
    void unpack() throws IOException {
        cli = new Cli(folder);
        FormerHomeIT.unpack("2026-11-text.zip", cli);
    }

    private String statusOf(String execution) throws IOException {
        Path state = cli.home().resolve("stepfunctions/executions/ingest-job/" + execution + "/state.json");
        return new ObjectMapper().readTree(state.toFile()).get("status").textValue();
    }

    private Map<String, String> statusOfJobs() {
        Map<String, String> found = new TreeMap<>();
        for (JsonNode job : cli.run("jobs", "--json").json().get("jobs")) {
            found.put(job.get("jobId").textValue(), job.get("status").textValue());
        }
        return found;
    }

    private Stream<Path> mailsAbout(String job) throws IOException {
        try (Stream<Path> mails = Files.list(cli.home().resolve("mailbox"))) {
            return mails.filter(mail -> mail.toString().endsWith("-" + job + ".eml")).toList().stream();
        }
    }

    @Test
    void shouldReadJobsWhoseTextNoStoreCanHold() {
        assertThat(statusOfJobs())
                .containsExactly(
                        Map.entry("-dash", "REJECTED"),
                        Map.entry("in-class", "REJECTED"),
                        Map.entry("in-files", "REJECTED"),
                        Map.entry("in-spec", "REJECTED"),
                        Map.entry("nul", "REJECTED"));
    }

    @Test
    void shouldEndAndTellExecutionsThatCouldNeverBeSaved() throws IOException {
        // Given executions that waited for ever, and of which nobody was told
        for (String job : new String[] {"in-files", "in-class"}) {
            FormerHomeIT.beginAnHourAgo(cli, job + "-a1");
            assertThat(statusOf(job + "-a1")).isEqualTo("RUNNING");
            assertThat(mailsAbout(job)).isEmpty();
        }
        // When services run until nothing is open: those of a command
        cli.createTable("other", "\"m\"");
        cli.file("job.json", "{\"id\":\"new\",\"tableName\":\"other\",\"files\":[\"b1/none.parquet\"]}");
        assertThat(cli.run("submit", "job.json", "--wait").exitCode()).isEqualTo(1);
        // Then
        for (String job : new String[] {"in-files", "in-class"}) {
            assertThat(statusOf(job + "-a1")).isEqualTo("FAILED");
            assertThat(mailsAbout(job)).hasSize(1);
        }
    }

    @Test
    void shouldTakeOlderNamesThatBeginWithAHyphenBehindTwoHyphens() {
        assertThat(cli.run("jobs", "--json", "--", "-dash").json().get("jobId").textValue())
                .isEqualTo("-dash");
        assertThat(cli.run("table", "describe", "--json", "--", "-t").exitCode())
                .isZero();
        assertThat(cli.run("scan", "--", "-t").exitCode()).isZero();
        // When it is sent again
        Cli.Result retried = cli.run("retry", "--wait", "--json", "--", "-dash");
        // Then there is another attempt, which is refused for the file that is missing
        assertThat(retried.faultCodes()).containsExactly("FILE_NOT_FOUND");
        assertThat(retried.json().at("/attempts").findValuesAsText("attempt")).containsExactly("1", "2");
    }

    @Test
    void shouldGiveNoNewNameThatBeginsWithAHyphen() {
        String schema = cli.file("schema.json", Cli.SCHEMA);
        String job = cli.file("job.json", "{\"id\":\"-new\",\"tableName\":\"-t\",\"files\":[\"b1/f\"]}");
        String known =
                cli.file("known.json", "{\"id\":\"-dash\",\"tableName\":\"-t\",\"files\":[\"b1/none.parquet\"]}");

        assertThat(cli.run("table", "create", "--json", "--schema", schema, "--", "-new")
                        .faultCodes())
                .containsExactly("BAD_ID");
        assertThat(cli.run("demo", "--name=-new").exitCode()).isEqualTo(2);
        assertThat(cli.run("submit", job, "--json").faultCodes()).containsExactly("BAD_ID");
        assertThat(cli.run("submit", known, "--json").exitCode()).isZero();
    }
}
