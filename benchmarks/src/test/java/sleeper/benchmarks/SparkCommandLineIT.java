package sleeper.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.json.StoredJson;
import sleeper.run.spark.SparkCommand;

class SparkCommandLineIT {
    @TempDir
    private Path folder;

    @BeforeEach
    void makeAListOfSparksJars() throws IOException {
        Path jar = Files.createFile(folder.resolve("spark-core_2.12-3.5.6.jar"));
        Files.writeString(folder.resolve("spark.classpath"), jar + "\n");
    }

    private SparkCommand command(int executors) throws IOException {
        return SparkCommandLine.of(StoredJson.parse("The request", """
                {"sparkHome": "FOLDER/home", "sparkJars": "FOLDER/spark.classpath",
                 "executors": EXECUTORS, "threads": 2, "heapMegabytes": 2048,
                 "scratch": "FOLDER/scratch", "properties": {"spark.ui.enabled": "false"},
                 "environment": {"SLEEPER_HOME": "FOLDER/instance"},
                 "jar": "FOLDER/job.jar", "mainClass": "a.Main", "arguments": ["spark", "1"]}
                """.replace("FOLDER", folder.toString())
                .replace("EXECUTORS", Integer.toString(executors))));
    }

    @Test
    void shouldRunTasksInTheDriver() throws IOException {
        // When
        SparkCommand command = command(0);
        // Then
        assertThat(command.words())
                .contains("-Xmx2048m", "spark.ui.enabled=false")
                .containsSubsequence("--master", "local[2]", "--class", "a.Main", folder + "/job.jar", "spark", "1");
        assertThat(command.environment()).containsEntry("SLEEPER_HOME", folder + "/instance");
        assertThat(command.folders()).containsExactly(folder.resolve("scratch"));
    }

    @Test
    void shouldRunTasksInExecutorsWhoseSparkIsTheHomeOfAnEarlierCommand() throws IOException {
        // Given
        command(0);
        // When
        SparkCommand command = command(2);
        // Then
        assertThat(command.words()).containsSubsequence("--master", "local-cluster[2,1,2048]");
        assertThat(command.environment()).containsEntry("SPARK_HOME", folder + "/home");
        assertThat(folder.resolve("home/jars/spark-core_2.12-3.5.6.jar")).isSymbolicLink();
    }
}
