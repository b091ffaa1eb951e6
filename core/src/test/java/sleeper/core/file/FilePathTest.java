package sleeper.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilePathTest {
    @ParameterizedTest
    @ValueSource(strings = {"a\\b", "a#b", "a b", "a+b", "%2F", "ü", "\uD83D\uDE00", "..."})
    void shouldHoldWhateverAKeyMayHold(String key) {
        assertThat(new FilePath("bucket", "in/" + key)).hasToString("bucket/in/" + key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "/a", "a/", "a//b", "a/../b", "a\nb", "a\u0000"})
    void shouldRefuseAKeyThatLeadsElsewhere(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> new FilePath("bucket", key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a/b", "a\\b"})
    void shouldRefuseWhatIsNoBucket(String bucket) {
        assertThatIllegalArgumentException().isThrownBy(() -> new FilePath(bucket, "key"));
    }

    @Test
    void shouldOrderByBucketThenByTheBytesOfTheKey() {
        List<FilePath> inOrder = List.of(
                new FilePath("a", "z"),
                new FilePath("b", "in.a"),
                new FilePath("b", "in/a"),
                new FilePath("b", "in/\uFFFD"),
                new FilePath("b", "in/\uD83D\uDE00"));

        assertThat(new TreeSet<>(inOrder)).containsExactlyElementsOf(inOrder);
    }
}
