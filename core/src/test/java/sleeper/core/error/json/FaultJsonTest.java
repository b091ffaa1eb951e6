package sleeper.core.error.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.json.StoredJson;

class FaultJsonTest {
    private static final String FORMER =
            "{'code':'NULL_VALUE','where':'in/a.parquet','found':'a null','allowed':'a value','action':'Fill it.'}"
                    .replace('\'', '"');

    @Test
    void shouldKeepTheFiveFieldsAndAddThePlaceBehindThem() {
        // Given
        Fault fault = Fault.of(ErrorCode.NULL_VALUE, "in/a.parquet, row group 2, column 'key'", "a null", "")
                .at(FaultLocation.ofFile("in/a.parquet")
                        .inRowGroup(2)
                        .inColumn("key")
                        .atRow(7));
        // Then
        assertThat(FaultJson.toJson(fault))
                .hasToString(("{'code':'NULL_VALUE','where':'in/a.parquet, row group 2, column ^key^','found':'a null',"
                                + "'allowed':'','action':'" + ErrorCode.NULL_VALUE.action() + "',"
                                + "'location':{'file':'in/a.parquet','rowGroup':2,'column':'key','row':7}}")
                        .replace('\'', '"')
                        .replace('^', '\''));
    }

    @Test
    void shouldReadAFaultThatWasStoredWithoutItsPlace() {
        // When
        Fault fault = FaultJson.fromJson(StoredJson.parse("A fault", FORMER));
        // Then
        assertThat(fault)
                .isEqualTo(new Fault(
                        ErrorCode.NULL_VALUE, "in/a.parquet", "a null", "a value", "Fill it.", FaultLocation.NONE));
        assertThat(FaultJson.toJson(fault)).hasToString(FORMER);
    }

    static Stream<FaultLocation> places() {
        return Stream.of(
                FaultLocation.NONE,
                FaultLocation.ofFile("in/a.parquet"),
                FaultLocation.ofFile("in/a.parquet")
                        .inRowGroup(0)
                        .inColumn("key")
                        .atRow(0),
                FaultLocation.ofFile("schema.json").atLine(1),
                FaultLocation.NONE.atLine(3));
    }

    @ParameterizedTest
    @MethodSource("places")
    void shouldReadWhatItWrote(FaultLocation place) {
        // Given
        Fault fault = Fault.of(ErrorCode.CORRUPT_FILE, "somewhere", "", "").at(place);
        // Then
        assertThat(FaultJson.fromJson(FaultJson.toJson(fault))).isEqualTo(fault);
    }

    @Test
    void shouldRefuseAPlaceOfAnotherType() {
        // Given
        String damaged = FORMER.replace("}", ",\"location\":{\"rowGroup\":\"two\"}}");
        // Then
        assertThatThrownBy(() -> FaultJson.fromJson(StoredJson.parse("A fault", damaged)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("DATA_CORRUPT at rowGroup: found \"two\"; allowed: an int.");
    }
}
