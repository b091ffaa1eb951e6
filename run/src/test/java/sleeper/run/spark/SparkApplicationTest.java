package sleeper.run.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SparkApplicationTest {
    static Stream<SparkApplication> applications() {
        return Stream.of(
                new SparkApplication("3.5.6", "local-1764331200000", Optional.of("http://127.0.0.1:4040")),
                new SparkApplication("4.0.2", "app-20261128120000-0000", Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("applications")
    void shouldReadWhatItTells(SparkApplication application) {
        assertThat(SparkApplication.read(application.line())).contains(application);
    }

    @Test
    void shouldTellOnOneLine() {
        assertThat(applications().map(SparkApplication::line))
                .containsExactly(
                        "spark=3.5.6 application=local-1764331200000 pages=http://127.0.0.1:4040",
                        "spark=4.0.2 application=app-20261128120000-0000");
    }

    @Test
    void shouldPassOverOtherLines() {
        assertThat(SparkApplication.read("phase=reading rows=1 of=2")).isEmpty();
    }
}
