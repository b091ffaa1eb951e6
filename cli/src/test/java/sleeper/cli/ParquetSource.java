package sleeper.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import sleeper.ingest.IngestRecords;
import sleeper.ingest.Record;

/** Makes Parquet files of any columns: those that a table's data come to. */
final class ParquetSource {
    private final Cli cli;
    private int made;

    ParquetSource(Cli cli) {
        this.cli = cli;
    }

    /**
     * Writes a file.
     *
     * @param to     where it is put
     * @param schema of its columns, as a table's schema file has them
     */
    Path write(Path to, String schema, Record... rows) throws IOException {
        String table = "made" + made++;
        cli.run("table", "create", table, "--schema", cli.file(table + ".json", schema))
                .done();
        try (IngestRecords ingest = IngestRecords.open(cli.home(), table, table)) {
            ingest.writeAll(List.of(rows));
        }
        Files.createDirectories(to.getParent());
        try (Stream<Path> files = Files.walk(cli.home().resolve("buckets/sleeper-tables/" + table + "/data"))) {
            return Files.copy(
                    files.filter(file -> file.toString().endsWith(".parquet"))
                            .findFirst()
                            .orElseThrow(),
                    to);
        }
    }
}
