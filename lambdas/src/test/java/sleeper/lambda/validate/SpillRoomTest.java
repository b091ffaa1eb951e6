package sleeper.lambda.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.job.InputFile;
import sleeper.core.platform.Platform;
import sleeper.core.settings.Settings;
import sleeper.lambda.validate.FileCheck.Finding;

class SpillRoomTest {
    private static final Settings BUDGET_OF_64M = Settings.ofInstance(Map.of("sleeper.ingest.memory.budget", "64m"));
    private static final List<Finding> INPUTS =
            List.of(finding("a", 20_000_000, 80_000_000), finding("b", 10_000_000, 40_000_000));

    @Test
    void shouldRefuseWhatNeitherMemoryNorDiskHolds() {
        assertThat(SpillRoom.check(Platform.STANDARD, INPUTS, BUDGET_OF_64M, OptionalLong.of(119_999_999)))
                .contains(new Fault(
                        ErrorCode.DISK_FULL,
                        "the ingest task's disk",
                        "119999999 bytes free",
                        "at least the 120000000 bytes that the 30000000 bytes of input come to when they are sorted",
                        "Free space or give the task a larger disk, or send fewer files a job."));
    }

    @Test
    void shouldTakeWhatTheDiskHolds() {
        assertThat(SpillRoom.check(Platform.STANDARD, INPUTS, BUDGET_OF_64M, OptionalLong.of(120_000_000)))
                .isEmpty();
    }

    @Test
    void shouldTakeWhatNeedsNoSpill() {
        assertThat(SpillRoom.check(Platform.STANDARD, INPUTS, Settings.ofInstance(Map.of()), OptionalLong.of(0)))
                .isEmpty();
    }

    @Test
    void shouldNotJudgeADiskItDoesNotKnow() {
        assertThat(SpillRoom.check(Platform.STANDARD, INPUTS, BUDGET_OF_64M, OptionalLong.empty()))
                .isEmpty();
        assertThat(SpillRoom.check(Platform.EMR, INPUTS, BUDGET_OF_64M, OptionalLong.of(0)))
                .isEmpty();
    }

    @Test
    void shouldNotBeFooledByFootersThatClaimMoreThanCanBeCounted() {
        List<Finding> claims = List.of(finding("a", 10, Long.MAX_VALUE), finding("b", 10, Long.MAX_VALUE));
        assertThat(SpillRoom.check(Platform.STANDARD, claims, BUDGET_OF_64M, OptionalLong.of(120_000_000)))
                .isPresent();
    }

    private static Finding finding(String key, long bytes, long decodedBytes) {
        InputFile input = new InputFile(new FilePath("b", key), new FileVersion(bytes, "tag"), 1, 1);
        return new Finding(input, decodedBytes, List.of());
    }
}
