package sleeper.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;

class PropertyFileTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a b", "a=b:c", "!a", "#a", "a#b", "größe/in", "a\\b", "a\nb", "a\\u0041"})
    void shouldReadBackAValueThatWasWritten(String value) {
        Map<String, String> properties = Map.of("key", value, "another key", "1");

        assertThat(PropertyFile.read("t.properties", PropertyFile.write("t.properties", properties)))
                .isEqualTo(properties);
    }

    @Test
    void shouldWriteALineAPropertySortedByName() {
        assertThat(PropertyFile.write("t.properties", Map.of("b", "2", "a", "1", "c", "x y")))
                .isEqualTo("a=1\nb=2\nc=x y\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {" a", "a ", "a # b", "#", "a\t#"})
    void shouldRefuseAValueThatWouldBeReadBackAsAnother(String value) {
        InvalidRequestException thrown = catchThrowableOfType(
                InvalidRequestException.class, () -> PropertyFile.write("t.properties", Map.of("key", value)));

        assertThat(thrown).hasMessageStartingWith("The properties in t.properties were not accepted.");
        assertThat(thrown.faults())
                .containsExactly(Fault.of(
                                ErrorCode.VALUE_OUT_OF_RANGE,
                                "key",
                                "'" + value + "'",
                                "a value without white space at its ends and without '#' as a word")
                        .at(FaultLocation.ofFile("t.properties")));
    }

    @Test
    void shouldRefuseTextThatNoStoreCanHold() {
        InvalidRequestException thrown = catchThrowableOfType(
                InvalidRequestException.class,
                () -> PropertyFile.read("t.properties", "a=\\ud800\nb\\udc00=1\nc=x\\u0000\nd=\\ud83d\\ude00\n"));

        assertThat(thrown.faults())
                .extracting(Fault::where, Fault::found)
                .containsExactly(
                        tuple("a", "'\\ud800'"),
                        tuple("t.properties", "the name 'b\\udc00'"),
                        tuple("c", "'x\\u0000'"));
    }
}
