package sleeper.lambda.validate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.file.FileInfo;
import sleeper.core.platform.Platform;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.Settings;

/** Whether the ingest task's disk holds what the run may spill. */
final class SpillRoom {
    /** What a byte of input may come to when it is decoded; compressed columns of text come to three or four. */
    private static final long GROWTH = 4;

    private SpillRoom() {}

    static Optional<Fault> check(Platform platform, List<FileInfo> inputs, Settings settings, OptionalLong freeBytes) {
        if (platform.isSpark() || freeBytes.isEmpty()) {
            return Optional.empty();
        }
        long inputBytes =
                inputs.stream().mapToLong(file -> file.version().lengthBytes()).sum();
        long decoded = inputBytes > Long.MAX_VALUE / GROWTH ? Long.MAX_VALUE : inputBytes * GROWTH;
        boolean fits = decoded <= settings.get(IngestSettings.MEMORY_BUDGET) || decoded <= freeBytes.getAsLong();
        return fits
                ? Optional.empty()
                : Optional.of(new Fault(
                        ErrorCode.DISK_FULL,
                        "the ingest task's disk",
                        freeBytes.getAsLong() + " bytes free",
                        decoded + " bytes, which sorting " + inputBytes + " bytes of input may take",
                        "Free space or give the task a larger disk, or send fewer files a job."));
    }
}
