package sleeper.run.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SparkCommandTest {
    @Test
    void shouldShowAProcessNoVariableOfAnotherSpark() {
        // Given a shell that was set up for another Spark
        Map<String, String> environment = new HashMap<>(
                Map.of("SPARK_HOME", "/opt/theirs", "SPARK_CONF_DIR", "/etc/spark", "PATH", "/bin", "LANG", "C"));
        SparkCommand command = new SparkCommand(List.of("java"), Map.of("SPARK_HOME", "/ours", "LANG", "D"), List.of());
        // When
        command.setEnvironment(environment);
        // Then
        assertThat(environment).isEqualTo(Map.of("SPARK_HOME", "/ours", "PATH", "/bin", "LANG", "D"));
    }
}
