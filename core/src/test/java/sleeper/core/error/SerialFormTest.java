package sleeper.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SerialFormTest {
    private static final List<Fault> FAULTS = List.of(
            Fault.of(ErrorCode.DISK_FULL, "the disk", "0 bytes", "1 byte"),
            Fault.of(ErrorCode.INTERNAL, "the program", "", ""));

    /** Holds what no stream can write. */
    private static final class UnwritableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"serial", "unused"})
        private final Object handle = new Object();

        UnwritableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static Stream<Class<?>> subtypes() {
        return Stream.of(SleeperException.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("subtypes")
    void shouldKeepEachSubtypeWithItsFaultsAndCause(Class<? extends SleeperException> subtype) throws Exception {
        // Given
        SleeperException sent = subtype.getConstructor(String.class, List.class, Throwable.class)
                .newInstance("It stopped.", FAULTS, new IllegalStateException("why", new IOException("deeper")));
        // When
        SleeperException received = throughBytes(sent);
        // Then
        assertThat(received).isExactlyInstanceOf(subtype).hasMessage(sent.getMessage());
        assertThat(received.code()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(received.faults()).isEqualTo(FAULTS);
        assertThat(received.summary()).isEqualTo("It stopped.");
        assertThat(received.getStackTrace()).isEqualTo(sent.getStackTrace());
        assertThat(received.getCause())
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("why");
        assertThat(received.getCause())
                .cause()
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("deeper");
    }

    @Test
    void shouldKeepOneOfOursThatCausedAnother() throws Exception {
        // Given
        SleeperException inner = new ConflictException("Another was first.", FAULTS);
        SleeperException sent = new RunFailedException("It stopped.", FAULTS, new IllegalStateException(inner));
        // When
        Throwable received = throughBytes(sent).getCause().getCause();
        // Then
        assertThat(received).isExactlyInstanceOf(ConflictException.class).hasNoCause();
        assertThat(((SleeperException) received).faults()).isEqualTo(FAULTS);
    }

    @Test
    void shouldKeepHavingNoCause() throws Exception {
        // When / Then
        assertThat(throughBytes(new ConflictException("Another was first.", FAULTS)))
                .hasNoCause()
                .hasNoSuppressedExceptions();
    }

    @Test
    void shouldDescribeACauseThatCannotBeWritten() throws Exception {
        // Given
        Throwable cause = new UnwritableException("an open handle", new IOException("deeper"));
        // When
        SleeperException received = throughBytes(new RunFailedException("It stopped.", FAULTS, cause));
        // Then
        assertThat(received.faults()).isEqualTo(FAULTS);
        assertThat(received.getCause())
                .isExactlyInstanceOf(ForeignException.class)
                .hasMessage(cause.toString())
                .hasStackTraceContaining("shouldDescribeACauseThatCannotBeWritten");
        assertThat(received.getCause()).cause().hasMessage("java.io.IOException: deeper");
    }

    @Test
    void shouldDescribeACauseWhoseClassTheReaderDoesNotHave() throws Exception {
        // Given the bytes name a class of the same length that nobody has
        Throwable cause = new FamiliarException("why");
        byte[] bytes = write(new RunFailedException("It stopped.", FAULTS, cause));
        String marker = "SerialFormTest$FamiliarException";
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(marker);
        bytes[at] = 'X';
        // When
        SleeperException received = read(bytes);
        // Then
        assertThat(received.getCause())
                .isExactlyInstanceOf(ForeignException.class)
                .hasMessageEndingWith(": why");
    }

    private static final class FamiliarException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FamiliarException(String message) {
            super(message);
        }
    }

    @Test
    void shouldDescribeWhatWasSuppressedEvenIfItWasCausedByTheErrorItself() throws Exception {
        // Given
        SleeperException sent = new RunFailedException("It stopped.", FAULTS);
        sent.addSuppressed(new IllegalStateException("while closing", sent));
        // When / Then
        assertThat(throughBytes(sent).getSuppressed())
                .singleElement()
                .satisfies(each -> assertThat(each).hasMessage("java.lang.IllegalStateException: while closing"));
    }

    private static SleeperException throughBytes(SleeperException sent) throws Exception {
        return read(write(sent));
    }

    private static byte[] write(SleeperException sent) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(sent);
        }
        return bytes.toByteArray();
    }

    private static SleeperException read(byte[] bytes) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (SleeperException) in.readObject();
        }
    }
}
