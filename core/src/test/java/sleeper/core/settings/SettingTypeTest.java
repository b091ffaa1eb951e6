package sleeper.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.settings.IngestSettings.CompressionCodec;

class SettingTypeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1000, 1000, 1000",
        "1g, 1073741824, 1g",
        "512m, 536870912, 512m",
        "1024K, 1048576, 1m",
        "7gb, 7516192768, 7g",
        "12 MB, 12582912, 12m",
        "5b, 5, 5",
        "2t, 2199023255552, 2t"
    })
    void shouldReadSizes(String text, long bytes, String written) {
        assertThat(SettingType.BYTES.parser().apply(text)).isEqualTo(bytes);
        assertThat(SettingType.BYTES.writer().apply(bytes)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "g", "-1", "1.5g", "1p", "9999999999g", "1 g b"})
    void shouldRefuseWhatIsNoSize(String text) {
        assertThatThrownBy(() -> SettingType.BYTES.parser().apply(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, 500, 500ms",
        "30s, 30000, 30s",
        "60s, 60000, 1m",
        "2h, 7200000, 2h",
        "1d, 86400000, 1d",
        "0s, 0, 0s"
    })
    void shouldReadDurations(String text, long millis, String written) {
        assertThat(SettingType.DURATION.parser().apply(text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(SettingType.DURATION.writer().apply(Duration.ofMillis(millis)))
                .isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-1s", "1.5h", "1w"})
    void shouldRefuseWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> SettingType.DURATION.parser().apply(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReadLists() {
        assertThat(SettingType.LIST.parser().apply(" a , b/c ")).isEqualTo(List.of("a", "b/c"));
        assertThat(SettingType.LIST.parser().apply("")).isEmpty();
        assertThatThrownBy(() -> SettingType.LIST.parser().apply("a,,b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReadEnumsByTheirWords() {
        SettingType<CompressionCodec> codecs = SettingType.ofEnum(CompressionCodec.class);

        assertThat(codecs.parser().apply("lz4-raw")).isEqualTo(CompressionCodec.LZ4_RAW);
        assertThat(codecs.writer().apply(CompressionCodec.ZSTD)).isEqualTo("zstd");
        assertThatThrownBy(() -> codecs.parser().apply("brotli"))
                .hasMessage("not one of zstd, snappy, gzip, lz4-raw, none");
    }

    @Test
    void shouldTakeOnlyTrueAndFalseForBooleans() {
        assertThat(SettingType.BOOLEAN.parser().apply("true")).isTrue();
        assertThatThrownBy(() -> SettingType.BOOLEAN.parser().apply("yes"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
