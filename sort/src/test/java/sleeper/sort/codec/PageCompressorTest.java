package sleeper.sort.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.format.CompressionCodec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageCompressorTest {
    private static byte[] letters(int count) {
        byte[] letters = new byte[count];
        Random random = new Random(9);
        for (int i = 0; i < count; i++) {
            letters[i] = (byte) ('a' + random.nextInt(26));
        }
        return letters;
    }

    private static byte[] compressed(CompressionCodec codec, int level, byte[] page) {
        try (PageCompressor compressor = new PageCompressor(codec, level)) {
            int length = compressor.compress(page, page.length);
            return Arrays.copyOf(compressor.buffer(), length);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodec.class,
            names = {"UNCOMPRESSED", "ZSTD", "SNAPPY", "GZIP", "LZ4_RAW"})
    void shouldGiveBackWhatWasCompressed(CompressionCodec codec) {
        // Given
        byte[] page = letters(100_000);
        byte[] stored = compressed(codec, 3, page);
        byte[] back = new byte[page.length];
        // When
        try (PageDecompressor decompressor = new PageDecompressor()) {
            decompressor.decompress(codec, stored, 0, stored.length, back, 0, back.length);
        }
        // Then
        assertThat(back).isEqualTo(page);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void shouldNotMakeRandomLettersLargerThanTheFirstLevelDoes(int level) {
        // Given a page of a column of random letters, which repeat four at a time by chance
        byte[] page = letters(200_000);
        // When
        int first = compressed(CompressionCodec.ZSTD, 1, page).length;
        int found = compressed(CompressionCodec.ZSTD, level, page).length;
        // Then
        assertThat((double) found / first).isLessThan(1.005);
    }
}
