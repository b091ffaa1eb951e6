package sleeper.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is in the jars that a release carries, and what is not: servers of the tests, one of which may not be passed on. */
class ShippedJarsIT {
    private static final Pattern SERVERS = Pattern.compile(
            "com/amazonaws/services/dynamodbv2/.*|org/gaul/s3proxy/.*|com/almworks/sqlite4java/.*|org/eclipse/jetty/.*");

    /** The jars of the Spark job, and the class path of the command line, which tasks and handlers of the embedded run share. */
    static List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>();
        try (Stream<Path> built = Files.list(ProjectTree.root().resolve("spark-job/target"))) {
            built.filter(file -> file.getFileName().toString().matches("sleeper-spark-job-.*-spark[0-9]\\.jar"))
                    .forEach(jars::add);
        }
        assertThat(jars).isNotEmpty();
        for (String entry : System.getProperty("java.class.path").split(":")) {
            if (entry.endsWith(".jar")) {
                jars.add(Path.of(entry));
            }
        }
        return jars;
    }

    @ParameterizedTest
    @MethodSource("jars")
    void shouldHoldNoServerOfTheTests(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            assertThat(zip.stream().map(entry -> entry.getName()))
                    .noneMatch(name -> SERVERS.matcher(name).matches());
        }
    }

    /** A test that looks for nothing that there is finds nothing. */
    @Test
    void shouldKnowTheServersWhereTheyAre() throws IOException {
        for (String module : List.of("s3", "dynamodb")) {
            Path list = ProjectTree.root().resolve("verification/aws-stores/" + module + "/target/server.classpath");
            long holding = 0;
            List<String> jars = Stream.of(Files.readString(list).strip().split(":"))
                    .filter(entry -> entry.endsWith(".jar"))
                    .toList();
            for (String jar : jars) {
                try (ZipFile zip = new ZipFile(jar)) {
                    holding += zip.stream()
                            .filter(entry -> SERVERS.matcher(entry.getName()).matches())
                            .count();
                }
            }
            assertThat(holding).as(module).isPositive();
        }
    }
}
