package sleeper.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetTest {
    @Test
    void shouldLeaveThePathAsItIsAndDecodeTheQuery() {
        assertThat(Target.parse("/a%2Fb/c+d?x=%2Fjobs%3Flast%3D5&y=a+b&z=%C3%A9"))
                .isEqualTo(new Target("/a%2Fb/c+d", Map.of("x", "/jobs?last=5", "y", "a b", "z", "é")));
    }

    @Test
    void shouldTakeTheFirstOfAParameterThatIsThereTwice() {
        assertThat(Target.parse("/?a=1&a=2").query()).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void shouldLeaveOutWhatIsNoParameter() {
        assertThat(Target.parse("/?&&=x&flag&a=").query()).isEqualTo(Map.of("flag", "", "a", ""));
        assertThat(Target.parse("/?").query()).isEmpty();
    }

    @Test
    void shouldTakeWhatIsEncodedWronglyAsItStands() {
        assertThat(Target.parse("/?a=%zz&b=%").query()).isEqualTo(Map.of("a", "%zz", "b", "%"));
    }

    @Test
    void shouldHaveARootWhereThereIsNoPath() {
        assertThat(Target.parse("")).isEqualTo(new Target("/", Map.of()));
        assertThat(Target.parse("?a=b").path()).isEqualTo("/");
    }

    @Test
    void shouldBeUnderAPathAndWhatIsBelowIt() {
        assertThat(Target.parse("/api").isUnder("/api")).isTrue();
        assertThat(Target.parse("/api/v9/x?y=z").isUnder("/api")).isTrue();
        assertThat(Target.parse("/apis").isUnder("/api")).isFalse();
        assertThat(Target.parse("/x/api").isUnder("/api")).isFalse();
    }
}
