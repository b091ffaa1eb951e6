package sleeper.sort.format;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** What a file is that is not Parquet, by the bytes that it begins with: people name such files {@code .parquet} by mistake. */
enum WholeFileFormat {
    GZIP("a file that gzip has compressed as a whole", true, "1f8b"),
    ZSTD("a file that zstd has compressed as a whole", true, "28b52ffd"),
    BZIP2("a file that bzip2 has compressed as a whole", true, "425a68"),
    XZ("a file that xz has compressed as a whole", true, "fd377a585a"),
    LZ4("a file that lz4 has compressed as a whole", true, "04224d18"),
    SNAPPY("a file that Snappy has compressed as a whole", true, "ff060000734e61507059"),
    ZIP("a ZIP archive", true, "504b0304"),
    SEVEN_ZIP("a 7z archive", true, "377abcaf271c"),
    ORC("an ORC file", false, "4f5243"),
    AVRO("an Avro file", false, "4f626a01"),
    ARROW("an Arrow file", false, "4152524f5731");

    /** Bytes that tell any of them. */
    static final int LONGEST = 10;

    private final String words;
    private final boolean packed;
    private final String begin;

    /** @param begin the first bytes, in hexadecimal digits */
    WholeFileFormat(String words, boolean packed, String begin) {
        this.words = words;
        this.packed = packed;
        this.begin = begin;
    }

    /** @param first the first bytes of a file, {@link #LONGEST} or more */
    static Optional<WholeFileFormat> of(byte[] first) {
        String digits = HexFormat.of().formatHex(first);
        return Arrays.stream(values())
                .filter(format -> digits.startsWith(format.begin))
                .findFirst();
    }

    String words() {
        return words;
    }

    /** @return what may be there instead, and what to do */
    String allowed() {
        return packed ? "a Parquet file, whose pages may be compressed: unpack this one first" : "a Parquet file";
    }
}
