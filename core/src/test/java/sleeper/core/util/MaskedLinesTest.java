package sleeper.core.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MaskedLinesTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream lines = MaskedLines.to(written);

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldMaskALineThatIsPrintedInParts() {
        lines.print("could not read s3://key:sec");
        assertThat(text()).isEmpty();
        lines.println("ret@b1/größe");
        assertThat(text()).isEqualTo("could not read s3://***@b1/größe" + System.lineSeparator());
    }

    @Test
    void shouldMaskAStackTrace() {
        new IllegalStateException("password=hunter2").printStackTrace(lines);
        assertThat(text()).startsWith("java.lang.IllegalStateException: password=***\n\tat ");
    }

    @Test
    void shouldLeaveBytesAloneThatAreNoText() {
        lines.write(0xff);
        lines.write('\n');
        assertThat(written.toByteArray()).containsExactly(0xff, '\n');
    }

    @Test
    void shouldPassOnTheLastLineWhenItIsClosed() {
        lines.print("Authorization: Bearer abc");
        lines.close();
        assertThat(text()).isEqualTo("Authorization: Bearer ***");
    }

    @Test
    void shouldKeepNoMoreThanALongLine() {
        lines.print("x".repeat(200_000));
        assertThat(written.size()).isEqualTo(3 << 16);
    }
}
