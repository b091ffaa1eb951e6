package sleeper.run.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkHomeIT {
    @TempDir
    private Path folder;

    private Path jar(String name) throws IOException {
        return Files.writeString(
                Files.createDirectories(folder.resolve("repository")).resolve(name), name);
    }

    @Test
    void shouldMakeAHomeOfLinks() throws IOException {
        // Given
        Path core = jar("spark-core_2.13-4.0.2.jar");
        Path other = jar("zstd-jni-1.5.6-9.jar");
        // When
        SparkHome home = SparkHome.link(folder.resolve("home"), List.of(other, core));
        // Then
        assertThat(home).isEqualTo(new SparkHome(folder.resolve("home"), "4.0.2", "2.13"));
        assertThat(Files.readSymbolicLink(folder.resolve("home/jars/zstd-jni-1.5.6-9.jar")))
                .isEqualTo(other);
        assertThat(SparkHome.open(folder.resolve("home"))).isEqualTo(home);
        assertThat(home.classPath()).isEqualTo(folder + "/home/jars/*");
    }

    @Test
    void shouldRefuseAFolderWithoutSpark() throws IOException {
        // Given
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve("jars"));
        // Then
        assertThatThrownBy(() -> SparkHome.open(home))
                .isInstanceOf(IOException.class)
                .hasMessage(home + " has no jars/spark-core_<Scala version>-<version>.jar");
    }
}
