package sleeper.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** DynamoDB Local may not be shipped: no module but this has it, and what has this one has tests alone. What is shipped is opened elsewhere. */
class LicenceIT {
    private static final Path ROOT = Path.of(System.getProperty("project.root"));

    private static List<String> modulesThatDependOn(String artifact) throws IOException {
        try (Stream<Path> files = Files.find(ROOT, 4, (file, about) -> file.endsWith("pom.xml"))) {
            return files.filter(file -> dependsOn(file, artifact))
                    .map(file -> ROOT.relativize(file.getParent()).toString())
                    .toList();
        }
    }

    private static boolean dependsOn(Path pom, String artifact) {
        try {
            // A module names itself in the same words, before its first dependency.
            String text = Files.readString(pom);
            int dependencies = text.indexOf("<dependencies>");
            return dependencies >= 0 && text.indexOf("<artifactId>" + artifact + "</artifactId>", dependencies) >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldHaveDynamoDbLocalInNoModuleButThis() throws IOException {
        assertThat(modulesThatDependOn("DynamoDBLocal")).containsExactly("verification/aws-stores/dynamodb");
        assertThat(modulesThatDependOn("sleeper-verification-aws-stores-dynamodb"))
                .allMatch(module -> module.equals("verification") || module.startsWith("benchmarks"));
    }
}
