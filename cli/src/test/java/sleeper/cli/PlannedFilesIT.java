package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code check} and {@code plan} say of files whose pages carry checksums, as the demo's do, and of one by DuckDB whose pages
 * carry none.
 */
class PlannedFilesIT {
    @TempDir
    static Path folder;

    static Cli cli;

    @BeforeAll
    static void load() throws IOException {
        cli = new Cli(folder);
        Cli.Result demo = cli.run("demo", "--rows", "100", "--partitions", "1", "--name", "t", "--json");
        assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
        Path bucket = Files.createDirectories(cli.home().resolve("buckets/in"));
        try (InputStream file = PlannedFilesIT.class.getResourceAsStream("without-checksums.parquet")) {
            Files.copy(file, bucket.resolve("bare.parquet"));
        }
        byte[] broken = Files.readAllBytes(bucket.resolve("bare.parquet"));
        broken[4] = (byte) 0xFF;
        Files.write(bucket.resolve("broken.parquet"), broken);
    }

    @Test
    void shouldSayOfACheckedFileThatItsPagesCarryChecksums() {
        // When
        JsonNode checked = cli.run("check", "demo/t/part-0.parquet", "--table", "t", "--json")
                .done()
                .json();
        // Then
        assertThat(checked.get("pageChecksums").textValue()).isEqualTo("PRESENT");
        assertThat(cli.run("check", "demo/t/part-0.parquet", "--table", "t").out())
                .endsWith("Its pages carry checksums: damage to a value is found." + System.lineSeparator());
    }

    @Test
    void shouldSayOfACheckedFileThatItsPagesCarryNone() {
        // When
        JsonNode checked = cli.run("check", "in/bare.parquet", "--table", "t", "--json")
                .done()
                .json();
        // Then
        assertThat(checked.get("ok").booleanValue()).isTrue();
        assertThat(checked.get("pageChecksums").textValue()).isEqualTo("ABSENT");
        assertThat(cli.run("check", "in/bare.parquet", "--table", "t").out())
                .endsWith("Its pages carry no checksums: damage to a value may load as another value."
                        + System.lineSeparator());
    }

    @Test
    void shouldNameAFirstPageThatCannotBeReadAsAFault() {
        // When
        Cli.Result checked = cli.run("check", "in/broken.parquet", "--table", "t", "--json");
        Cli.Result planned = plan("in/broken.parquet");
        // Then
        assertThat(checked.exitCode()).isEqualTo(1);
        assertThat(checked.json().get("pageChecksums").isNull()).isTrue();
        assertThat(checked.json().at("/faults").findValuesAsText("code")).containsExactly("CORRUPT_FILE");
        assertThat(planned.exitCode()).isEqualTo(1);
        assertThat(planned.faultCodes()).containsExactly("CORRUPT_FILE");
    }

    @Test
    void shouldCountInAPlanTheFilesWhosePagesCarryNone() {
        // When
        JsonNode all = plan("demo/t").done().json();
        JsonNode some = plan("demo/t\", \"in/bare.parquet").done().json();
        // Then
        assertThat(all.get("filesWithoutChecksums").intValue()).isZero();
        assertThat(some.get("filesWithoutChecksums").intValue()).isEqualTo(1);
        assertThat(cli.run("plan", job("in/bare.parquet")).out())
                .contains(
                        "checksums   none in the pages of 1 file (in/bare.parquet): damage to a value may load as another"
                                + " value");
    }

    private static Cli.Result plan(String files) {
        return cli.run("plan", job(files), "--json");
    }

    private static String job(String files) {
        return cli.file("job.json", "{\"tableName\":\"t\",\"files\":[\"" + files + "\"]}");
    }

    @Test
    void shouldPlanAFileWhoseBoundsAreNoValuesOfItsKey() throws IOException {
        // Given a row group whose least timestamp has three bytes
        String schema = cli.file(
                "n.json",
                "{\"rowKeyFields\":[{\"name\":\"timestamp\",\"type\":\"long\"}],\"valueFields\":["
                        + "{\"name\":\"key\",\"type\":\"string\"},{\"name\":\"value\",\"type\":\"string\"}]}");
        cli.run("table", "create", "n", "--schema", schema).done();
        Path bucket = cli.home().resolve("buckets/in");
        byte[] bytes = Files.readAllBytes(bucket.resolve("bare.parquet"));
        int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
        int start = bytes.length - 8 - length;
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, start, length));
        footer.getRow_groups()
                .get(0)
                .getColumns()
                .get(1)
                .getMeta_data()
                .getStatistics()
                .setMin_value(new byte[3]);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(bytes, 0, start);
        Util.writeFileMetaData(footer, changed);
        changed.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(changed.size() - start)
                .put("PAR1".getBytes(StandardCharsets.US_ASCII))
                .array());
        Files.write(bucket.resolve("bounds.parquet"), changed.toByteArray());
        // When
        String job = cli.file("job.json", "{\"tableName\":\"n\",\"files\":[\"in/bounds.parquet\"]}");
        // Then
        assertThat(cli.run("plan", job, "--json")
                        .done()
                        .json()
                        .get("partitionsTouched")
                        .intValue())
                .isEqualTo(1);
    }
}
