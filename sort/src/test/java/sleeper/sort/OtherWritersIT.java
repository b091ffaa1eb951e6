package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.schema.Field;
import sleeper.core.schema.Schema;
import sleeper.sort.check.InputCheck;
import sleeper.sort.check.TimestampUnits;
import sleeper.sort.format.Footer;
import sleeper.sort.reference.LoadedTable;
import sleeper.sort.schema.SchemaOfParquet;
import sleeper.sort.schema.SchemaOfParquet.NamedSchema;
import sleeper.statestore.file.LocalFileStore;

/** Files that other writers made with their default settings, from the script beside them. */
class OtherWritersIT {
    private static final int ROWS = 20;

    @TempDir
    Path root;

    static Stream<Path> files() throws IOException, URISyntaxException {
        Path folder = Path.of(
                        OtherWritersIT.class.getResource("/writers/make.py").toURI())
                .resolveSibling("");
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".parquet")).sorted().toList().stream();
        }
    }

    /** @return what the columns have; not every file has all of them */
    private static Map<String, Object> row(int id) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", (long) id);
        row.put("small", id);
        row.put("large", new BigDecimal(BigInteger.TWO.pow(64).subtract(BigInteger.valueOf(ROWS - id))));
        row.put("number", id / 2.0);
        row.put("flag", id % 2 == 0);
        row.put("text", id % 5 == 2 ? null : "text " + id);
        row.put("kind", "kind " + id % 3);
        row.put("at", Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofHours(id)));
        row.put("later", Instant.parse("2026-01-01T00:00:00.000000001Z").plus(Duration.ofHours(id)));
        row.put("nothing", null);
        return row;
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldLoadEveryValueAsItWasWritten(Path file) throws IOException {
        // Given
        Files.createDirectories(root.resolve("in"));
        Files.copy(file, root.resolve("in/f.parquet"));
        Schema schema = schema();
        List<Map<String, Object>> expected = new ArrayList<>();
        for (int id = 0; id < ROWS; id++) {
            Map<String, Object> row = row(id);
            row.keySet().retainAll(schema.allFields().stream().map(Field::name).toList());
            expected.add(row);
        }
        // When / Then
        assertThat(LoadedTable.rows(root, schema, "f.parquet")).isEqualTo(expected);
    }

    private Schema schema() throws IOException {
        FileStore store = new LocalFileStore(root);
        FileInfo file = store.find(new FilePath("in", "f.parquet")).orElseThrow();
        Footer footer = InputCheck.readFooter(store, file);
        NamedSchema named = new NamedSchema("f", footer.root());
        return TimestampUnits.refined(
                store, List.of(file), List.of(footer), SchemaOfParquet.infer(List.of(named), List.of("id"), List.of()));
    }
}
