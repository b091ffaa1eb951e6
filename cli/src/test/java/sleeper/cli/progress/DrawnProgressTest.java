package sleeper.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sleeper.api.job.Progress;
import sleeper.statestore.instance.Executions.Status;
import sleeper.statestore.instance.TaskProgress;

class DrawnProgressTest {
    private static final Pattern PIECE = Pattern.compile("\u001B\\[([0-9;]*)([A-Za-z])|\r|\n|[^\u001B\r\n]+");
    private static final int WIDTH = 80;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final DrawnProgress drawn =
            new DrawnProgress(new PrintStream(written, true, StandardCharsets.UTF_8), () -> now);

    /** @return what a terminal shows of all that was written, line by line; colours are left out */
    private List<String> screen() {
        List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
        int row = 0;
        int column = 0;
        Matcher piece = PIECE.matcher(written.toString(StandardCharsets.UTF_8));
        while (piece.find()) {
            String text = piece.group();
            if (text.equals("\n")) {
                row++;
                column = 0;
                if (row == lines.size()) {
                    lines.add(new StringBuilder());
                }
            } else if (text.equals("\r")) {
                column = 0;
            } else if (piece.group(2) == null) {
                StringBuilder line = lines.get(row);
                line.setLength(Math.max(line.length(), column));
                line.replace(column, Math.min(line.length(), column + text.length()), text);
                column += text.length();
                assertThat(column).as("a line that would wrap: " + line).isLessThan(WIDTH);
            } else if (piece.group(2).equals("A")) {
                row -= Integer.parseInt(piece.group(1));
                assertThat(row).isNotNegative();
            } else if (piece.group(2).equals("K")) {
                lines.get(row).setLength(column);
            } else {
                assertThat(piece.group(2)).isEqualTo("m");
            }
        }
        assertThat(column).as("the cursor stands at the start of a line").isZero();
        return lines.subList(0, row).stream()
                .map(line -> line.toString().stripTrailing())
                .toList();
    }

    private void show(Status status, Optional<TaskProgress> task, String... states) {
        drawn.show(new Progress(List.of(states), status, Optional.empty(), task));
    }

    private void passes(long millis) {
        now = now.plusMillis(millis);
    }

    @Test
    void shouldDrawOverWhatItDrewWithATimeForEachState() {
        drawn.show(Progress.NOT_TAKEN);
        assertThat(screen()).containsExactly("    waiting to be taken");
        // When
        show(Status.RUNNING, Optional.empty(), "Validate job");
        passes(400);
        show(Status.RUNNING, Optional.empty(), "Validate job", "Which platform?", "Run ingest task");
        passes(2_000);
        TaskProgress half = new TaskProgress("writing", 500_000, 1_000_000, OptionalLong.of(250_000));
        show(Status.RUNNING, Optional.of(half), "Validate job", "Which platform?", "Run ingest task");
        // Then
        assertThat(screen())
                .containsExactly(
                        "  + Validate job  0.4 s",
                        "  + Which platform?",
                        "  > Run ingest task  2.0 s",
                        "    sorting and writing",
                        "    [####################....................] 50 %",
                        "    500,000 of 1,000,000 rows, 250,000 rows/s, 2.0 s left");
    }

    @Test
    void shouldShowWhereSparkIsSeenAsItRuns() {
        // When
        TaskProgress half = new TaskProgress("writing", 500_000, 1_000_000, OptionalLong.empty());
        show(Status.RUNNING, Optional.of(half.withPages(Optional.of("http://127.0.0.1:40404"))), "Run step");
        // Then
        assertThat(screen()).endsWith("    500,000 of 1,000,000 rows", "    Spark UI http://127.0.0.1:40404");
    }

    @Test
    void shouldLeaveTheStatesWhenAllIsOver() {
        // Given
        show(Status.RUNNING, Optional.empty(), "Validate job");
        passes(100);
        show(Status.RUNNING, Optional.empty(), "Validate job", "Commit");
        passes(100);
        // When
        show(Status.SUCCEEDED, Optional.empty(), "Validate job", "Commit");
        // Then
        assertThat(screen()).containsExactly("  + Validate job  0.1 s", "  + Commit  0.1 s");
    }

    @Test
    void shouldMarkWhereItFailedAndSayWhyItWaits() {
        // Given
        drawn.show(new Progress(
                List.of("Validate job"), Status.RUNNING, Optional.of("waiting: the disk\nis full"), Optional.empty()));
        assertThat(screen()).containsExactly("  > Validate job", "    waiting: the disk is full");
        // When
        show(Status.FAILED, Optional.empty(), "Validate job");
        // Then
        assertThat(screen()).startsWith("  x Validate job");
    }

    @Test
    void shouldDrawTheLastOfManyStatesAndCutLongNames() {
        // Given
        String[] states = IntStream.range(0, 40)
                .mapToObj(i -> "State " + i + " " + "x".repeat(100))
                .toArray(String[]::new);
        // When
        show(Status.RUNNING, Optional.empty(), states);
        show(Status.RUNNING, Optional.empty(), states);
        // Then
        assertThat(screen())
                .hasSize(17)
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(WIDTH))
                .first()
                .asString()
                .startsWith("  + State 24 ");
    }

    @Test
    void shouldLetNoNameMoveTheCursor() {
        // When
        show(Status.RUNNING, Optional.empty(), "bad\u001B[2J\rname");
        // Then
        assertThat(screen().get(0)).startsWith("  > bad").endsWith("name");
    }
}
