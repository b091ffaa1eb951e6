package sleeper.core.key.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.json.StoredJson;
import sleeper.core.key.Key;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;
import sleeper.core.key.Region;
import sleeper.core.schema.PrimitiveType;

class KeyJsonTest {
    private static final Key KEY = Key.of(
            new KeyValue.OfInt(Integer.MIN_VALUE),
            new KeyValue.OfLong(Long.MAX_VALUE),
            new KeyValue.OfString("ü\"\u0000😀"),
            new KeyValue.OfBytes(new byte[] {0, -1}));
    private static final List<PrimitiveType> TYPES =
            List.of(PrimitiveType.INT, PrimitiveType.LONG, PrimitiveType.STRING, PrimitiveType.BYTEARRAY);

    @Test
    void shouldWriteNumbersStringsAndBase64() {
        assertThat(KeyJson.toJson(KEY).toString())
                .isEqualTo("[-2147483648,9223372036854775807,\"ü\\\"\\u0000😀\",\"AP8=\"]");
    }

    @Test
    void shouldReadBackAKey() {
        assertThat(KeyJson.fromJson(
                        StoredJson.parse("A key", KeyJson.toJson(KEY).toString()), TYPES))
                .isEqualTo(KEY);
    }

    @Test
    void shouldWriteARegionThatCarriesItsTypes() {
        Region region = new Region(List.of(
                new Range(Optional.of(new KeyValue.OfString("a")), Optional.of(new KeyValue.OfString("m"))),
                new Range(Optional.empty(), Optional.of(new KeyValue.OfLong(7))),
                Range.ALL));
        String text = "[{\"type\":\"string\",\"min\":\"a\",\"max\":\"m\"},{\"type\":\"long\",\"max\":7},{}]";

        assertThat(KeyJson.toJson(region).toString()).isEqualTo(text);
        assertThat(KeyJson.regionFromJson(StoredJson.parse("A region", text))).isEqualTo(region);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "INT,2147483648",
                "INT,1.0",
                "INT,`\"1\"`",
                "LONG,9223372036854775808",
                "LONG,true",
                "STRING,1",
                "STRING,`\"\\uD800\"`",
                "BYTEARRAY,`\"%\"`",
                "BYTEARRAY,0",
                "DOUBLE,1.5"
            })
    void shouldRefuseAValueOfAnotherType(PrimitiveType type, String text) {
        assertThatThrownBy(() -> KeyJson.fromJson(StoredJson.parse("A value", text), type))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
