package sleeper.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SimulatorPageTest {
    @Test
    void shouldHaveThePageThatTheSimulatorWrites() throws IOException {
        // Given the page in the documentation; 'java … SimulatorPage FILE' writes it
        Path page = Path.of(System.getProperty("project.root"), "docs", "reference", "simulator.md");
        // When / Then
        assertThat(Files.readString(page)).isEqualTo(SimulatorPage.render());
    }
}
