package sleeper.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.testkit.process.ScriptedMaven;

/** What is built, when, and by which command; a script stands for Maven. */
class BuiltS3PartsIT {
    @TempDir
    Path folder;

    private Path root;
    private ScriptedMaven maven;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void makeProject() throws IOException {
        maven = new ScriptedMaven(folder);
        root = maven.root();
        maven.source("s3-server/src/main/java/Server.java", "class Server {}");
        maven.does("""
                mkdir -p s3-server/target/for-s3 repository
                echo proxy > repository/s3proxy-4.jar
                printf %s "$PWD/repository/s3proxy-4.jar" > s3-server/target/for-s3/server.classpath
                cat s3-server/src/main/java/Server.java > s3-server/target/for-s3/sleeper-s3-server-1.jar
                """);
    }

    private BuiltS3Parts parts() {
        return new BuiltS3Parts(root, maven.command().toString(), told::add);
    }

    @Test
    void shouldBuildTheServerOnFirstUseAndUseItAgain() throws IOException {
        // Given
        assertThat(parts().find()).isEmpty();
        // When
        List<Path> jars = parts().jars();
        // Then
        assertThat(jars)
                .extracting(jar -> jar.getFileName().toString())
                .containsExactly("s3proxy-4.jar", "sleeper-s3-server-1.jar");
        assertThat(jars.get(0)).hasContent("proxy");
        assertThat(jars.get(1)).hasContent("class Server {}");
        assertThat(parts().jars()).isEqualTo(jars);
        assertThat(parts().find()).contains(jars);
        assertThat(maven.calls())
                .containsExactly("-q -B -Dquick -Dmaven.test.skip=true -Djar.alone -Dbuild.folder=target/for-s3"
                        + " -pl s3-server -am package");
        assertThat(told)
                .containsExactly(
                        "Building the S3 server and fetching what it is made of (once; its log is "
                                + root.resolve("s3-server/target/s3-parts/build.log") + ") ...",
                        "The S3 server is there.");
    }

    @Test
    void shouldBuildItAnewWhenSourcesHaveChanged() throws IOException {
        // Given
        List<Path> before = parts().jars();
        // When
        maven.source("s3-server/src/main/java/Server.java", "class Server { int b; }");
        List<Path> now = parts().jars();
        // Then
        assertThat(now.get(1)).hasContent("class Server { int b; }");
        assertThat(before.get(1)).hasContent("class Server {}");
    }

    @Test
    void shouldBuildItAnewWhenAJarWasClearedAway() throws IOException {
        // Given
        parts().jars();
        Files.delete(root.resolve("repository/s3proxy-4.jar"));
        // When / Then
        assertThat(parts().find()).isEmpty();
        assertThat(parts().jars()).allMatch(Files::exists);
    }

    @Test
    void shouldSayWhyItWasNotBuilt() throws IOException {
        // Given
        maven.does("echo 'no network'; exit 7");
        // When / Then
        assertThatThrownBy(parts()::jars)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The S3 server was not built: Maven ended with 7.")
                .hasMessageContaining("connect again")
                .hasMessageContaining("no network");
    }

    @Test
    void shouldSayThatMavenIsNotThere() throws IOException {
        Files.delete(maven.command());
        assertThatThrownBy(parts()::jars)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Install Maven 3.8 or later");
    }
}
