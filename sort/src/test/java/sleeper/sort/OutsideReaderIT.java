package sleeper.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.job.TableLocation;
import sleeper.core.key.KeyValue;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Schema;
import sleeper.core.table.DataFile;
import sleeper.core.table.TableName;
import sleeper.core.table.WrittenFile;
import sleeper.sort.check.InputCheck;
import sleeper.sort.encode.WriteSettings;
import sleeper.sort.format.Footer;
import sleeper.sort.schema.SchemaOfParquet;
import sleeper.statestore.file.LocalFileStore;

/** Files that DuckDB wrote are sorted, and DuckDB reads in ours the same rows. */
class OutsideReaderIT {
    private static final TableLocation TABLE = new TableLocation("tables", new TableName("t"));

    /** Every type that both know, with nulls, repeated values, long runs, and values that share beginnings. */
    private static final String ROWS = """
            SELECT (i * 7919) % 20011 - 10000 AS number,
                   'key-' || lpad(((i * 104729) % 5003)::VARCHAR, 6, '0') AS text,
                   i * 1000003 AS id,
                   CASE WHEN i % 7 = 0 THEN NULL ELSE (i / 3.0)::DOUBLE END AS ratio,
                   CASE WHEN i % 5 = 0 THEN NULL ELSE (i * 0.5)::FLOAT END AS part,
                   i % 3 = 0 AS flag,
                   CASE WHEN i % 11 = 0 THEN NULL ELSE DATE '2020-01-01' + (i % 4000)::INTEGER END AS day,
                   TIMESTAMPTZ '2020-01-01 00:00:00+00' + INTERVAL (i) SECOND AS moment,
                   TIMESTAMP '2020-01-01 00:00:00' + INTERVAL (i) MINUTE AS local_time,
                   (i / 100.0)::DECIMAL(9,2) AS small_amount,
                   (i * 12345.678)::DECIMAL(18,3) AS amount,
                   (i * 123456789012345.678)::DECIMAL(38,3) AS large_amount,
                   CASE WHEN i % 4 = 0 THEN NULL ELSE [i, NULL, i + 1] END AS list,
                   {'a': i, 'b': CASE WHEN i % 2 = 0 THEN 'even' END} AS struct,
                   MAP {'k' || (i % 3): i} AS map,
                   encode('bytes' || (i % 100)) AS bytes
            FROM range(30000) t(i)
            """;

    @TempDir
    Path root;

    @Test
    void shouldGiveDuckDbTheRowsThatDuckDbWrote() throws Exception {
        FileStore store = new LocalFileStore(root);
        Files.createDirectories(root.resolve("in"));
        String in = root.resolve("in/rows.parquet").toString();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            // Given rows that DuckDB wrote
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("COPY (" + ROWS + ") TO '" + in + "' (FORMAT parquet, ROW_GROUP_SIZE 4000)");
            FileInfo file = store.find(new FilePath("in", "rows.parquet")).orElseThrow();
            Footer footer = InputCheck.readFooter(store, file);
            Schema schema = SchemaOfParquet.infer(
                    List.of(new SchemaOfParquet.NamedSchema("rows", footer.root())),
                    List.of("number", "text"),
                    List.of("id"));
            InputCheck.Result check = InputCheck.check(store, file, schema);
            assertThat(check.faults()).isEmpty();
            // When they are sorted into leaves that cut both row keys
            List<DataFile> files = sort(store, schema, check.input());
            // Then DuckDB reads the same rows from our files, with all their types
            String ours = "read_parquet('" + root.resolve("tables/t/data") + "/**/*.parquet')";
            String theirs = "read_parquet('" + in + "')";
            assertThat(strings(
                            statement,
                            "SELECT column_type FROM (DESCRIBE SELECT * FROM " + ours + ") ORDER BY column_name"))
                    .isEqualTo(strings(
                            statement,
                            "SELECT column_type FROM (DESCRIBE SELECT * FROM " + theirs + ") ORDER BY column_name"));
            String columns = String.join(
                    ", ",
                    schema.allFields().stream().map(f -> "\"" + f.name() + "\"").toList());
            assertThat(strings(statement, "SELECT count(*) FROM " + ours)).containsExactly("30000");
            assertThat(strings(
                            statement,
                            "SELECT count(*) FROM (SELECT " + columns + " FROM " + ours + " EXCEPT ALL SELECT "
                                    + columns + " FROM " + theirs + ")"))
                    .containsExactly("0");
            // And finds the same with a filter, which goes by our statistics
            String filter = " WHERE number BETWEEN 100 AND 120 AND day > DATE '2021-05-05'";
            assertThat(strings(statement, "SELECT count(*), sum(id) FROM " + ours + filter))
                    .isEqualTo(strings(statement, "SELECT count(*), sum(id) FROM " + theirs + filter));
            assertThat(files).hasSize(4);
        }
    }

    private List<DataFile> sort(FileStore store, Schema schema, InputFile input) {
        PartitionTree tree = PartitionTree.ofGrid(
                List.of(List.of(new KeyValue.OfInt(0)), List.of(new KeyValue.OfString("key-002500"))));
        SortSettings settings = new SortSettings(
                WriteSettings.builder().pageBytes(4096).rowGroupBytes(1 << 18).build(),
                SortSettings.LEAST_MEMORY_BUDGET_BYTES,
                2,
                root);
        return WrittenFile.files(PartitionedSort.run(new SortRequest(
                schema, tree, List.of(input), store, TABLE, new AttemptId(new JobId("j"), 1), "r", settings)));
    }

    private static List<String> strings(Statement statement, String query) throws Exception {
        List<String> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : "|").append(rows.getString(i));
                }
                values.add(row.toString());
            }
        }
        return values;
    }
}
