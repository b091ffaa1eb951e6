package sleeper.aws.kits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AwsKitsTest {
    private static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(List.of(), "found 0 names, allowed: 3"),
                Arguments.of(List.of("bucket", "log"), "found 2 names, allowed: 3"),
                Arguments.of(List.of("bucket", "log", "-"), "found one table, allowed: both or none"),
                Arguments.of(List.of("-", "-", "-"), "found neither a bucket nor tables: name one of these at least"),
                Arguments.of(
                        List.of("--force", "bucket", "log", "state"),
                        "found '--force', which is neither an option nor a name"),
                Arguments.of(List.of("bucket", "-", "-", "--server"), "found nothing behind --server"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void shouldSayWhatIsWrongWithArgumentsAndHowTheyAreGiven(List<String> args, String words) throws Exception {
        // Given
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        // When
        int code = AwsKits.run(args, printing(out), printing(err));
        // Then
        assertThat(code).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .startsWith(words)
                .contains("usage: AwsKits [OPTION...] BUCKET LOG_TABLE STATE_TABLE");
    }

    private static PrintStream printing(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @Test
    void shouldTakeOptionsInAnyPlace() {
        KitArguments arguments =
                KitArguments.of(List.of("--create", "bucket", "--server", "A server", "-", "-", "--results", "file"));

        assertThat(arguments)
                .usingRecursiveComparison()
                .isEqualTo(
                        new KitArguments("A server", "bucket", "-", "-", true, Unkept.nothing(), Optional.of("file")));
    }
}
