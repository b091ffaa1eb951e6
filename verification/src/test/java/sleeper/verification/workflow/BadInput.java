package sleeper.verification.workflow;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/** What may be wrong with the file {@code in/part-0.parquet}, or with how a job names it; and what the job's owner is told. */
@SuppressWarnings("ImmutableEnumChecker") // Lists made by List.of, and functions without state.
enum BadInput {
    TRUNCATED(
            file -> {
                byte[] whole = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(whole, whole.length / 2));
            },
            "CORRUPT_FILE at source/in/part-0.parquet: "),
    FLIPPED_BYTES(
            file -> {
                byte[] bytes = Files.readAllBytes(file);
                bytes[100] ^= 0x55;
                Files.write(file, bytes);
            },
            "CORRUPT_FILE at source/in/part-0.parquet, row group 0, column 'key': found a page with checksum "),
    BOMB_OF_ROWS(
            file -> changeFooter(file, footer -> {
                footer.setNum_rows(1_000_000_000_000L);
                footer.getRow_groups().get(0).setNum_rows(1_000_000_000_000L);
                footer.getRow_groups()
                        .get(0)
                        .getColumns()
                        .forEach(column -> column.getMeta_data().setNum_values(1_000_000_000_000L));
            }),
            "LIMIT_EXCEEDED at source/in/part-0.parquet: found 1000000000000 rows in "),
    BOMB_OF_A_PAGE(
            BadInput::hugePage,
            "LIMIT_EXCEEDED at source/in/part-0.parquet, row group 0, column 'key': found a page of 30 bytes,"
                    + " uncompressed 2000000000"),
    NOT_PARQUET(
            file -> Files.writeString(file, "key,timestamp,value\na,1,b\n"),
            "NOT_PARQUET at source/in/part-0.parquet: "),
    NO_BYTES(file -> Files.write(file, new byte[0]), "NOT_PARQUET at source/in/part-0.parquet: "),
    COLUMN_MISSING(
            select("'a' AS key, 1::BIGINT AS timestamp"),
            "SCHEMA_MISMATCH at source/in/part-0.parquet, column 'value': found no such column; allowed: required string."
                    + " Add the column to the file."),
    COLUMN_EXTRA(
            select("'a' AS key, 1::BIGINT AS timestamp, 'b' AS value, 2.5::DOUBLE AS more"),
            "SCHEMA_MISMATCH at source/in/part-0.parquet, column 'more': found a column that the table lacks: nullable"
                    + " double. Leave the column out of the file, or set sleeper.table.ingest.extra.columns to ignore."),
    COLUMN_RENAMED(
            select("'a' AS key, 1::BIGINT AS timestamp, 'b' AS worth"),
            "SCHEMA_MISMATCH at source/in/part-0.parquet, column 'value': found no such column; allowed: required string."
                    + " Rename the file's column 'worth' to 'value'.",
            "SCHEMA_MISMATCH at source/in/part-0.parquet, column 'worth': "),
    OTHER_LOGICAL_TYPE(
            select("'a' AS key, TIMESTAMP '2026-11-21 08:00:00' AS timestamp, 'b' AS value"),
            "SCHEMA_MISMATCH at source/in/part-0.parquet, column 'timestamp': found nullable timestamp"),
    NARROWING(
            file -> {},
            List.of("source/in"),
            "narrow",
            "SCHEMA_MISMATCH at source/in/part-0.parquet, column 'timestamp': found required long, whose values may not"
                    + " fit; allowed: required int."),
    FOLDER_OF_NO_VALUE(
            file -> moveInto("timestamp=late", file),
            "BAD_FOLDER_VALUE at source/in/timestamp=late/part-0.parquet, field 'timestamp': found the folder value 'late';"
                    + " allowed: a value of type long. Rename the folder, or move the file to where"),
    FOLDER_OF_ANOTHER_VALUE(
            file -> moveInto("timestamp=-1", file),
            "BAD_FOLDER_VALUE at source/in/timestamp=-1/part-0.parquet, row group 0, column 'timestamp': found values from "),
    NULL_WHERE_NONE_MAY_BE(
            select("* FROM (VALUES ('a', 1::BIGINT, 'b'), ('c', 2::BIGINT, NULL)) rows(key, timestamp, value)"),
            "NULL_VALUE at source/in/part-0.parquet, row group 0, column 'value': found a null (row 1 of the row group,"
                    + " counted from 0); allowed: a value in every row."),
    EMPTY_DIRECTORY(
            Files::delete,
            List.of("source/in/"),
            "events",
            "NO_FILES at files[0]: found no file to read under source/in/; left out: 1 empty folder: source/in;"),
    NOTHING_NAMED(file -> {}, List.of(), "events", "NO_FILES at files: found an empty list"),
    TWO_MISSING(
            file -> {},
            List.of("source/in/gone.parquet", "source/in", "source/in/lost.parquet"),
            "events",
            "FILE_NOT_FOUND at files[0]: found nothing at source/in/gone.parquet",
            "FILE_NOT_FOUND at files[2]: found nothing at source/in/lost.parquet"),
    TWICE(
            file -> {},
            List.of("source/in/part-0.parquet", "source/in/part-0.parquet"),
            "events",
            "DUPLICATE_FILE at files[1]: found source/in/part-0.parquet, which files[0] names too."),
    TWICE_BY_ITS_DIRECTORY(
            file -> {},
            List.of("source/in", "source/in/part-0.parquet"),
            "events",
            "DUPLICATE_FILE at files[1]: found source/in/part-0.parquet, which files[0] names too."),
    TWICE_BY_ITS_ADDRESS(
            file -> {},
            List.of("s3://source/in/part-0.parquet", "source/in/part-0.parquet"),
            "events",
            "DUPLICATE_FILE at files[1]: found source/in/part-0.parquet, which files[0] names too."),
    ANOTHER_SPELLING(
            file -> {},
            List.of("source/in/part-0.parquet", "source/in/./part-0.parquet", "source//in/part-0.parquet"),
            "events",
            "BAD_FILE_PATH at files[1]: found 'source/in/./part-0.parquet'; allowed: bucket/key or s3://bucket/key",
            "BAD_FILE_PATH at files[2]: found 'source//in/part-0.parquet'; allowed: bucket/key or s3://bucket/key"),
    UNKNOWN_TABLE(
            file -> {},
            List.of("source/in"),
            "evnts",
            "UNKNOWN_TABLE at tableName: found 'evnts'. Create it with 'sleeper table create', or correct the name.");

    private final Damage damage;
    private final List<String> files;
    private final String table;
    private final List<String> faults;

    BadInput(Damage damage, String... faults) {
        this(damage, List.of("source/in"), "events", faults);
    }

    BadInput(Damage damage, List<String> files, String table, String... faults) {
        this.damage = damage;
        this.files = files;
        this.table = table;
        this.faults = List.of(faults);
    }

    /** Does something to a file. */
    private interface Damage {
        void to(Path file) throws IOException;
    }

    private interface FooterChange {
        void apply(FileMetaData footer);
    }

    void damage(Path file) throws IOException {
        damage.to(file);
    }

    /** @return what the job names */
    List<String> files() {
        return files;
    }

    /** @return the table that the job is for */
    String table() {
        return table;
    }

    /** @return how the message of each fault begins */
    List<String> faults() {
        return faults;
    }

    /** @return whether a footer does not show it, so that the run has to find it */
    boolean isFoundByReading() {
        return this == FLIPPED_BYTES || this == BOMB_OF_A_PAGE || this == NULL_WHERE_NONE_MAY_BE;
    }

    private static void moveInto(String folder, Path file) throws IOException {
        Path target = Files.createDirectory(file.resolveSibling(folder));
        Files.move(file, target.resolve(file.getFileName()));
    }

    /** Another writer's file, of what a query gives. */
    private static Damage select(String query) {
        return file -> {
            Files.delete(file);
            try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = duck.createStatement()) {
                boolean unused = statement.execute("COPY (SELECT " + query + ") TO '" + file + "' (FORMAT parquet)");
            } catch (SQLException e) {
                throw new IOException("DuckDB did not write " + file + ".", e);
            }
        };
    }

    private static void changeFooter(Path file, FooterChange change) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int length = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(whole.length - 8);
        int start = whole.length - 8 - length;
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(whole, start, length));
        change.apply(footer);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        Util.writeFileMetaData(footer, changed);
        ByteBuffer size = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(changed.size());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(whole, 0, start);
        out.write(changed.toByteArray());
        out.write(size.array());
        out.write("PAR1".getBytes(US_ASCII));
        Files.write(file, out.toByteArray());
    }

    private static void hugePage(Path file) throws IOException {
        PageHeader page = new PageHeader(PageType.DATA_PAGE, 2_000_000_000, 30);
        page.setData_page_header(new DataPageHeader(2, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        Util.writePageHeader(page, header);
        byte[] whole = Files.readAllBytes(file);
        System.arraycopy(header.toByteArray(), 0, whole, 4, header.size());
        Files.write(file, whole);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
