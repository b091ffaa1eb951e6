package sleeper.lambda.validate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.platform.Platform;
import sleeper.core.platform.Sizing;
import sleeper.core.schema.Schema;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.Settings;
import sleeper.sort.SortSettings;
import sleeper.sort.check.FileCheck.Finding;
import sleeper.sort.extent.ExtentCost;
import sleeper.sort.schema.TableLayout;

/** Whether the ingest task's disk holds what the run may spill. */
final class SpillRoom {
    private SpillRoom() {}

    /**
     * Refuses what does not fit if the rows lie in no order: then each batch that is spilled has an extent of each leaf, whose heads
     * take disk too. A disk that runs full all the same fails the run, and nothing of it is seen.
     *
     * @param leaves leaves of the table; one or more
     */
    static Optional<Fault> check(
            Platform platform,
            List<Finding> inputs,
            Schema schema,
            int leaves,
            Settings settings,
            OptionalLong freeBytes) {
        if (platform.description().sizing() != Sizing.TASK || freeBytes.isEmpty()) {
            return Optional.empty();
        }
        long spilled = spilledBytes(inputs, schema, leaves, settings);
        long inputBytes = inputs.stream()
                .mapToLong(input -> input.input().version().lengthBytes())
                .sum();
        return spilled <= freeBytes.getAsLong()
                ? Optional.empty()
                : Optional.of(new Fault(
                        ErrorCode.DISK_FULL,
                        "the ingest task's disk",
                        freeBytes.getAsLong() + " bytes free",
                        "at least the " + spilled + " bytes that the " + inputBytes
                                + " bytes of input come to when they are sorted",
                        "Free space or give the task a larger disk, or send fewer files a job."));
    }

    /** @return what an ingest task spills if the rows lie in no order; 0 if its memory holds them */
    static long spilledBytes(List<Finding> inputs, Schema schema, int leaves, Settings settings) {
        long rows = 0;
        long decoded = 0;
        for (Finding input : inputs) {
            rows = sum(rows, input.input().rowCount());
            decoded = sum(decoded, input.decodedBytes());
        }
        long budget = settings.get(IngestSettings.MEMORY_BUDGET);
        return decoded <= budget
                ? 0
                : withRuns(ExtentCost.spilledBytes(new TableLayout(schema), rows, decoded, leaves), leaves, budget);
    }

    /**
     * The largest leaf has at least an equal share of the rows. If that is more than is sorted at once, its sorted runs are on disk
     * beside what they are made of.
     */
    private static long withRuns(long spilled, int leaves, long budget) {
        long share = spilled / leaves;
        return share > SortSettings.mostSortBytes(budget) ? sum(spilled, share) : spilled;
    }

    /** Footers may claim more than can be counted. */
    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
}
