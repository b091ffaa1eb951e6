package sleeper.sort.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import sleeper.core.settings.IngestSettings;

class WriteSettingsTest {
    private static WriteSettings settings(int pageBytes, long rowGroupBytes, int dictionaryBytes) {
        return WriteSettings.builder()
                .pageBytes(pageBytes)
                .rowGroupBytes(rowGroupBytes)
                .dictionaryBytes(dictionaryBytes)
                .build();
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
    void shouldRefuseAtTheSetterWhatIsOutOfBounds() {
        assertThatThrownBy(() -> WriteSettings.builder().pageBytes(1023))
                .hasMessage("pageBytes is 1023 and the least is 1024");
        assertThatThrownBy(() -> WriteSettings.builder().rowGroupBytes(65_535))
                .hasMessage("rowGroupBytes is 65535 and the least is 65536");
        assertThatThrownBy(() -> WriteSettings.builder().dictionaryBytes(-1))
                .hasMessage("dictionaryBytes is -1 and the least is 0");
        assertThatThrownBy(() -> WriteSettings.builder().maxFileRows(0))
                .hasMessage("maxFileRows is 0 and the least is 1");
    }

    @Test
    void shouldBeginWithTheDefaults() {
        assertThat(WriteSettings.builder().build()).isEqualTo(WriteSettings.DEFAULT);
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
