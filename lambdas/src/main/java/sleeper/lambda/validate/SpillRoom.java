package sleeper.lambda.validate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.platform.Platform;
import sleeper.core.platform.Sizing;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.Settings;
import sleeper.lambda.validate.FileCheck.Finding;
import sleeper.sort.extent.ExtentCost;
import sleeper.sort.schema.TableLayout;

/** Whether the ingest task's disk holds what the run may spill. */
final class SpillRoom {
    private SpillRoom() {}

    /** Only what is sure not to fit is refused: a disk that runs full all the same fails the run, and nothing of it is seen. */
    static Optional<Fault> check(Platform platform, List<Finding> inputs, Settings settings, OptionalLong freeBytes) {
        if (platform.description().sizing() != Sizing.TASK || freeBytes.isEmpty()) {
            return Optional.empty();
        }
        long decoded = 0;
        long inputBytes = 0;
        for (Finding input : inputs) {
            rows += input.input().rowCount();
            inputBytes += input.input().version().lengthBytes();
            decoded = decoded > Long.MAX_VALUE - input.decodedBytes() ? Long.MAX_VALUE : decoded + input.decodedBytes();
        }
        long spilled = ExtentCost.spilledBytes(new TableLayout(schema), rows, decoded, leaves);
        boolean fits = decoded <= settings.get(IngestSettings.MEMORY_BUDGET) || spilled <= freeBytes.getAsLong();
        return fits
                ? Optional.empty()
                : Optional.of(new Fault(
                        ErrorCode.DISK_FULL,
                        "the ingest task's disk",
                        freeBytes.getAsLong() + " bytes free",
                        "at least the " + spilled + " bytes that the " + inputBytes
                                + " bytes of input come to when they are sorted",
                        "Free space or give the task a larger disk, or send fewer files a job."));
    }
}
