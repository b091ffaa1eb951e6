package sleeper.local.task.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.settings.Settings;
import sleeper.run.spark.SparkMaster;

class SparkBoundTest {
    private static final long MIB = 1L << 20;
    private static final long TASK = 1_536 * MIB;

    @ParameterizedTest
    @CsvSource({
        "2, 24576, '2 executors of 1 core and 2048 MiB, driver of 2048 MiB'",
        "8, 24576, '4 executors of 2 cores and 2048 MiB, driver of 2048 MiB'",
        "8, 8192, '4 executors of 2 cores and 819 MiB, driver of 819 MiB'",
        "1, 2048, '1 executor of 1 core and 512 MiB, driver of 512 MiB'",
        "1, 512, '1 executor of 1 core and 512 MiB, driver of 512 MiB'",
    })
    void shouldShareOutTheMachineWhereNothingIsSet(int processors, long memoryMib, String most) {
        SparkBound bound = SparkBound.of(Settings.ofMap(Map.of()), processors, memoryMib * MIB, TASK);
        assertThat(bound.most().words()).isEqualTo(most);
    }

    @Test
    void shouldTakeWhatIsSetWhateverTheMachine() {
        Settings settings = Settings.ofMap(Map.of(
                "sleeper.local.spark.executors", "7",
                "sleeper.local.spark.cores", "3",
                "sleeper.local.spark.memory", "1g"));
        assertThat(SparkBound.of(settings, 1, 512 * MIB, TASK).most()).isEqualTo(new SparkSize(7, 3, 1_024, 1_024));
    }

    @Test
    void shouldGiveTheLesserOfWhatIsAskedAndTheBound() {
        // Given
        SparkBound bound = new SparkBound(new SparkSize(4, 2, 1_024, 1_024), TASK);
        // When / Then
        assertThat(bound.given(new SparkSize(29, 5, 16_384, 16_384))).isEqualTo(new SparkSize(4, 2, 1_024, 1_024));
        assertThat(bound.given(new SparkSize(1, 1, 700, 600))).isEqualTo(new SparkSize(1, 1, 700, 600));
        assertThat(bound.given(new SparkSize(1, 1, 100, 100))).isEqualTo(new SparkSize(1, 1, 512, 512));
        assertThat(SparkBound.master(bound.most())).isEqualTo(new SparkMaster.LocalCluster(4, 2, 1_024));
    }

    @Test
    void shouldWeighARunByItsCoresOrItsMemoryWhicheverIsMore() {
        // Given
        SparkBound bound = new SparkBound(new SparkSize(8, 8, 8_192, 8_192), TASK);
        // When / Then
        assertThat(bound.weight(new SparkSize(2, 4, 512, 512))).isEqualTo(8);
        assertThat(bound.weight(new SparkSize(2, 1, 2_048, 2_048))).isEqualTo(5);
        assertThat(bound.weightOfProcess(1, 512)).isEqualTo(1);
        assertThat(bound.weightOfProcess(1, 1_153)).isEqualTo(2);
    }
}
