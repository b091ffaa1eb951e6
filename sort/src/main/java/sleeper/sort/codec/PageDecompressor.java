package sleeper.sort.codec;

import com.github.luben.zstd.ZstdDecompressCtx;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;
import org.brotli.dec.BrotliInputStream;
import org.xerial.snappy.Snappy;
import sleeper.core.util.FailureWords;
import sleeper.sort.fault.BadInputException;

/** Decompresses pages into room that was measured before: the size comes from the page's header, never from the data. For one thread. */
public final class PageDecompressor implements AutoCloseable {
    private static final Set<CompressionCodec> KNOWN = Set.of(
            CompressionCodec.UNCOMPRESSED,
            CompressionCodec.ZSTD,
            CompressionCodec.SNAPPY,
            CompressionCodec.GZIP,
            CompressionCodec.LZ4_RAW,
            CompressionCodec.LZ4,
            CompressionCodec.BROTLI);

    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private final Lz4Decompressor lz4 = new Lz4Decompressor();

    public static boolean knows(CompressionCodec codec) {
        return KNOWN.contains(codec);
    }

    /** @return the codecs that can be read, for messages */
    public static String known() {
        return "UNCOMPRESSED, ZSTD, SNAPPY, GZIP, LZ4_RAW, LZ4, BROTLI";
    }

    /**
     * @param length   compressed bytes, from {@code start}
     * @param expected bytes that must come out, to {@code to} from {@code at}
     * @throws BadInputException if another number of bytes comes out, or the data is not of this codec
     */
    public void decompress(
            CompressionCodec codec, byte[] from, int start, int length, byte[] to, int at, int expected) {
        int found;
        try {
            found = decompressed(codec, from, start, length, to, at, expected);
        } catch (IOException | RuntimeException e) {
            throw BadInputException.corrupt(
                    "a page that " + codec + " cannot decompress (" + FailureWords.of(e) + ")", expected + " bytes");
        }
        if (found != expected) {
            throw BadInputException.corrupt(
                    "a page that decompresses to " + found + " bytes", expected + " bytes, as its header says");
        }
    }

    private int decompressed(
            CompressionCodec codec, byte[] from, int start, int length, byte[] to, int at, int expected)
            throws IOException {
        return switch (codec) {
            case ZSTD -> zstd.decompressByteArray(to, at, expected, from, start, length);
            case SNAPPY -> snappy(from, start, length, to, at, expected);
            case GZIP -> whole(new GZIPInputStream(new ByteArrayInputStream(from, start, length)), to, at, expected);
            case LZ4_RAW -> lz4.decompress(from, start, length, to, at, expected);
            case LZ4 -> HadoopLz4.decompress(lz4, from, start, length, to, at, expected);
            case BROTLI ->
                whole(new BrotliInputStream(new ByteArrayInputStream(from, start, length)), to, at, expected);
            case UNCOMPRESSED -> {
                System.arraycopy(from, start, to, at, Math.min(length, expected));
                yield length;
            }
            default -> throw BadInputException.corrupt("codec " + codec, known());
        };
    }

    private static int snappy(byte[] from, int start, int length, byte[] to, int at, int expected) throws IOException {
        int declared = Snappy.uncompressedLength(from, start, length);
        return declared == expected ? Snappy.uncompress(from, start, length, to, at) : declared;
    }

    private static int whole(InputStream decompressed, byte[] to, int at, int expected) throws IOException {
        try (InputStream in = decompressed) {
            int read = in.readNBytes(to, at, expected);
            return read == expected && in.read() >= 0 ? expected + 1 : read;
        }
    }

    @Override
    public void close() {
        zstd.close();
    }
}
