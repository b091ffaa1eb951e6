package sleeper.lambda.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.job.InputFile;
import sleeper.core.platform.Platform;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.settings.Settings;
import sleeper.sort.check.FileCheck.Finding;

class SpillRoomTest {
    private static final Settings BUDGET_OF_64M = Settings.ofInstance(Map.of("sleeper.ingest.memory.budget", "64m"));
    private static final List<Finding> INPUTS =
            List.of(finding("a", 20_000_000, 80_000_000), finding("b", 10_000_000, 40_000_000));

    @Test
    void shouldRefuseWhatNeitherMemoryNorDiskHolds() {
        assertThat(check(Platform.STANDARD, INPUTS, BUDGET_OF_64M, OptionalLong.of(240_000_067)))
                .contains(new Fault(
                        ErrorCode.DISK_FULL,
                        "the ingest task's disk",
                        "240000067 bytes free",
                        "at least the 240000068 bytes that the 30000000 bytes of input come to when they are sorted",
                        "Free space or give the task a larger disk, or send fewer files a job."));
    }

    @Test
    void shouldTakeWhatTheDiskHolds() {
        assertThat(check(Platform.STANDARD, INPUTS, BUDGET_OF_64M, OptionalLong.of(240_000_068)))
                .isEmpty();
    }

    @Test
    void shouldTakeWhatNeedsNoSpill() {
        assertThat(check(Platform.STANDARD, INPUTS, Settings.ofInstance(Map.of()), OptionalLong.of(0)))
                .isEmpty();
    }

    @Test
    void shouldNotJudgeADiskItDoesNotKnow() {
        assertThat(check(Platform.STANDARD, INPUTS, BUDGET_OF_64M, OptionalLong.empty()))
                .isEmpty();
        assertThat(check(Platform.EMR, INPUTS, BUDGET_OF_64M, OptionalLong.of(0)))
                .isEmpty();
    }

    @Test
    void shouldNotBeFooledByFootersThatClaimMoreThanCanBeCounted() {
        List<Finding> claims = List.of(finding("a", 10, Long.MAX_VALUE), finding("b", 10, Long.MAX_VALUE));
        assertThat(check(Platform.STANDARD, claims, BUDGET_OF_64M, OptionalLong.of(120_000_000)))
                .isPresent();
    }

    @Test
    void shouldCountTheHeadsOfExtentsWhereThereAreManyLeavesAndColumns() {
        // Given 600 MiB of rows in 100 columns, and 4,096 leaves: 19 batches with an extent of each, whose head has 116
        // bytes
        long decoded = 600L << 20;
        List<Finding> inputs = List.of(finding("a", 20_000_000, decoded, 10_000_000));
        long spilled = decoded + 19 * 4_096 * 116;
        // When / Then
        assertThat(SpillRoom.check(
                        Platform.STANDARD, inputs, columns(100), 4_096, BUDGET_OF_64M, OptionalLong.of(spilled - 1)))
                .hasValueSatisfying(
                        fault -> assertThat(fault.allowed()).contains("at least the " + spilled + " bytes"));
        assertThat(SpillRoom.check(
                        Platform.STANDARD, inputs, columns(100), 4_096, BUDGET_OF_64M, OptionalLong.of(spilled)))
                .isEmpty();
    }

    @Test
    void shouldCountTheRunsOfALeafOnlyIfItsShareIsMoreThanIsSortedAtOnce() {
        // Given 120 MB of rows, of which 8 MiB are sorted at once: fourteen leaves have a share above that, sixteen
        // below
        long heads = 2 * 17;
        // When / Then
        assertThat(neededWith(14)).isEqualTo(120_000_000 + heads + (120_000_000 + heads) / 14);
        assertThat(neededWith(16)).isEqualTo(120_000_000 + heads);
    }

    private static long neededWith(int leaves) {
        String allowed = SpillRoom.check(
                        Platform.STANDARD, INPUTS, columns(1), leaves, BUDGET_OF_64M, OptionalLong.of(0))
                .orElseThrow()
                .allowed();
        return Long.parseLong(allowed.replaceAll("at least the ([0-9]+) bytes.*", "$1"));
    }

    private static Schema columns(int count) {
        return new Schema(
                List.of(Field.required("key", PrimitiveType.INT)),
                List.of(),
                IntStream.range(1, count)
                        .mapToObj(i -> new Field("value" + i, PrimitiveType.INT, false))
                        .toList());
    }

    /**
     * A table with one column and one leaf, where heads take 17 bytes for each batch and never more than a row has; the leaf is larger
     * than is sorted at once, so that its runs take as much again.
     */
    private static Optional<Fault> check(
            Platform platform, List<Finding> inputs, Settings settings, OptionalLong freeBytes) {
        return SpillRoom.check(platform, inputs, columns(1), 1, settings, freeBytes);
    }

    private static Finding finding(String key, long bytes, long decodedBytes) {
        return finding(key, bytes, decodedBytes, 1);
    }

    private static Finding finding(String key, long bytes, long decodedBytes, long rows) {
        InputFile input = new InputFile(new FilePath("b", key), new FileVersion(bytes, "tag"), rows, 1);
        return new Finding(input, decodedBytes, List.of());
    }
}
