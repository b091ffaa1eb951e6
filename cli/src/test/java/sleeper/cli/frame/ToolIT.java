package sleeper.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolIT {
    @TempDir
    private Path folder;

    @Test
    void shouldPassOverWhatJavaSaysOfItsEnvironment() throws Exception {
        // Given
        Path program = Files.writeString(folder.resolve("maven"), """
                #!/bin/sh
                echo 'NOTE: Picked up JDK_JAVA_OPTIONS: -Xmx1g' >&2
                echo 'Picked up JAVA_TOOL_OPTIONS: -Xmx1g' >&2
                echo "Apache Maven 3.9.9 by $1"
                """);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        // When / Then
        assertThat(Tool.version(Map.of("PATH", folder.toString()), "maven", "--version"))
                .contains("Apache Maven 3.9.9 by --version");
    }
}
