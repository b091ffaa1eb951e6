package sleeper.statemachine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sleeper.statemachine.StateMachineFile;

/** The graph of each machine as it is given to those who draw it; run with {@code -Dpages.write} to make the files anew. */
class GraphGoldenIT {
    private static final Path FOLDER =
            Path.of(System.getProperty("project.root"), "statemachines/src/test/resources/sleeper/statemachine/graph");

    @ParameterizedTest
    @EnumSource(StateMachineFile.class)
    void shouldGiveTheGraphOfEveryMachine(StateMachineFile file) throws IOException {
        // Given
        Path golden = FOLDER.resolve(file.machineName() + ".json");
        // When
        String graph = GraphJson.toJson(MachineGraph.parse(file.text())).toPrettyString() + "\n";
        if (System.getProperty("pages.write") != null) {
            Files.writeString(golden, graph);
        }
        // Then
        assertThat(golden).content().isEqualTo(graph);
    }
}
