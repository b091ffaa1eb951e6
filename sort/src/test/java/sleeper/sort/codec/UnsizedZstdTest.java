package sleeper.sort.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsizedZstdTest {
    private static final int PAGE_BYTES = 200_000;
    /** Window descriptor of 2 MiB behind the magic number and the descriptor of the head. */
    private static final int WINDOW_AT = 5;

    private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(3);
    private final UnsizedZstd zstd = new UnsizedZstd(context);

    @AfterEach
    void close() {
        context.close();
    }

    private static byte[] letters(int count, int alphabet) {
        byte[] letters = new byte[count];
        Random random = new Random(count);
        for (int i = 0; i < count; i++) {
            letters[i] = (byte) ('a' + random.nextInt(alphabet));
        }
        return letters;
    }

    private byte[] compressed(byte[] page) {
        byte[] to = new byte[UnsizedZstd.bound(page.length)];
        return Arrays.copyOf(to, zstd.compress(page, page.length, to));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 255, 256, 65_791, 131_072, 131_073, 262_144, 300_000, 3_000_000})
    void shouldMakeFramesThatTellTheirSizeAndThatAnotherLibraryReads(int length) {
        for (int alphabet : new int[] {1, 26, 256}) {
            // Given
            byte[] page = letters(length, alphabet);
            // When
            byte[] frame = compressed(page);
            // Then
            assertThat(Zstd.getFrameContentSize(frame)).isEqualTo(length);
            byte[] back = new byte[length];
            int found = new ZstdDecompressor().decompress(frame, 0, frame.length, back, 0, length);
            assertThat(found).isEqualTo(length);
            assertThat(back).isEqualTo(page);
            assertThat(Zstd.decompress(frame, length)).isEqualTo(page);
        }
    }

    @Test
    void shouldCompressAsALeastMatchOfFiveBytesDoes() {
        // Given
        byte[] page = letters(PAGE_BYTES, 26);
        // When
        int found = compressed(page).length;
        // Then
        int expected;
        int unmended;
        try (ZstdCompressCtx other = new ZstdCompressCtx().setLevel(3)) {
            unmended = other.compress(page).length;
            other.setMinMatch(5);
            expected = other.compress(page).length;
        }
        assertThat((double) found / expected).isBetween(0.999, 1.001);
        assertThat((double) found / unmended).isLessThan(0.985);
    }

    @Test
    void shouldTakeNoPageForTheOneBefore() {
        // Given
        byte[] page = letters(PAGE_BYTES, 26);
        byte[] first = compressed(page);
        // When
        compressed(letters(10, 26));
        compressed(letters(3 * PAGE_BYTES, 256));
        // Then
        assertThat(compressed(page)).isEqualTo(first);
    }

    @Test
    void shouldAskReadersForNoLargerWindowThanLevel3Does() {
        // 10 + log2 of the window in the upper five bits
        assertThat(compressed(letters(PAGE_BYTES, 26))[WINDOW_AT] >> 3 & 31).isEqualTo(21 - 10);
    }
}
