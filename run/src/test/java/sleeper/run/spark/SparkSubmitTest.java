package sleeper.run.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SparkSubmitTest {
    private static final SparkHome HOME = new SparkHome(Path.of("/opt/spark"), "3.5.6", "2.12");
    private static final Path JAR = Path.of("/jars/job.jar");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Test
    void shouldRunAJobInOneProcessWithoutAHome() {
        // When
        SparkCommand command = new SparkSubmit(HOME, new SparkMaster.Local(2), Path.of("/scratch"))
                .environment(Map.of("SLEEPER_HOME", "/home"))
                .command(JAR, "a.Main", List.of("job", "1"));
        // Then
        List<String> expected = new ArrayList<>(List.of(JAVA, "-Xmx1024m"));
        expected.addAll(SparkCommand.JAVA_OPTIONS);
        expected.addAll(List.of(
                "-Djava.io.tmpdir=/scratch", "-cp", "/opt/spark/jars/*", "org.apache.spark.deploy.SparkSubmit"));
        expected.addAll(List.of("--master", "local[2]"));
        expected.addAll(List.of("--conf", "spark.driver.bindAddress=127.0.0.1"));
        expected.addAll(List.of("--conf", "spark.driver.host=127.0.0.1"));
        expected.addAll(List.of("--conf", "spark.eventLog.enabled=false"));
        expected.addAll(List.of("--conf", "spark.executor.extraJavaOptions=\"-Djava.io.tmpdir=/scratch\""));
        expected.addAll(List.of("--conf", "spark.local.dir=/scratch"));
        expected.addAll(List.of("--conf", "spark.ui.port=0"));
        expected.addAll(List.of("--class", "a.Main", "/jars/job.jar", "job", "1"));
        assertThat(command)
                .isEqualTo(new SparkCommand(
                        expected,
                        Map.of("SLEEPER_HOME", "/home", "SPARK_LOCAL_IP", "127.0.0.1"),
                        List.of(Path.of("/scratch"))));
    }

    @Test
    void shouldHaveExecutorsFindTheHome() {
        // When
        SparkCommand command = new SparkSubmit(HOME, new SparkMaster.LocalCluster(2, 1, 1024), Path.of("/scratch"))
                .command(JAR, "a.Main", List.of());
        // Then
        assertThat(command.words()).contains("local-cluster[2,1,1024]", "spark.executor.memory=1024m");
        assertThat(command.environment())
                .isEqualTo(Map.of(
                        "SPARK_LOCAL_IP", "127.0.0.1", "SPARK_HOME", "/opt/spark", "SPARK_SCALA_VERSION", "2.12"));
    }

    @Test
    void shouldTakeWhatAJobSetsBeforeItsOwn() {
        // When
        SparkCommand command = new SparkSubmit(HOME, new SparkMaster.Local(1), Path.of("/scratch"))
                .driverMegabytes(2048)
                .moreJars(List.of(Path.of("/jars/a.jar"), Path.of("/jars/b.jar")))
                .property("spark.ui.port", "4040")
                .property("spark.executor.extraJavaOptions", "-Xlog:gc*")
                .command(JAR, "a.Main", List.of());
        // Then
        assertThat(command.words())
                .contains(
                        "-Xmx2048m",
                        "/jars/a.jar,/jars/b.jar",
                        "spark.ui.port=4040",
                        "spark.executor.extraJavaOptions=\"-Djava.io.tmpdir=/scratch\" -Xlog:gc*")
                .doesNotContain("spark.ui.port=0");
    }

    @Test
    void shouldWriteTheEventLogsThatTheHistoryServerReads() {
        // Given
        Path logs = Path.of("/logs/of spark");
        // When
        SparkCommand job = new SparkSubmit(HOME, new SparkMaster.Local(1), Path.of("/scratch"))
                .eventLogs(logs)
                .command(JAR, "a.Main", List.of());
        SparkCommand server = SparkCommand.historyServer(HOME, logs, 18080);
        // Then
        assertThat(job.words()).contains("spark.eventLog.enabled=true", "spark.eventLog.dir=file:///logs/of%20spark");
        assertThat(job.folders()).containsExactly(Path.of("/scratch"), logs);
        assertThat(server.words())
                .contains("-Dspark.history.fs.logDirectory=file:///logs/of%20spark", "-Dspark.history.ui.port=18080")
                .endsWith("org.apache.spark.deploy.history.HistoryServer");
    }

    @Test
    void shouldRefuseAScratchFolderThatSparkWouldTakeForTwo() {
        assertThatThrownBy(() -> new SparkSubmit(HOME, new SparkMaster.Local(1), Path.of("/a,b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Spark takes no folder /a,b");
    }
}
