package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.format.ColumnMetaData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FilePath;
import sleeper.core.file.ReadableFile;
import sleeper.sort.format.FooterReader;
import sleeper.statestore.file.LocalFileStore;

/** The report of {@code demo}, to the letter. */
class DemoIT {
    @TempDir
    Path folder;

    Cli cli;

    @BeforeEach
    void setUp() {
        cli = new Cli(folder);
    }

    @Test
    void shouldEndWithALineThatProgramsCanRead() throws Exception {
        // When
        Cli.Result demo = cli.run("demo", "--rows", "1000", "--partitions", "4", "--name", "letters");
        // Then
        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.out().lines().reduce((before, line) -> line).orElseThrow())
                .matches("job=letters status=COMMITTED rows=1000 files=4 partitions=4"
                        + " seconds=[0-9]+\\.[0-9] rows_per_s=[0-9]+");
        assertThat(demo.err().lines()).contains("sent job letters to queue standard", "  Run ingest task");
        assertThat(cli.home().resolve("tables/letters.properties"))
                .hasContent("sleeper.table.bulk.import.min.leaf.partitions=4");
        assertThat(filesOfTheTable("letters"))
                .filteredOn(file -> !file.startsWith("metadata/"))
                .hasSize(8)
                .allMatch(file -> file.matches("data/[a-z0-9]+/letters/1/[A-Za-z0-9]+-0\\.(parquet|sketches)"));
    }

    @Test
    void shouldTellAllOfItAsOneJsonObject() {
        // When
        Cli.Result demo = cli.run("demo", "--rows", "1000", "--partitions", "4", "--name", "letters", "--json");
        // Then
        assertThat(demo.exitCode()).as(demo.err()).isZero();
        JsonNode report = demo.json();
        assertThat(report.propertyStream().map(Map.Entry::getKey))
                .containsExactly(
                        "jobId",
                        "status",
                        "table",
                        "platform",
                        "statesVisited",
                        "rows",
                        "files",
                        "partitions",
                        "leftOut",
                        "seconds",
                        "rowsPerSecond",
                        "readBack",
                        "created",
                        "tornDown");
        assertThat(report.get("jobId").textValue()).isEqualTo("letters");
        assertThat(report.get("status").textValue()).isEqualTo("COMMITTED");
        assertThat(report.get("table").textValue()).isEqualTo("letters");
        assertThat(report.get("platform").textValue()).isEqualTo("standard");
        assertThat(report.get("statesVisited").get(0).textValue()).isEqualTo("Validate job");
        assertThat(report.get("rows").intValue()).isEqualTo(1000);
        assertThat(report.get("files").intValue()).isEqualTo(4);
        assertThat(report.get("partitions").intValue()).isEqualTo(4);
        assertThat(report.get("seconds").doubleValue()).isPositive();
        assertThat(report.get("rowsPerSecond").longValue()).isPositive();
        assertThat(report.get("readBack")).isEqualTo(firstRow("letters"));
        assertThat(report.get("created")).hasSize(1).isEqualTo(report.get("tornDown"));
        assertThat(report.at("/created/0").textValue()).startsWith("arn:aws:ecs:us-east-1:000000000000:task/");
    }

    /** @return paths below the table's folder, its log left out */
    private List<String> filesOfTheTable(String table) throws IOException {
        Path root = cli.home().resolve("buckets/sleeper-tables").resolve(table);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(file -> !file.startsWith("log/"))
                    .toList();
        }
    }

    private JsonNode firstRow(String table) {
        return cli.run("scan", table, "--limit", "1", "--json").json();
    }

    @Test
    void shouldTellWhyItsFilesWereNotLoaded() {
        // When
        Cli.Result demo = cli.run("demo", "--files", "nowhere", "--row-keys", "key", "--json");
        // Then
        assertThat(demo.exitCode()).isEqualTo(1);
        assertThat(demo.faultCodes()).containsExactly("FILE_NOT_FOUND");
    }

    @Test
    void shouldNameAFileThatIsNoneByTheUsersOwnPath() throws IOException {
        // Given
        Path file = Files.writeString(cli.home().resolveSibling("mine.parquet"), "no Parquet");
        // When
        Cli.Result demo = cli.run("demo", "--files", file.toString(), "--row-keys", "key", "--json");
        // Then neither the words nor the place name the demo's copy
        assertThat(demo.faultCodes()).containsExactly("NOT_PARQUET");
        assertThat(demo.json().at("/error/faults/0/where").textValue()).isEqualTo(file.toString());
        assertThat(demo.json().at("/error/faults/0/location/file").textValue()).isEqualTo(file.toString());
        assertThat(demo.out()).doesNotContain("demo/");
    }

    @Test
    void shouldNameAFileThatTheTaskRefusesByTheUsersOwnPath() throws IOException {
        // Given a file with damage in a column that is no key, which only the task reads
        cli.run("demo", "--rows", "1000", "--partitions", "1", "--name", "letters");
        byte[] bytes = Files.readAllBytes(cli.home().resolve("buckets/demo/letters/part-0.parquet"));
        bytes[(int) lastByteOfColumn(new FilePath("demo", "letters/part-0.parquet"), 2)] ^= (byte) 0xFF;
        Path file = Files.write(cli.home().resolveSibling("mine.parquet"), bytes);
        // When
        Cli.Result demo = cli.run("demo", "--files", file.toString(), "--row-keys", "key", "--json");
        // Then
        assertThat(demo.exitCode()).isEqualTo(1);
        assertThat(demo.faultCodes()).containsExactly("CORRUPT_FILE");
        assertThat(demo.json().at("/error/faults/0/where").textValue())
                .isEqualTo(file + ", row group 0, column 'value'");
    }

    private long lastByteOfColumn(FilePath path, int column) throws IOException {
        LocalFileStore store = new LocalFileStore(cli.home().resolve("buckets"));
        try (ReadableFile file = store.open(path, store.find(path).orElseThrow().version())) {
            ColumnMetaData chunk = FooterReader.read(file).chunk(0, column);
            return chunk.getData_page_offset() + chunk.getTotal_compressed_size() - 1;
        }
    }
}
