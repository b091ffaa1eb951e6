package sleeper.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is deployed is what was looked at: a change of a template shows in the project's own changes. {@code -Dpages.write} writes the
 * templates.
 */
class GoldenTemplatesIT {
    private static final Path GOLDEN =
            Path.of(System.getProperty("basedir", ".")).resolve("src/test/templates");

    @TempDir
    private Path folder;

    static Stream<String> names() {
        return Templates.chosen().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldMakeTheTemplateThatWasLookedAt(String name) throws IOException {
        String made = Templates.text(Templates.stack(folder, Templates.chosen().get(name), Map.of()));
        Path file = GOLDEN.resolve(name + ".json");
        if (System.getProperty("pages.write") != null) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, made);
        }
        assertThat(made)
                .as(file + " is not what is made now: run mvn -pl cdk -am verify -Dpages.write, and look at the change")
                .isEqualTo(Files.readString(file));
    }
}
