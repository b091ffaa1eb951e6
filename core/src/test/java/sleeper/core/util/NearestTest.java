package sleeper.core.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestTest {
    private static final List<String> KNOWN = List.of(
            "files",
            "id",
            "platformSpec",
            "sleeper.ingest.memory.budget",
            "sleeper.ingest.threads",
            "sleeper.table.ingest.memory.budget",
            "sleeper.table.max.file.rows",
            "tableName");

    @ParameterizedTest
    @CsvSource({
        "file, files",
        "FILES, files",
        "flies, files",
        "filess, files",
        "tabelName, tableName",
        "tablename, tableName",
        "platform_spec, platformSpec",
        "sleeper.ingest.memory.budgets, sleeper.ingest.memory.budget",
        "sleeper.ingest.memry.budgt, sleeper.ingest.memory.budget",
        "memory.budget, sleeper.ingest.memory.budget",
        "memory-budget, sleeper.ingest.memory.budget",
        "ingestThreads, sleeper.ingest.threads",
        "max.file.rows, sleeper.table.max.file.rows",
        "rows, sleeper.table.max.file.rows"
    })
    void shouldFindWhatWasProbablyMeant(String given, String meant) {
        assertThat(Nearest.to(given, KNOWN).orElse(null)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "ID2", "color", "sleeper", "sleeper.x", "fi", "ß", "..."})
    void shouldFindNothingWhereNothingIsNear(String given) {
        assertThat(Nearest.to(given, KNOWN)).isEmpty();
    }

    @Test
    void shouldTakeTheFirstInOrderOfThoseThatAreEquallyNear() {
        assertThat(Nearest.to("filex", List.of("files", "filed"))).contains("filed");
    }

    @Test
    void shouldFindNothingAmongNoWords() {
        assertThat(Nearest.to("files", List.of())).isEmpty();
    }
}
