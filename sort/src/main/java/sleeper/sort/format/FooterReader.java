package sleeper.sort.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.apache.parquet.format.FileMetaData;
import sleeper.core.error.ErrorCode;
import sleeper.core.file.ReadableFile;
import sleeper.core.util.FailureWords;
import sleeper.sort.column.Bytes;
import sleeper.sort.fault.BadInputException;

/**
 * Reads a file's footer, most often with one read, and checks what the footer says of the file.
 *
 * <p>A file ends with the footer, its length in 4 bytes, and the letters {@code PAR1} ({@code PARE} if it is encrypted). <b>Invariant.</b>
 * Nothing that a footer declares is believed before it was held against the file's length and the limits: not its own
 * length, nor the places and sizes of chunks, nor the counts of rows and values.
 *
 * <p>Format: README.md, "File format" and "Metadata"; {@code FileMetaData} in parquet.thrift.
 */
public final class FooterReader {
    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final byte[] ENCRYPTED_MAGIC = {'P', 'A', 'R', 'E'};
    /** Bytes read from the end at first; most footers are shorter. */
    private static final int FIRST_READ_BYTES = 64 << 10;
    /** Length of the footer and magic, at the end. */
    private static final int TAIL_BYTES = 8;

    private FooterReader() {}

    /**
     * @throws BadInputException {@code NOT_PARQUET}, {@code CORRUPT_FILE} or {@code LIMIT_EXCEEDED}
     * @throws IOException       if the file could not be read
     */
    public static Footer read(ReadableFile file) throws IOException {
        long length = file.info().version().lengthBytes();
        if (length < MAGIC.length + TAIL_BYTES) {
            throw new BadInputException(
                    ErrorCode.NOT_PARQUET, length + " bytes", "a Parquet file, which has at least 12");
        }
        byte[] end = readAt(file, Math.max(0, length - FIRST_READ_BYTES), (int) Math.min(length, FIRST_READ_BYTES));
        checkMagic(file, end);
        long footerLength = Integer.toUnsignedLong(Bytes.getInt(end, end.length - TAIL_BYTES));
        if (footerLength > FormatLimits.FOOTER_BYTES) {
            throw BadInputException.limit(
                    "a footer of " + footerLength + " bytes", "at most " + FormatLimits.FOOTER_BYTES);
        }
        long footerStart = length - TAIL_BYTES - footerLength;
        if (footerStart < MAGIC.length) {
            throw BadInputException.corrupt(
                    "a footer of " + footerLength + " bytes in a file of " + length, "a footer inside the file");
        }
        byte[] footer = footerLength + TAIL_BYTES <= end.length
                ? Arrays.copyOfRange(end, end.length - TAIL_BYTES - (int) footerLength, end.length - TAIL_BYTES)
                : readAt(file, footerStart, (int) footerLength);
        return FooterCheck.check(parse(footer), footerStart);
    }

    private static byte[] readAt(ReadableFile file, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.readFully(position, ByteBuffer.wrap(bytes));
        return bytes;
    }

    private static void checkMagic(ReadableFile file, byte[] end) throws IOException {
        byte[] last = Arrays.copyOfRange(end, end.length - MAGIC.length, end.length);
        if (Arrays.equals(last, ENCRYPTED_MAGIC)) {
            throw new BadInputException(ErrorCode.NOT_PARQUET, "an encrypted footer", "Parquet without encryption");
        }
        if (!Arrays.equals(last, MAGIC)) {
            byte[] first = readAt(file, 0, WholeFileFormat.LONGEST);
            if (Arrays.equals(Arrays.copyOf(first, MAGIC.length), MAGIC)) {
                throw BadInputException.corrupt("a Parquet file without its end", "a whole file");
            }
            Optional<WholeFileFormat> format = WholeFileFormat.of(first);
            throw new BadInputException(
                    ErrorCode.NOT_PARQUET,
                    format.map(WholeFileFormat::words).orElse("no Parquet signature at the end"),
                    format.map(WholeFileFormat::allowed).orElse("a Parquet file"));
        }
    }

    private static FileMetaData parse(byte[] footer) {
        try {
            return Thrift.fileMetaData(new ByteArrayInputStream(footer));
        } catch (IOException | RuntimeException e) {
            throw BadInputException.corrupt("a footer that cannot be parsed (" + FailureWords.of(e) + ")", "");
        }
    }
}
