package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of commands is the one that lies in the project; {@code -Dpages.write} writes it. */
class CommandsPageIT {
    private static final Path PAGE = Path.of(System.getProperty("project.root")).resolve(CommandsPage.PATH);

    @Test
    void shouldShowTheCommandsAsTheyAre(@TempDir Path folder) throws IOException {
        String page = CommandsPage.render(new Cli(folder).catalogue());
        if (System.getProperty("pages.write") != null) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as(CommandsPage.PATH + " is stale: run mvn -pl cli -am verify -Dpages.write")
                .isEqualTo(page);
    }
}
