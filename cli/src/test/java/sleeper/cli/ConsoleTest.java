package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import sleeper.api.error.ErrorReport;
import sleeper.cli.frame.Console;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;

class ConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));

    @Test
    void shouldKeepWhatOthersWroteFromSteeringTheTerminal() {
        // Given
        String text = "grün\n日本 \u001b[2Jgone\u202e\u009b1m\rback";
        // When
        console.result(text);
        console.progress(text);
        // Then
        String harmless = "grün\n日本  [2Jgone  1m back\n";
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(harmless);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(harmless);
    }

    @Test
    void shouldKeepFaultsFromSteeringTheTerminal() {
        // Given
        Fault fault = new Fault(ErrorCode.UNKNOWN_FIELD, "the field", "'\u001b]0;'", "a field", "Mend it.");
        // When
        console.error(ErrorReport.of("Not sent.", List.of(fault)), false);
        // Then
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("error: UNKNOWN_FIELD: Not sent.\n  UNKNOWN_FIELD")
                .contains("' ]0;'");
    }
}
