package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;
import sleeper.run.spark.SparkCommand;

class JavaOptionsIT {
    /** Spark 4.0 uses it where it finds it, and for linear algebra alone. */
    private static final String OF_MACHINE_LEARNING = "--add-modules=jdk.incubator.vector";

    @Test
    void shouldGiveSparkWhatItsOwnScriptsGiveIt() {
        List<String> ofSpark =
                new ArrayList<>(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
        ofSpark.remove(OF_MACHINE_LEARNING);
        assertThat(SparkCommand.JAVA_OPTIONS).containsAll(ofSpark);
        if (SparkRuns.major() == 4) {
            assertThat(SparkCommand.JAVA_OPTIONS).containsExactlyInAnyOrderElementsOf(ofSpark);
        }
    }

    @Test
    void shouldRunTestsWithWhatJobsRunWith() {
        assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments()).containsAll(SparkCommand.JAVA_OPTIONS);
    }
}
