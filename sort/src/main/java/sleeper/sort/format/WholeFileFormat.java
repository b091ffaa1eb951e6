package sleeper.sort.format;

import java.util.Arrays;
import java.util.Optional;

/** What a file is that is not Parquet, by the bytes that it begins with: people name such files {@code .parquet} by mistake. */
enum WholeFileFormat {
    GZIP("a file that gzip has compressed as a whole", true, 0x1F, 0x8B),
    ZSTD("a file that zstd has compressed as a whole", true, 0x28, 0xB5, 0x2F, 0xFD),
    BZIP2("a file that bzip2 has compressed as a whole", true, 'B', 'Z', 'h'),
    XZ("a file that xz has compressed as a whole", true, 0xFD, '7', 'z', 'X', 'Z'),
    LZ4("a file that lz4 has compressed as a whole", true, 0x04, 0x22, 0x4D, 0x18),
    SNAPPY("a file that Snappy has compressed as a whole", true, 0xFF, 0x06, 0x00, 0x00, 's', 'N', 'a', 'P', 'p', 'Y'),
    ZIP("a ZIP archive", true, 'P', 'K', 0x03, 0x04),
    SEVEN_ZIP("a 7z archive", true, '7', 'z', 0xBC, 0xAF, 0x27, 0x1C),
    ORC("an ORC file", false, 'O', 'R', 'C'),
    AVRO("an Avro file", false, 'O', 'b', 'j', 0x01),
    ARROW("an Arrow file", false, 'A', 'R', 'R', 'O', 'W', '1');

    /** Bytes that tell any of them. */
    static final int LONGEST = 10;

    private final String words;
    private final boolean packed;
    private final byte[] begin;

    WholeFileFormat(String words, boolean packed, int... begin) {
        this.words = words;
        this.packed = packed;
        this.begin = new byte[begin.length];
        for (int i = 0; i < begin.length; i++) {
            this.begin[i] = (byte) begin[i];
        }
    }

    /** @param first the first bytes of a file, {@link #LONGEST} or more */
    static Optional<WholeFileFormat> of(byte[] first) {
        return Arrays.stream(values())
                .filter(format -> Arrays.equals(format.begin, Arrays.copyOf(first, format.begin.length)))
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
