package sleeper.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SimulatorPageTest {
    @Test
    void shouldHaveThePageThatTheSimulatorWrites() throws IOException {
        // Given the page in the documentation; -Dpages.write writes it
        Path page = Path.of(System.getProperty("project.root"), "docs", "reference", "simulator.md");
        String expected = SimulatorPage.render();
        if (System.getProperty("pages.write") != null) {
            Files.writeString(page, expected);
        }
        // When / Then
        assertThat(page).content().isEqualTo(expected);
    }
}
