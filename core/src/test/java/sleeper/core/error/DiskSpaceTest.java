package sleeper.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskSpaceTest {
    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded", "File too large"})
    void shouldKnowTheSystemsWordsInAnyCause(String words) {
        for (Throwable failure : List.of(
                new IOException(words),
                new FileSystemException("b/f", null, words),
                new UncheckedIOException("File b/f could not be written", new IOException(words)),
                new IllegalStateException(new IOException("it failed", new FileSystemException("f", "g", words))))) {
            assertThat(DiskSpace.codeOf(failure)).as(failure.toString()).isEqualTo(ErrorCode.DISK_FULL);
        }
    }

    @Test
    void shouldKnowAnErrorOfOursByItsCodeAlone() {
        Fault full = Fault.of(ErrorCode.DISK_FULL, "b/f", "", "");
        Fault other = Fault.of(ErrorCode.UNAVAILABLE, "b/no space left", "", "");

        assertThat(DiskSpace.isExhausted(new RunFailedException("It failed.", List.of(full))))
                .isTrue();
        assertThat(DiskSpace.isExhausted(new RunFailedException("It failed.", List.of(other))))
                .isFalse();
    }

    @Test
    void shouldTakeNoNameOfAFileForIt() {
        assertThat(DiskSpace.codeOf(new NoSuchFileException("no space left"))).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(DiskSpace.codeOf(new FileSystemException("file too large", null, "Permission denied")))
                .isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(DiskSpace.codeOf(new IOException())).isEqualTo(ErrorCode.UNAVAILABLE);
    }
}
