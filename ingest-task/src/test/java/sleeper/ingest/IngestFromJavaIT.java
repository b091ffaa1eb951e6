package sleeper.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/how-to/ingest-from-java.md} shows, as it is run. */
class IngestFromJavaIT {
    @TempDir
    private Path folder;

    private static IngestReport load(Path home) {
        // snippet
        List<Record> orders = List.of(
                Record.of("key", "customer-7", "timestamp", 1_763_700_000L, "value", "two lamps"),
                Record.of("key", "customer-3", "timestamp", 1_763_700_060L, "value", "a chair"));
        try (IngestRecords ingest = IngestRecords.open(home, "orders", "orders-2026-11-21")) {
            ingest.writeAll(orders);
            return ingest.commit();
        }
        // end
    }

    @Test
    void shouldTakeTheRowsThatThePageTakesOnce() {
        // Given
        TestHome home = TestHome.withTable(folder);
        // When
        IngestReport first = load(folder);
        IngestReport second = load(folder);
        // Then
        assertThat(List.of(first.rows(), first.alreadyCommitted())).isEqualTo(List.of(2L, false));
        assertThat(second).isEqualTo(new IngestReport(first.attempt(), 2, first.files(), true));
        assertThat(home.rows())
                .containsExactly(
                        Map.of("key", "customer-3", "timestamp", 1_763_700_060L, "value", "a chair"),
                        Map.of("key", "customer-7", "timestamp", 1_763_700_000L, "value", "two lamps"));
    }

    @Test
    void shouldBeWhatThePageShows() throws IOException {
        // Given
        String source = Files.readString(Path.of("src/test/java/sleeper/ingest/IngestFromJavaIT.java"));
        int begin = source.indexOf("        // snippet\n") + "        // snippet\n".length();
        String snippet =
                source.substring(begin, source.indexOf("\n        // end\n")).stripIndent() + "\n";
        // When
        String page = Files.readString(Path.of("../docs/how-to/ingest-from-java.md"));
        // Then
        assertThat(page).contains("```java\n" + snippet + "```\n");
    }
}
