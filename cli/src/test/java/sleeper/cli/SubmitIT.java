package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.ingest.IngestRecords;
import sleeper.ingest.Record;

class SubmitIT {
    private static final String MISSING_FILE =
            "{\"id\":\"bad\",\"tableName\":\"letters\",\"files\":[\"in/none.parquet\"]}";

    @TempDir
    Path folder;

    Cli cli;

    @BeforeEach
    void setUp() {
        cli = new Cli(folder);
        cli.createTable("letters", "\"m\"");
    }

    @Test
    void shouldTellTheFaultsOfARejectedJobBesideItsStory() {
        // When
        Cli.Result rejected = cli.run("submit", cli.file("job.json", MISSING_FILE), "--wait", "--json");
        // Then
        assertThat(rejected.exitCode()).isEqualTo(1);
        assertThat(rejected.faultCodes()).containsExactly("FILE_NOT_FOUND");
        JsonNode job = rejected.json();
        assertThat(job.get("jobId").textValue()).isEqualTo("bad");
        assertThat(job.get("status").textValue()).isEqualTo("REJECTED");
        assertThat(job.at("/attempts/0/faults/0/code").textValue()).isEqualTo("FILE_NOT_FOUND");
        assertThat(rejected.err()).contains("sent job bad to queue standard");
        assertThat(cli.run("watch", "bad").exitCode()).isEqualTo(1);
    }

    @Test
    void shouldRetryARejectedJobAsAnotherAttempt() {
        // Given
        cli.run("submit", cli.file("job.json", MISSING_FILE), "--wait");
        // When
        JsonNode retried = cli.run("retry", "bad", "--wait", "--json").json();
        // Then
        assertThat(retried.at("/attempts").findValuesAsText("attempt")).containsExactly("1", "2");
    }

    @Test
    void shouldRefuseAnotherBodyUnderAnIdAndKeepItAsADeadLetter() {
        // Given
        cli.run("submit", cli.file("job.json", MISSING_FILE), "--wait");
        String other = cli.file("other.json", MISSING_FILE.replace("none", "other"));
        // When
        Cli.Result refused = cli.run("submit", other, "--wait", "--json");
        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.faultCodes()).containsExactly("JOB_ID_CONFLICT");
        assertThat(cli.run("dead-letters", "--json").done().json().at("/deadLetters"))
                .hasSize(1);
        JsonNode redriven = cli.run("dead-letters", "redrive", "--json").done().json();
        assertThat(redriven.at("/redriven/0/jobId").textValue()).isEqualTo("bad");
        assertThat(cli.run("dead-letters", "--json").json().at("/deadLetters")).isEmpty();
    }

    @Test
    void shouldLeaveAJobOnTheQueueWhileNoServicesRun() {
        // When
        JsonNode sent = cli.run("submit", cli.file("job.json", MISSING_FILE), "--json")
                .done()
                .json();
        // Then the job is taken when services run next
        assertThat(sent.get("jobId").textValue()).isEqualTo("bad");
        assertThat(sent.get("servicesRunning").booleanValue()).isFalse();
        assertThat(cli.run("jobs", "bad").exitCode()).isEqualTo(1);
        JsonNode jobs = cli.run("jobs", "--json").json();
        assertThat(jobs.at("/waitingMessages/standard").intValue()).isEqualTo(1);
        assertThat(jobs.get("served").booleanValue()).isFalse();
        assertThat(cli.run("jobs").out())
                .endsWith("1 message waits on queue standard. No services run that take them: start them with 'sleeper"
                        + " local'." + System.lineSeparator());
        assertThat(cli.run("watch", "bad", "--json").json().get("status").textValue())
                .isEqualTo("REJECTED");
    }

    @Test
    void shouldRefuseToWatchAnUnknownJobWithoutRunningServices() {
        // When
        Cli.Result refused = cli.run("watch", "never-sent");
        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("UNKNOWN_JOB").doesNotContain("services meanwhile");
    }

    @Test
    void shouldTellLineAndColumnOfADocumentThatIsNoJson() {
        // When
        Cli.Result refused = cli.run("submit", cli.file("job.json", "{\"id\": \"a\"\n \"files\": []}"), "--json");
        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.faultCodes()).containsExactly("MALFORMED_JSON");
        assertThat(refused.json().at("/error/faults/0/where").textValue()).endsWith("line 2, column 2");
        assertThat(refused.json().at("/error/faults/0/location").get("line").intValue())
                .isEqualTo(2);
        assertThat(refused.json().at("/error/faults/0/location").get("file").textValue())
                .endsWith("/job.json");
    }

    @Test
    void shouldRefuseAnUnknownFieldAQueueThatIsNoneAndAMissingFile() {
        String job = cli.file("job.json", "{\"tableName\":\"letters\",\"files\":[\"a/b\"],\"fils\":[]}");
        assertThat(cli.run("submit", job, "--json").faultCodes()).containsExactly("UNKNOWN_FIELD");
        assertThat(cli.run("submit", job, "--queue", "nowhere").exitCode()).isEqualTo(2);
        assertThat(cli.run("submit", "none.json", "--json").faultCodes()).containsExactly("FILE_NOT_FOUND");
    }

    @Test
    void shouldRefuseToRetryWhatAProgramWrote() {
        // Given
        IngestRecords ingest = IngestRecords.open(cli.home(), "letters", "program");
        ingest.write(Record.of("key", "a", "timestamp", 1L));
        ingest.abort();
        // When
        Cli.Result refused = cli.run("retry", "program", "--json");
        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.faultCodes()).containsExactly("WRONG_STATUS");
        assertThat(refused.json().at("/error/faults/0/action").textValue())
                .isEqualTo("Run the program again with the same job id.");
        assertThat(refused.err()).isEmpty();
    }
}
