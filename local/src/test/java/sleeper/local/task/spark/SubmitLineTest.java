package sleeper.local.task.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmitLineTest {
    private static final SparkSize UNSAID = new SparkSize(2, 1, 1_024, 1_024);

    @Test
    void shouldTakeWhatALineSaysButForWhereItRuns() {
        SubmitLine line = SubmitLine.ofLauncher(List.of(
                "--master",
                "yarn",
                "--deploy-mode",
                "cluster",
                "--conf",
                "a=b=c",
                "--conf",
                "a=d",
                "--class",
                "x.Y",
                "--executor-memory",
                "3g",
                "--conf",
                "spark.executor.memory=9g",
                "--queue",
                "q",
                "--supervise",
                "s3://jars/x.jar",
                "job",
                "1",
                "--conf",
                "not=ours"));
        assertThat(line)
                .isEqualTo(new SubmitLine(
                        Map.of("a", "d", "spark.executor.memory", "3g"),
                        List.of("--queue", "q", "--supervise"),
                        Optional.of("x.Y"),
                        "s3://jars/x.jar",
                        List.of("job", "1", "--conf", "not=ours")));
    }

    @Test
    void shouldAskForWhatThePlatformHasWhereTheLineIsSilent() {
        assertThat(SubmitLine.ofLauncher(List.of("x.jar")).asked(UNSAID)).isEqualTo(UNSAID);
        assertThat(SubmitLine.ofLauncher(List.of(
                                "--num-executors",
                                "7",
                                "--executor-cores",
                                "2",
                                "--conf",
                                "spark.executor.memory=3g",
                                "--driver-memory",
                                "512",
                                "x.jar"))
                        .asked(UNSAID))
                .isEqualTo(new SparkSize(7, 2, 3_072, 512));
    }

    @Test
    void shouldRefuseALineThatNamesNoJar() {
        assertThatThrownBy(() -> SubmitLine.ofLauncher(List.of("--class", "x.Y")))
                .hasMessage("the line names no jar");
        assertThatThrownBy(() -> SubmitLine.ofLauncher(List.of("--conf", "x", "x.jar")))
                .hasMessage("--conf x is no key=value");
    }

    @ParameterizedTest
    @CsvSource({"16g, 16384", "14G, 14336", "512, 512", "2048m, 2048", "1t, 1048576", "3gb, 3072", "100k, 1"})
    void shouldReadSizesAsSparkWritesThem(String size, long megabytes) {
        assertThat(Megabytes.parse(size)).isEqualTo(megabytes);
    }

    @ParameterizedTest
    @CsvSource({"much", "1.5g", "-1g", "g"})
    void shouldRefuseWhatIsNoSize(String size) {
        assertThatThrownBy(() -> Megabytes.parse(size)).hasMessage("not a size of memory: " + size);
    }
}
