package sleeper.sort.encode;

import org.apache.parquet.format.CompressionCodec;
import sleeper.core.util.Require;
import sleeper.sort.column.SizeLimits;

/**
 * How a table's files are written.
 *
 * @param codec            compression of pages
 * @param compressionLevel ZSTD's level; without meaning for other codecs
 * @param pageBytes        size of a page before compression, about; 1024 to 64 MiB
 * @param rowGroupBytes    size of a row group before compression, about; 65536 to 2 GiB
 * @param dictionaryBytes  largest dictionary of a column chunk; 0 to 64 MiB
 * @param maxFileRows      most rows in a file
 * @param encodings        how values are encoded
 */
public record WriteSettings(
        CompressionCodec codec,
        int compressionLevel,
        int pageBytes,
        long rowGroupBytes,
        int dictionaryBytes,
        long maxFileRows,
        Encodings encodings) {
    public static final WriteSettings DEFAULT = new WriteSettings(
            CompressionCodec.ZSTD, 3, 256 << 10, 128L << 20, 1 << 20, Long.MAX_VALUE, Encodings.CHOSEN);

    /** How values are encoded. */
    public enum Encodings {
        /** By what pays on a sample of a column chunk. */
        CHOSEN,
        /** PLAIN always, as the simplest writers do; for input of examples and measurements. */
        PLAIN
    }

    public WriteSettings {
        Require.notNull("codec", codec);
        Require.atLeast("pageBytes", pageBytes, 1 << 10);
        Require.atLeast("rowGroupBytes", rowGroupBytes, 1 << 16);
        Require.atLeast("dictionaryBytes", dictionaryBytes, 0);
        Require.that(pageBytes <= SizeLimits.PAGE_BYTES, tooLarge("pageBytes", pageBytes, SizeLimits.PAGE_BYTES));
        Require.that(
                rowGroupBytes <= SizeLimits.ROW_GROUP_BYTES,
                tooLarge("rowGroupBytes", rowGroupBytes, SizeLimits.ROW_GROUP_BYTES));
        Require.that(
                dictionaryBytes <= SizeLimits.DICTIONARY_BYTES,
                tooLarge("dictionaryBytes", dictionaryBytes, SizeLimits.DICTIONARY_BYTES));
        Require.atLeast("maxFileRows", maxFileRows, 1);
        Require.notNull("encodings", encodings);
    }

    private static String tooLarge(String name, long value, long most) {
        return name + " is " + value + " and the most is " + most;
    }

    public WriteSettings withCodec(CompressionCodec other, int level) {
        return new WriteSettings(other, level, pageBytes, rowGroupBytes, dictionaryBytes, maxFileRows, encodings);
    }

    public WriteSettings withPageBytes(int bytes) {
        return new WriteSettings(
                codec, compressionLevel, bytes, rowGroupBytes, dictionaryBytes, maxFileRows, encodings);
    }

    public WriteSettings withRowGroupBytes(long bytes) {
        return new WriteSettings(codec, compressionLevel, pageBytes, bytes, dictionaryBytes, maxFileRows, encodings);
    }

    public WriteSettings withDictionaryBytes(int bytes) {
        return new WriteSettings(codec, compressionLevel, pageBytes, rowGroupBytes, bytes, maxFileRows, encodings);
    }

    public WriteSettings withMaxFileRows(long rows) {
        return new WriteSettings(codec, compressionLevel, pageBytes, rowGroupBytes, dictionaryBytes, rows, encodings);
    }

    public WriteSettings withEncodings(Encodings other) {
        return new WriteSettings(
                codec, compressionLevel, pageBytes, rowGroupBytes, dictionaryBytes, maxFileRows, other);
    }
}
