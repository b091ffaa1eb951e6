package sleeper.core.choice;

import java.util.Map;
import java.util.Optional;
import sleeper.core.platform.Platform;
import sleeper.core.price.Engine;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.util.Require;

/**
 * A way to run the job.
 *
 * @param platform  the platform
 * @param sparkConf Spark properties of the run there; empty where there is no Spark
 * @param className the Spark algorithm; empty where there is no Spark
 * @param leaves    leaf partitions that the rows are spread over there; one or more
 */
public record Candidate(Platform platform, Map<String, String> sparkConf, Optional<String> className, int leaves) {
    public Candidate {
        Require.notNull("platform", platform);
        sparkConf = Map.copyOf(sparkConf);
        Require.notNull("className", className);
        Require.atLeast("leaves", leaves, 1);
    }

    Engine engine() {
        return className
                .map(name -> name.equals(BulkImportSettings.CLASS_NAMES.get(0)) ? Engine.COLUMNAR : Engine.ROWS)
                .orElse(Engine.TASK);
    }
}
