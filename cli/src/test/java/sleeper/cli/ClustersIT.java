package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.local.run.EmbeddedRun;
import sleeper.local.run.LocalHome;

class ClustersIT {
    private static final String ENDED = """
            {"format":1,"number":1,"id":"s-1","clusterId":"j-1","request":{"Name":"load-1-a1"},"state":"FAILED",
             "reason":"Unknown Error.","message":"the driver ended with exit code 1","logFile":"","createdAt":"2026-11-28T12:00:00Z",
             "since":"2026-11-28T12:01:00Z","asked":"29 executors of 5 cores and 16384 MiB, driver of 16384 MiB",
             "given":"2 executors of 1 core and 2048 MiB, driver of 2048 MiB"}
            """;

    private static final String RUNNING = """
            {"format":1,"number":1,"id":"00a","request":{"Name":"load-2-a1"},"state":"RUNNING","details":"",
             "cores":4,"megabytes":4096,"createdAt":"2026-11-28T12:00:00Z","since":"2026-11-28T12:02:00Z",
             "asked":"3 executors of 4 cores and 14336 MiB, driver of 14336 MiB",
             "given":"2 executors of 1 core and 2048 MiB, driver of 2048 MiB","log":""}
            """;

    @TempDir
    private Path folder;

    @Test
    void shouldSayThatNothingIsHeld() {
        Cli cli = new Cli(folder);
        assertThat(cli.run("clusters").done().out().strip()).isEqualTo("Nothing is held at " + cli.home() + ".");
        assertThat(cli.home()).doesNotExist();
    }

    @Test
    void shouldShowRequestAndRealitySideBySide() {
        // Given
        Cli cli = new Cli(folder);
        cli.file(".sleeper/emr/steps/s-1.json", ENDED);
        cli.file(".sleeper/emr-serverless/00a.json", RUNNING);
        // When / Then
        assertThat(cli.run("clusters").done().out().lines())
                .containsExactly(
                        "kind                    state    id   name       since                 asked for"
                                + "                                                  has here"
                                + "                                                why",
                        "emr-serverless-job-run  RUNNING  00a  load-2-a1  2026-11-28T12:02:00Z  3 executors of 4 cores and"
                                + " 14336 MiB, driver of 14336 MiB  2 executors of 1 core and 2048 MiB, driver of 2048 MiB",
                        "1 more ended; --all lists them.",
                        "No services run here: what is not ended goes on when they start.");
        assertThat(cli.run("clusters", "--all").done().out())
                .contains("emr-step ", "Unknown Error.; the driver ended with exit code 1");
    }

    @Test
    void shouldTellTheSameAsOneObject() {
        // Given
        Cli cli = new Cli(folder);
        cli.file(".sleeper/emr/steps/s-1.json", ENDED);
        // When / Then
        assertThat(cli.run("clusters", "--json").done().json().toString())
                .isEqualTo("{\"servicesRun\":false,\"resources\":[],\"endedLeftOut\":1}");
        assertThat(cli.run("clusters", "--json", "--all").done().json().toString())
                .isEqualTo(("{'servicesRun':false,'resources':[{'kind':'emr-step','id':'j-1/s-1','name':'load-1-a1',"
                                + "'state':'FAILED','ended':true,'permanent':false,'since':'2026-11-28T12:01:00Z',"
                                + "'asked':'29 executors of 5 cores and 16384 MiB, driver of 16384 MiB',"
                                + "'given':'2 executors of 1 core and 2048 MiB, driver of 2048 MiB',"
                                + "'reason':'Unknown Error.; the driver ended with exit code 1'}],'endedLeftOut':0}")
                        .replace('\'', '"'));
    }

    @Test
    void shouldShowThePermanentClusterWhileTheServicesRun() throws IOException {
        // Given
        Cli cli = new Cli(folder);
        cli.file(".sleeper/instance.properties", "sleeper.optional.stacks=IngestStack,PersistentEmrBulkImportStack\n");
        try (EmbeddedRun run = EmbeddedRun.tryStart(new LocalHome(cli.home())).orElseThrow()) {
            // When
            JsonNode told = cli.run("clusters", "--json").done().json();
            // Then
            assertThat(run.endpoints().values()).isNotEmpty();
            assertThat(told.path("servicesRun").booleanValue()).isTrue();
            assertThat(told.at("/resources/0/kind").asText()).isEqualTo("emr-cluster");
            assertThat(told.at("/resources/0/permanent").booleanValue()).isTrue();
        }
    }

    @Test
    void shouldShowWhatTheIngestTaskOfAJobWas() {
        // Given
        Cli cli = new Cli(folder);
        cli.file(
                ".sleeper/ecs/0000aaaa.json",
                "{\"format\":1,\"id\":\"0000aaaa\",\"group\":\"load-3-a1\",\"pid\":1,\"stoppedAt\":\"2026-11-28T12:00:00Z\"}");
        // When / Then
        JsonNode task = cli.run("clusters", "--json", "--all").done().json().at("/resources/0");
        assertThat(task.path("kind").asText()).isEqualTo("ecs-task");
        assertThat(task.path("name").asText()).isEqualTo("load-3-a1");
        assertThat(task.path("state").asText()).isEqualTo("STOPPED");
        assertThat(task.path("since").asText()).isEqualTo("2026-11-28T12:00:00Z");
    }
}
