package sleeper.bulkimport.job.runner;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.settings.BulkImportSettings;
import sleeper.run.spark.SparkMaster;

/** Each class of the shaded jar, on the jars of the version of Spark that it is built for. */
class EachClassIT {
    @TempDir
    private Path folder;

    static List<String> classNames() {
        return BulkImportSettings.CLASS_NAMES;
    }

    @ParameterizedTest
    @MethodSource("classNames")
    void shouldGiveTheRowsThatTheIngestTaskGives(String className) throws Exception {
        // Given
        DemoJob job = DemoJob.plan(folder, 100_000);
        // When
        SparkRuns.run(job.command(new SparkMaster.Local(2), className), job.log("job"));
        // Then
        job.assertSameTable();
    }
}
