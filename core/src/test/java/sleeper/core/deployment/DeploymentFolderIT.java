package sleeper.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.platform.Platform;

class DeploymentFolderIT {
    @TempDir
    private Path home;

    private void write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Path unused = Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void shouldReadThePropertiesOfTheInstanceAndOfEachTable() throws IOException {
        write("instance.properties", "sleeper.id=prod\nsleeper.optional.stacks=IngestStack,EksBulkImportStack\n");
        write("tables/orders.properties", "sleeper.table.bulk.import.min.leaf.partitions=4\n");
        write("tables/notes.txt", "no properties");

        DeploymentFolder read = DeploymentFolder.read(home);

        assertThat(read.names()).isEqualTo(new InstanceNames("prod"));
        assertThat(read.platforms()).containsExactlyInAnyOrder(Platform.STANDARD, Platform.EKS);
        assertThat(read.tables())
                .isEqualTo(Map.of("orders", Map.of("sleeper.table.bulk.import.min.leaf.partitions", "4")));
    }

    @Test
    void shouldTellAllThatIsWrongInAllFilesAtOnce() throws IOException {
        write(
                "instance.properties",
                "sleeper.id=prod\nsleeper.optional.stacks=IngestStack\nsleeper.errors.email=nobody\n");
        write("tables/a.properties", "sleeper.table.bulk.import.min.leaf.partitions=-1\n");
        write("tables/b.properties", "x=1\nx=2\n");

        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> DeploymentFolder.read(home));

        assertThat(refused.faults())
                .extracting(Fault::where)
                .satisfiesExactly(
                        where -> assertThat(where).contains("instance.properties", "sleeper.errors.email"),
                        where -> assertThat(where).contains("tables/a.properties"),
                        where -> assertThat(where).contains("tables/b.properties"));
    }

    @Test
    void shouldSayWhichFileIsNotThere() {
        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> DeploymentFolder.read(home));

        assertThat(refused.getMessage())
                .contains(home.resolve("instance.properties").toString(), "no such file", "SLEEPER_HOME");
    }

    @Test
    void shouldRefuseAFileThatIsNoTables() throws IOException {
        write("instance.properties", "sleeper.id=prod\n");
        write("tables/my table!.properties", "");
        Path unused = Files.createDirectories(home.resolve("tables/folder.properties"));

        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> DeploymentFolder.read(home));

        assertThat(refused.faults())
                .extracting(Fault::where)
                .containsExactly("tables/folder.properties", "tables/my table!.properties");
        assertThat(refused.getMessage()).contains("1 to 64 letters, digits, _ and -");
    }

    @Test
    void shouldRefuseTextThatIsNotUtf8() throws IOException {
        Files.write(home.resolve("instance.properties"), "sleeper.id=\u00fc".getBytes(StandardCharsets.ISO_8859_1));

        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> DeploymentFolder.read(home));

        assertThat(refused.getMessage()).contains("bytes that are not UTF-8");
    }
}
