package sleeper.sort.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.lz4.Lz4Compressor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.apache.parquet.format.CompressionCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.sort.fault.BadInputException;

/** Codecs that are read and not written. */
class PageDecompressorTest {
    private static final byte[] PAGE = "sleeper ".repeat(1000).getBytes(StandardCharsets.UTF_8);
    /** {@link #PAGE} as Google's encoder has it. */
    private static final byte[] BROTLI = HexFormat.of().parseHex("1b3f1f00041c72a477b905ade2b770c85b003c5a07");

    private static byte[] decompressed(CompressionCodec codec, byte[] stored, int expected) {
        // Bytes before and behind, which must stay as they are
        byte[] room = new byte[expected + 20];
        Arrays.fill(room, (byte) 'x');
        try (PageDecompressor decompressor = new PageDecompressor()) {
            byte[] shifted = new byte[stored.length + 10];
            System.arraycopy(stored, 0, shifted, 5, stored.length);
            decompressor.decompress(codec, shifted, 5, stored.length, room, 10, expected);
        }
        assertThat(new String(room, 0, 10, StandardCharsets.UTF_8)).isEqualTo("xxxxxxxxxx");
        assertThat(new String(room, 10 + expected, 10, StandardCharsets.UTF_8)).isEqualTo("xxxxxxxxxx");
        return Arrays.copyOfRange(room, 10, 10 + expected);
    }

    private static byte[] block(int from, int to) {
        Lz4Compressor lz4 = new Lz4Compressor();
        byte[] out = new byte[lz4.maxCompressedLength(to - from)];
        return Arrays.copyOf(out, lz4.compress(PAGE, from, to - from, out, 0, out.length));
    }

    private static byte[] framed(int size, byte[]... blocks) {
        int length = Arrays.stream(blocks).mapToInt(block -> 4 + block.length).sum();
        ByteBuffer out = ByteBuffer.allocate(4 + length).putInt(size);
        for (byte[] block : blocks) {
            out.putInt(block.length).put(block);
        }
        return out.array();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    @Test
    void shouldReadBrotli() {
        assertThat(decompressed(CompressionCodec.BROTLI, BROTLI, 8000)).isEqualTo(PAGE);
        assertThat(decompressed(CompressionCodec.BROTLI, new byte[] {6}, 0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7_999, 8_001, 100_000})
    void shouldRefuseBrotliThatComesToAnotherSize(int expected) {
        assertThatThrownBy(() -> decompressed(CompressionCodec.BROTLI, BROTLI, expected))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("bytes; allowed: " + expected + " bytes, as its header says");
    }

    @Test
    void shouldRefuseWhatIsNoBrotli() {
        for (int i = 0; i < BROTLI.length - 1; i++) {
            byte[] cut = Arrays.copyOf(BROTLI, i);
            assertThatThrownBy(() -> decompressed(CompressionCodec.BROTLI, cut, 8000))
                    .isInstanceOfSatisfying(
                            BadInputException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE));
        }
    }

    @Test
    void shouldReadOrRefuseDamagedBrotli() {
        // Given one to three flipped bits
        Random random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = BROTLI.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            // When / Then it never throws anything else, nor writes beside its room
            try {
                assertThat(decompressed(CompressionCodec.BROTLI, damaged, 8000)).hasSize(8000);
            } catch (BadInputException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void shouldReadLz4AsHadoopFramesIt() {
        // Given one part of one block; of several blocks; and several parts
        assertThat(decompressed(CompressionCodec.LZ4, framed(8000, block(0, 8000)), 8000))
                .isEqualTo(PAGE);
        assertThat(decompressed(
                        CompressionCodec.LZ4, framed(8000, block(0, 3000), block(3000, 3001), block(3001, 8000)), 8000))
                .isEqualTo(PAGE);
        assertThat(decompressed(
                        CompressionCodec.LZ4,
                        joined(framed(3000, block(0, 3000)), framed(5000, block(3000, 8000))),
                        8000))
                .isEqualTo(PAGE);
        assertThat(decompressed(CompressionCodec.LZ4, framed(0), 0)).isEmpty();
    }

    @Test
    void shouldReadLz4WithoutAFrame() {
        assertThat(decompressed(CompressionCodec.LZ4, block(0, 8000), 8000)).isEqualTo(PAGE);
    }

    @Test
    void shouldReadLz4WhoseEmptyPartHasAnEmptyBlock() {
        // Given an empty page as Arrow Rust frames it: no bytes, in a block of one byte
        byte[] empty = framed(0, new byte[1]);
        // When / Then
        assertThat(decompressed(CompressionCodec.LZ4, empty, 0)).isEmpty();
        assertThat(decompressed(CompressionCodec.LZ4, joined(framed(8000, block(0, 8000)), empty), 8000))
                .isEqualTo(PAGE);
    }

    @Test
    void shouldReadAPartOfOneByteBehindAnEmptyPart() {
        assertThat(decompressed(CompressionCodec.LZ4, joined(framed(0), framed(1, block(0, 1))), 1))
                .isEqualTo(new byte[] {'s'});
    }

    @Test
    void shouldRefuseLz4WhoseEmptyPartHasAnotherBlock() {
        assertThatThrownBy(() -> decompressed(CompressionCodec.LZ4, framed(0, new byte[] {1}), 0))
                .isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> decompressed(CompressionCodec.LZ4, framed(0, new byte[2]), 0))
                .isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> decompressed(CompressionCodec.LZ4, framed(0, new byte[1]), 1))
                .isInstanceOf(BadInputException.class);
    }

    @Test
    void shouldRefuseLz4ThatIsCutShortOrComesToAnotherSize() {
        byte[] whole = framed(8000, block(0, 3000), block(3000, 8000));
        for (int i = 1; i < whole.length; i++) {
            byte[] cut = Arrays.copyOf(whole, i);
            assertThatThrownBy(() -> decompressed(CompressionCodec.LZ4, cut, 8000))
                    .isInstanceOf(BadInputException.class);
        }
        assertThatThrownBy(() -> decompressed(CompressionCodec.LZ4, whole, 7_999))
                .isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> decompressed(CompressionCodec.LZ4, whole, 8_001))
                .isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> decompressed(CompressionCodec.LZ4, framed(Integer.MAX_VALUE, block(0, 8000)), 8000))
                .isInstanceOf(BadInputException.class);
    }
}
