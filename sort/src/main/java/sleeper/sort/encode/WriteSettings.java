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

    private static final int LEAST_PAGE_BYTES = 1 << 10;
    private static final int LEAST_ROW_GROUP_BYTES = 1 << 16;

    /** How values are encoded. */
    public enum Encodings {
        /** By what pays on a sample of a column chunk. */
        CHOSEN,
        /** PLAIN always, as the simplest writers do; for input of examples and measurements. */
        PLAIN
    }

    public WriteSettings {
        Require.notNull("codec", codec);
        requireSize("pageBytes", pageBytes, LEAST_PAGE_BYTES, SizeLimits.PAGE_BYTES);
        requireSize("rowGroupBytes", rowGroupBytes, LEAST_ROW_GROUP_BYTES, SizeLimits.ROW_GROUP_BYTES);
        requireSize("dictionaryBytes", dictionaryBytes, 0, SizeLimits.DICTIONARY_BYTES);
        Require.atLeast("maxFileRows", maxFileRows, 1);
        Require.notNull("encodings", encodings);
    }

    private static void requireSize(String name, long value, long least, long most) {
        Require.atLeast(name, value, least);
        Require.that(value <= most, name + " is " + value + " and the most is " + most);
    }

    /** @return a builder that begins with {@link #DEFAULT} */
    public static Builder builder() {
        return new Builder(DEFAULT);
    }

    /** Puts settings together. Each setter refuses at once what is outside its bounds, by {@link IllegalArgumentException}. */
    public static final class Builder {
        private CompressionCodec codec;
        private int compressionLevel;
        private int pageBytes;
        private long rowGroupBytes;
        private int dictionaryBytes;
        private long maxFileRows;
        private Encodings encodings;

        private Builder(WriteSettings start) {
            this.codec = start.codec;
            this.compressionLevel = start.compressionLevel;
            this.pageBytes = start.pageBytes;
            this.rowGroupBytes = start.rowGroupBytes;
            this.dictionaryBytes = start.dictionaryBytes;
            this.maxFileRows = start.maxFileRows;
            this.encodings = start.encodings;
        }

        /** @param level ZSTD's; without meaning for other codecs */
        public Builder codec(CompressionCodec kind, int level) {
            codec = Require.notNull("codec", kind);
            compressionLevel = level;
            return this;
        }

        /** @param bytes of a page before compression, about; 1024 to 64 MiB */
        public Builder pageBytes(int bytes) {
            requireSize("pageBytes", bytes, LEAST_PAGE_BYTES, SizeLimits.PAGE_BYTES);
            pageBytes = bytes;
            return this;
        }

        /** @param bytes of a row group before compression, about; 65536 to 2 GiB */
        public Builder rowGroupBytes(long bytes) {
            requireSize("rowGroupBytes", bytes, LEAST_ROW_GROUP_BYTES, SizeLimits.ROW_GROUP_BYTES);
            rowGroupBytes = bytes;
            return this;
        }

        /** @param bytes of a column chunk's dictionary, at most; 0 to 64 MiB */
        public Builder dictionaryBytes(int bytes) {
            requireSize("dictionaryBytes", bytes, 0, SizeLimits.DICTIONARY_BYTES);
            dictionaryBytes = bytes;
            return this;
        }

        /** @param rows of a file, at most; one or more */
        public Builder maxFileRows(long rows) {
            maxFileRows = Require.atLeast("maxFileRows", rows, 1);
            return this;
        }

        public Builder encodings(Encodings how) {
            encodings = Require.notNull("encodings", how);
            return this;
        }

        public WriteSettings build() {
            return new WriteSettings(
                    codec, compressionLevel, pageBytes, rowGroupBytes, dictionaryBytes, maxFileRows, encodings);
        }
    }
}
