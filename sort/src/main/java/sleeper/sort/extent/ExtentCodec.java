package sleeper.sort.extent;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.SizeLimits;
import sleeper.sort.schema.LeafColumn;
import sleeper.sort.schema.Storage;
import sleeper.sort.schema.TableLayout;

/**
 * Extents as bytes that another process reads, on any machine. All numbers are little-endian.
 *
 * <pre>
 *  0  4  "SLXT"
 *  4  1  version, 1
 *  5  4  leaf
 *  9  4  columns
 * 13  4  bytes behind the head
 * 17  4  CRC-32C of the bytes behind the head
 * 21  4  CRC-32C of the 21 bytes before
 * 25     for each column a byte of how it is stored (1: 32 bits, 2: 64 bits, 3: any number of bytes), then the extent
 * </pre>
 *
 * <p>Invariant: nothing is allocated by a number that was not checked. The head has a checksum of its own, so that a damaged length
 * is seen before it is believed; the extent's own sizes are checked against its length, so that a correct checksum over wrong
 * bytes gives an error and neither a wrong row nor one from outside.
 *
 * <p>Immutable.
 */
public final class ExtentCodec {
    /** Bytes that come before an extent's columns. */
    public static final int HEAD_BYTES = 25;

    /** Most bytes behind the head; a single row may take this much. */
    public static final long MOST_BYTES = 2 * SizeLimits.BLOCK_BYTES - 64;

    static final byte VERSION = 1;

    /** Most bytes that are allocated before they have arrived. */
    private static final int TRUSTED_BYTES = 33 << 20;

    private static final byte[] MAGIC = "SLXT".getBytes(StandardCharsets.US_ASCII);

    private final List<Storage> columns;
    private final byte[] kinds;

    /** @param layout the table that extents belong to, on both sides */
    public ExtentCodec(TableLayout layout) {
        this.columns = layout.columns().stream().map(LeafColumn::storage).toList();
        this.kinds = new byte[columns.size()];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = kind(columns.get(i));
        }
    }

    private static byte kind(Storage storage) {
        return switch (storage) {
            case INT -> 1;
            case LONG -> 2;
            case BYTES -> 3;
        };
    }

    /** @return bytes that the extent takes when it is written */
    public long encodedBytes(Extent extent) {
        return (long) HEAD_BYTES + kinds.length + extent.sizeBytes();
    }

    /** Writes an extent; any number may follow each other. */
    public void write(Extent extent, OutputStream to) throws IOException {
        CRC32C sum = new CRC32C();
        sum.update(kinds);
        sum.update(extent.data(), extent.start(), extent.sizeBytes());
        byte[] head = new byte[HEAD_BYTES];
        System.arraycopy(MAGIC, 0, head, 0, MAGIC.length);
        head[4] = VERSION;
        Bytes.putInt(head, 5, extent.leaf());
        Bytes.putInt(head, 9, kinds.length);
        Bytes.putInt(head, 13, Math.addExact(kinds.length, extent.sizeBytes()));
        Bytes.putInt(head, 17, (int) sum.getValue());
        Bytes.putInt(head, 21, headSum(head));
        to.write(head);
        to.write(kinds);
        to.write(extent.data(), extent.start(), extent.sizeBytes());
    }

    /**
     * Reads the next extent.
     *
     * @return the extent, which owns its bytes, or nothing if the stream has ended before it began
     * @throws BadExtentException if the bytes are damaged, cut, of another version or of other columns
     * @throws IOException        if the stream fails
     */
    public Optional<Extent> read(InputStream from) throws IOException {
        byte[] head = from.readNBytes(HEAD_BYTES);
        if (head.length == 0) {
            return Optional.empty();
        }
        checkHead(head);
        int length = Bytes.getInt(head, 13);
        byte[] body = readBody(from, length);
        CRC32C sum = new CRC32C();
        sum.update(body, 0, length);
        if ((int) sum.getValue() != Bytes.getInt(head, 17)) {
            throw new BadExtentException("its bytes have another checksum than was sent", "they are damaged");
        }
        for (int i = 0; i < kinds.length; i++) {
            if (body[i] != kinds[i]) {
                throw new BadExtentException(
                        "column " + i + " is stored as kind " + body[i], "this table stores it as kind " + kinds[i]);
            }
        }
        ExtentCheck.check(body, kinds.length, length - kinds.length, columns);
        return Optional.of(new Extent(Bytes.getInt(head, 5), body, kinds.length, length - kinds.length));
    }

    private static byte[] readBody(InputStream from, int length) throws IOException {
        if (length > TRUSTED_BYTES) {
            // Grows with what arrives: a head that claims much and sends little costs little.
            byte[] body = from.readNBytes(length);
            if (body.length < length) {
                throw cut(body.length, length);
            }
            return body;
        }
        byte[] body = new byte[length];
        int read = from.readNBytes(body, 0, length);
        if (read < length) {
            throw cut(read, length);
        }
        return body;
    }

    private static BadExtentException cut(long found, long expected) {
        BadExtentException thrown = new BadExtentException(found + " bytes are there", expected + " were announced");
        thrown.initCause(new EOFException());
        return thrown;
    }

    private void checkHead(byte[] head) throws BadExtentException {
        if (head.length < HEAD_BYTES) {
            throw cut(head.length, HEAD_BYTES);
        }
        if (!Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new BadExtentException("it begins with other bytes", "an extent begins with SLXT");
        }
        // A foreign version may have another head, so that this comes before its checksum.
        if (head[4] != VERSION) {
            throw new BadExtentException("its version is " + (head[4] & 0xFF), "this program reads " + VERSION);
        }
        if (headSum(head) != Bytes.getInt(head, 21)) {
            throw new BadExtentException("its head has another checksum than was sent", "it is damaged");
        }
        if (Bytes.getInt(head, 5) < 0) {
            throw new BadExtentException("its leaf is " + Bytes.getInt(head, 5), "the least is 0");
        }
        if (Bytes.getInt(head, 9) != kinds.length) {
            throw new BadExtentException(Bytes.getInt(head, 9) + " columns", "this table has " + kinds.length);
        }
        int length = Bytes.getInt(head, 13);
        if (length < kinds.length || length > MOST_BYTES) {
            throw new BadExtentException(
                    length + " bytes behind the head", "from " + kinds.length + " to " + MOST_BYTES + " are allowed");
        }
    }

    private static int headSum(byte[] head) {
        CRC32C sum = new CRC32C();
        sum.update(head, 0, 21);
        return (int) sum.getValue();
    }
}
