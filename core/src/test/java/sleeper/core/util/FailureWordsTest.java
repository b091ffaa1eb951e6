package sleeper.core.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureWordsTest {
    @Test
    void shouldSayWhatAFileSystemRefusedAndWhere() {
        assertThat(FailureWords.of(new NoSuchFileException("in/a"))).isEqualTo("in/a: no such file or folder");
        assertThat(FailureWords.of(new AccessDeniedException("in/a"))).isEqualTo("in/a: permission denied");
        assertThat(FailureWords.of(new FileSystemException("in/a", null, "Too many open files")))
                .isEqualTo("in/a: Too many open files");
        assertThat(FailureWords.of(new FileSystemException(null, null, "Stale file handle")))
                .isEqualTo("Stale file handle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Connection reset", "don't know what type: 14"})
    void shouldRepeatAMessageThatIsForPeople(String message) {
        assertThat(FailureWords.of(new IOException(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cannot invoke \"sleeper.core.Foo.bar()\" because \"foo\" is null",
                "Cannot read the array length because \"<local3>\" is null",
                "java.io.IOException: broken",
                "broken in open(String)",
                "Struct: Header$Scheme@3c7c886c",
                "",
                " "
            })
    void shouldNotRepeatAMessageThatIsForProgrammers(String message) {
        assertThat(FailureWords.of(new IllegalStateException(message)))
                .isEqualTo("an unexpected IllegalStateException");
    }

    /** Minutes for each, if what follows is looked at from each place before it. */
    @ParameterizedTest
    @ValueSource(strings = {"a.", " was not found in", "Cannot read \n", "@12345"})
    void shouldLookAtALongMessageOnce(String part) {
        assertThat(FailureWords.of(new IOException(part.repeat(200_000)))).isNotEmpty();
    }

    @Test
    void shouldSayWhichKindWhereThereIsNoMessage() {
        assertThat(FailureWords.of(new StackOverflowError())).isEqualTo("an unexpected StackOverflowError");
        assertThat(FailureWords.of(new UncheckedIOException(new IOException("broken"))))
                .isEqualTo("an unexpected UncheckedIOException");
    }

    @Test
    void shouldLeaveOutTheClassOfWhatThriftMisses() {
        assertThat(
                        FailureWords.of(
                                new IOException(
                                        "Required field 'num_values' was not found in serialized data! Struct: a.b.Header$Scheme@3c7c886c")))
                .isEqualTo("Required field 'num_values' was not found in serialized data");
    }
}
