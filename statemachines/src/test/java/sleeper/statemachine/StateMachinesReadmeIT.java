package sleeper.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README is made from the files; run with {@code -Dpages.write} to make it anew. */
class StateMachinesReadmeIT {
    private static final String INTRODUCTION = """
            # State machines

            One machine a file, in [`src/main/asl`](src/main/asl). Names in `${…}` are resources of a deployment, listed in
            [`substitutions.properties`](src/main/asl/substitutions.properties); `StateMachineFile.prepare` fits a file to a
            deployment, for CDK and the embedded run alike. This page is made from the files: change those, then run
            `mvn -pl statemachines -am verify -Dpages.write`.

            """;

    @Test
    void shouldShowEveryMachineAsItIs() throws IOException {
        // Given
        Path readme = Path.of(System.getProperty("project.root"), "statemachines", "README.md");
        String expected = INTRODUCTION
                + StateMachineFile.all().stream().map(StateMachinePage::of).collect(Collectors.joining("\n"));
        // When
        if (System.getProperty("pages.write") != null) {
            Files.writeString(readme, expected);
        }
        // Then
        assertThat(readme).content().isEqualTo(expected);
    }
}
