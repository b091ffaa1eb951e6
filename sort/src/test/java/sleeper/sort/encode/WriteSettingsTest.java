package sleeper.sort.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import sleeper.core.settings.IngestSettings;

class WriteSettingsTest {
    private static WriteSettings settings(int pageBytes, long rowGroupBytes, int dictionaryBytes) {
        WriteSettings some = WriteSettings.DEFAULT;
        return new WriteSettings(
                some.codec(),
                some.compressionLevel(),
                pageBytes,
                rowGroupBytes,
                dictionaryBytes,
                some.maxFileRows(),
                some.encodings());
    }

    @Test
    void shouldTakeSizesAtTheirBounds() {
        // When
        WriteSettings most = settings(64 << 20, 2L << 30, 64 << 20);
        // Then
        assertThat(most.pageBytes()).isEqualTo(67_108_864);
        assertThat(most.rowGroupBytes()).isEqualTo(2_147_483_648L);
        assertThat(most.dictionaryBytes()).isEqualTo(67_108_864);
    }

    @Test
    void shouldRefuseSizesBeyondTheirBounds() {
        assertThatThrownBy(() -> settings((64 << 20) + 1, 1 << 20, 0))
                .hasMessage("pageBytes is 67108865 and the most is 67108864");
        assertThatThrownBy(() -> settings(1 << 20, (2L << 30) + 1, 0))
                .hasMessage("rowGroupBytes is 2147483649 and the most is 2147483648");
        assertThatThrownBy(() -> settings(1 << 20, 1 << 20, (64 << 20) + 1))
                .hasMessage("dictionaryBytes is 67108865 and the most is 67108864");
    }

    @Test
    void shouldTakeTheLargestSizesThatATableMayBeSetTo() {
        // Given
        long page = IngestSettings.PAGE_SIZE.parse("67108864");
        long rowGroup = IngestSettings.ROW_GROUP_SIZE.parse("2147483648");
        // When / Then
        assertThatThrownBy(() -> IngestSettings.PAGE_SIZE.parse("67108865")).hasMessageContaining("67108865");
        assertThatThrownBy(() -> IngestSettings.ROW_GROUP_SIZE.parse("2147483649"))
                .hasMessageContaining("2147483649");
        assertThatCode(() -> settings(Math.toIntExact(page), rowGroup, 0)).doesNotThrowAnyException();
    }
}
