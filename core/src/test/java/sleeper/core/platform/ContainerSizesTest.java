package sleeper.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;

/** What pods on Fargate and workers of EMR Serverless are rounded up to. */
class ContainerSizesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "250   | 256    | 0.25 vCPU and 0.5 GiB",
                "250   | 257    | 0.25 vCPU and 1 GiB",
                "250   | 1793   | 0.5 vCPU and 3 GiB",
                "1000  | 7936   | 1 vCPU and 8 GiB",
                "1000  | 8192   | 2 vCPU and 9 GiB", // the guide's 7g + 1g, and 256 MiB
                "2000  | 16128  | 2 vCPU and 16 GiB",
                "2000  | 16129  | 4 vCPU and 17 GiB",
                "3000  | 1      | 4 vCPU and 8 GiB",
                "5000  | 18432  | 8 vCPU and 20 GiB",
                "16000 | 122624 | 16 vCPU and 120 GiB"
            })
    void shouldRoundUpAPodAndItsShareOfKubernetes(int milliCpu, int memoryMib, String size) {
        assertThat(FargateSizes.fitting(milliCpu, memoryMib).map(ContainerSize::words))
                .contains(size);
    }

    /** Memory that fits with Spark's default overhead of a tenth, at least 384 MiB, as the guides on Fargate have it. */
    @ParameterizedTest
    @CsvSource({"1000,8,7214", "2000,16,14661", "4000,30,27694", "8000,60,55621", "16000,120,111476"})
    void shouldHoldTheLargestHeapOfEachProcessorSizeAndHardlyMore(int milliCpu, int gib, int heapMib) {
        ContainerSize size = new ContainerSize(milliCpu, gib * 1024);

        assertThat(FargateSizes.fitting(milliCpu, withOverhead(heapMib))).contains(size);
        assertThat(FargateSizes.fitting(milliCpu, withOverhead(heapMib + 2))).isNotEqualTo(Optional.of(size));
    }

    private static long withOverhead(int heapMib) {
        return heapMib + Math.max(384, (long) (heapMib * 0.10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000  | 8192   | 1 vCPU and 8 GiB",
                "1000  | 8193   | 2 vCPU and 9 GiB",
                "4000  | 30720  | 4 vCPU and 30 GiB",
                "4000  | 30721  | 8 vCPU and 32 GiB",
                "16000 | 122880 | 16 vCPU and 120 GiB"
            })
    void shouldRoundUpAWorkerOfEmrServerless(int milliCpu, int memoryMib, String size) {
        assertThat(ServerlessSizes.fitting(milliCpu, memoryMib).map(ContainerSize::words))
                .contains(size);
    }

    @ParameterizedTest
    @CsvSource({"16001,1", "1,122625", "17000,200000"})
    void shouldHaveNoPodAboveTheLargest(int milliCpu, int memoryMib) {
        assertThat(FargateSizes.fitting(milliCpu, memoryMib)).isEmpty();
        assertThat(FargateSizes.refusal("here", milliCpu, memoryMib)).isPresent();
    }

    @Test
    void shouldNameTheNearestThatThereIs() {
        assertThat(FargateSizes.refusal("sparkConf (spark.executor.memory)", 5_000, 135_168))
                .contains(new Fault(
                        ErrorCode.SIZE_NOT_AVAILABLE,
                        "sparkConf (spark.executor.memory)",
                        "a pod of 5 cores and 135168 MiB of memory and overhead",
                        "at most 16 cores and 122624 MiB, which is the largest (16 vCPU and 120 GiB)",
                        "Ask for what the largest holds, and for more executors instead."));
        assertThat(ServerlessSizes.refusal("here", 16_500, 1))
                .hasValueSatisfying(fault -> assertThat(fault.message())
                        .contains("a worker of 16.5 cores")
                        .contains("122880 MiB"));
        assertThat(FargateSizes.refusal("here", 1_000, 8_192)).isEmpty();
    }

    static Stream<List<ContainerSize>> tables() {
        return Stream.of(FargateSizes.all(), ServerlessSizes.all());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void shouldListSmallerSizesFirst(List<ContainerSize> sizes) {
        assertThat(sizes)
                .isSortedAccordingTo((a, b) -> a.milliCpu() != b.milliCpu()
                        ? Integer.compare(a.milliCpu(), b.milliCpu())
                        : Integer.compare(a.memoryMib(), b.memoryMib()))
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldSayWhatAPodMayAskForWithoutALargerSizeBeingBilled() {
        assertThat(FargateSizes.all())
                .allSatisfy(size -> assertThat(FargateSizes.fitting(size.milliCpu(), FargateSizes.usableMib(size)))
                        .contains(size));
    }
}
