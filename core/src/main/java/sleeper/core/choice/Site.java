package sleeper.core.choice;

import java.util.Map;
import java.util.OptionalLong;
import sleeper.core.platform.Platform;
import sleeper.core.settings.Settings;
import sleeper.core.util.Require;

/**
 * What a job finds where it runs.
 *
 * @param settings       that hold for the job
 * @param openAttempts   attempts of other jobs of the instance that may be running, by platform; none where there is no entry
 * @param taskDiskBytes  what is free on the disk that an ingest task spills to; empty if that cannot be told
 * @param taskSpillBytes what an ingest task would spill of this job; 0 if all fits into its memory
 */
public record Site(
        Settings settings, Map<Platform, Integer> openAttempts, OptionalLong taskDiskBytes, long taskSpillBytes) {
    public Site {
        Require.notNull("settings", settings);
        openAttempts = Map.copyOf(openAttempts);
        Require.notNull("taskDiskBytes", taskDiskBytes);
        Require.atLeast("taskSpillBytes", taskSpillBytes, 0);
    }

    int open(Platform platform) {
        return openAttempts.getOrDefault(platform, 0);
    }
}
