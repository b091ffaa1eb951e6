package sleeper.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The image of the ingest task, as its Dockerfile describes it. */
class TaskImageIT {
    private static final Path CONTEXT = Path.of(System.getProperty("project.root"), "ingest-task");
    private static final String MAIN = "sleeper.ingest.IngestTask";
    private static final String ENTRYPOINT = "ENTRYPOINT ";

    private static List<String> instructions() throws IOException {
        return Files.readString(CONTEXT.resolve("docker/Dockerfile"))
                .replaceAll("\\\\\n\\s*", "")
                .lines()
                .toList();
    }

    private static Stream<String> arguments(String instruction) throws IOException {
        return instructions().stream()
                .filter(line -> line.startsWith(instruction))
                .map(line -> line.substring(instruction.length()));
    }

    private static List<String> entrypoint() throws IOException {
        return new ObjectMapper()
                .readValue(arguments(ENTRYPOINT).findFirst().orElseThrow(), new TypeReference<List<String>>() {});
    }

    @Test
    void shouldRunTheTaskAsTheEmbeddedRunDoes() throws IOException {
        assertThat(entrypoint()).startsWith("java").endsWith("-cp", "/opt/sleeper/lib/*", MAIN);
        assertThat(CONTEXT.resolve("src/main/java").resolve(MAIN.replace('.', '/') + ".java"))
                .exists();
        assertThat(entrypoint())
                .containsAll(TaskJvm.options(1L << 30).stream()
                        .filter(option -> !option.startsWith("-Xmx"))
                        .toList());
    }

    @Test
    void shouldBePinnedAndNotRunAsRoot() throws IOException {
        assertThat(arguments("ARG JRE_TAG=")).singleElement().asString().matches("17\\.\\d+\\.\\d+_\\d+-jre-\\w+");
        assertThat(arguments("USER ")).singleElement().asString().matches("[1-9]\\d*");
    }

    @Test
    void shouldCopyOnlyWhatIsInTheBuildsContext() throws IOException {
        assertThat(Files.readAllLines(CONTEXT.resolve(".dockerignore")))
                .containsExactly("*", "!target/jars/*.jar", "!target/sleeper-ingest-task-*.jar");
        assertThat(arguments("COPY ").map(copy -> copy.split(" ")[0]))
                .containsExactly("target/jars/", "target/sleeper-ingest-task-${SLEEPER_VERSION}.jar");
    }
}
