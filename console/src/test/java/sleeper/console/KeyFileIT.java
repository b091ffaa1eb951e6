package sleeper.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileIT {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("console.key");
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private void write(byte[] content, String permissions) throws IOException {
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void shouldKeepAKeyThatItsOwnerAloneMayRead() throws IOException {
        byte[] made = KeyFile.read(file);

        assertThat(made).hasSize(32);
        assertThat(permissions()).isEqualTo("rw-------");
        assertThat(KeyFile.read(file)).isEqualTo(made);
    }

    @Test
    void shouldMakeAnotherKeyForEachFile() throws IOException {
        assertThat(KeyFile.read(file)).isNotEqualTo(KeyFile.read(folder.resolve("other.key")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "no key", "00", "0", "000102030405060708090a0b0c0d0e0f\n", "Ã¿Ã¾"})
    void shouldMakeAKeyAnewInPlaceOfADamagedOne(String damaged) throws IOException {
        write(damaged.getBytes(StandardCharsets.ISO_8859_1), "rw-------");

        byte[] made = KeyFile.read(file);

        assertThat(made).hasSize(32);
        assertThat(KeyFile.read(file)).isEqualTo(made);
        assertThat(permissions()).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw-rw-", "rw-----w-"})
    void shouldMakeAKeyAnewThatOthersMayHaveRead(String permissions) throws IOException {
        // Given
        byte[] first = KeyFile.read(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        // When
        byte[] second = KeyFile.read(file);
        // Then
        assertThat(second).isNotEqualTo(first);
        assertThat(permissions()).isEqualTo("rw-------");
        assertThat(KeyFile.read(file)).isEqualTo(second);
    }

    @Test
    void shouldSayThatAFolderIsInTheWay() throws IOException {
        Files.createDirectories(file.resolve("full"));

        assertThatThrownBy(() -> KeyFile.read(file)).isInstanceOf(IOException.class);
    }
}
