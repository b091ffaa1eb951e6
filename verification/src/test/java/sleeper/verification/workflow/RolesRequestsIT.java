package sleeper.verification.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.verification.ProjectTree;
import sleeper.verification.permission.Recording;
import sleeper.verification.servers.AwsServers;

/** Records what is asked of AWS in each role on every way that executions go. */
@Tag("long")
class RolesRequestsIT {
    private static final String PATH = "statemachines/src/test/resources/sleeper/statemachine/permission/recorded.txt";

    @TempDir
    private Path folder;

    @Test
    void shouldHaveOnRecordWhatEachRoleAsksFor() throws Exception {
        // Given
        SortedSet<String> lines = new TreeSet<>();
        try (AwsServers servers = AwsServers.start()) {
            for (String stores : List.of("s3", "s3,dynamodb")) {
                Recording recording = new Recording(stores.equals("s3") ? "s3" : "dynamodb");
                servers.listenBy(recording::take);
                // When
                new RolesStories(servers, stores, folder.resolve(recording.driver()), recording).playAll();
                lines.addAll(recording.lines());
            }
        }
        // Then
        Path file = ProjectTree.root().resolve(PATH);
        if (System.getProperty("pages.write") != null) {
            Files.createDirectories(file.getParent());
            Files.write(file, lines);
        }
        assertThat(Files.readAllLines(file))
                .as(
                        "%s is stale: run mvn -pl verification -am verify -Dit.test=RolesRequestsIT -Dleft.out=none -Dpages.write, and change"
                                + " permissions.json as the tests of the state machines then ask for",
                        PATH)
                .containsExactlyElementsOf(lines);
    }
}
