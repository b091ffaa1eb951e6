package sleeper.sort.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.airlift.compress.lz4.Lz4Compressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/** Compresses pages with one context and one buffer that are used again and again. For one thread. */
public final class PageCompressor implements AutoCloseable {
    /**
     * For sources as small as pages, ZSTD's level 3 looks for matches of 4 bytes; for larger ones, as its levels above and below,
     * for 5 or more. In columns such short matches cost more than they save: random letters take eight times as long, and three
     * per cent more bytes. A library that cannot be told so is told nothing of the size.
     */
    private static final int LEAST_MATCH_BYTES = 5;

    private static final int LEVEL_OF_SHORT_MATCHES = 3;

    private final CompressionCodec codec;
    private final ZstdCompressCtx zstd = new ZstdCompressCtx();
    private final UnsizedZstd unsized = new UnsizedZstd(zstd);
    private final boolean hidesSize;
    private final Lz4Compressor lz4 = new Lz4Compressor();
    private byte[] buffer = new byte[0];

    /** @param level ZSTD's level; without meaning for other codecs */
    public PageCompressor(CompressionCodec codec, int level) {
        this.codec = codec;
        zstd.setLevel(level);
        hidesSize = level == LEVEL_OF_SHORT_MATCHES && !ZstdMinMatch.isKnown();
        if (level == LEVEL_OF_SHORT_MATCHES) {
            ZstdMinMatch.set(zstd, LEAST_MATCH_BYTES);
        }
        zstd.setContentSize(true);
    }

    public CompressionCodec codec() {
        return codec;
    }

    /** @return where the bytes of the last {@link #compress} are, from index 0; valid until the next */
    public byte[] buffer() {
        return buffer;
    }

    /** @return number of compressed bytes */
    public int compress(byte[] from, int length) {
        return switch (codec) {
            case ZSTD -> zstd(from, length);
            case SNAPPY -> {
                room(Snappy.maxCompressedLength(length));
                yield snappy(from, length);
            }
            case LZ4_RAW -> {
                room(lz4.maxCompressedLength(length));
                yield lz4.compress(from, 0, length, buffer, 0, buffer.length);
            }
            case GZIP -> gzip(from, length);
            case UNCOMPRESSED -> {
                buffer = from;
                yield length;
            }
            default -> throw new IllegalStateException("codec " + codec + " is not written");
        };
    }

    private void room(int bytes) {
        if (buffer.length < bytes) {
            buffer = new byte[bytes];
        }
    }

    private int zstd(byte[] from, int length) {
        if (hidesSize) {
            room(UnsizedZstd.bound(length));
            return unsized.compress(from, length, buffer);
        }
        room((int) Zstd.compressBound(length));
        return zstd.compressByteArray(buffer, 0, buffer.length, from, 0, length);
    }

    private int snappy(byte[] from, int length) {
        try {
            return Snappy.compress(from, 0, length, buffer, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int gzip(byte[] from, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length / 2 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(from, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        buffer = out.toByteArray();
        return buffer.length;
    }

    @Override
    public void close() {
        zstd.close();
    }
}
