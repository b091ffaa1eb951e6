package sleeper.bulkimport.job.runner.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DealTest {
    private static double[] loads(double[] shares, BucketPartitioner tasks) {
        double[] loads = new double[tasks.numPartitions()];
        for (int task = 0; task < loads.length; task++) {
            loads[task] = Arrays.stream(tasks.bucketsOf(task))
                    .mapToDouble(bucket -> shares[bucket])
                    .sum();
        }
        return loads;
    }

    @Test
    void shouldGiveNoTaskMoreThanAThirdBeyondItsPart() {
        Random random = new Random(1);
        for (int tasks = 1; tasks < 20; tasks++) {
            double[] shares = random.doubles(10L * tasks).toArray();
            double part = Arrays.stream(shares).sum() / tasks;
            assertThat(Arrays.stream(loads(shares, Deal.of(shares, tasks)))
                            .max()
                            .orElseThrow())
                    .isLessThan(part * 4 / 3);
        }
    }

    @Test
    void shouldSpreadBucketsThatTheSampleHasMissed() {
        BucketPartitioner tasks = Deal.of(new double[100], 10);
        assertThat(IntStream.range(0, 10).map(task -> tasks.bucketsOf(task).length))
                .containsOnly(10);
    }

    @Test
    void shouldMakeNoMoreTasksThanBuckets() {
        assertThat(Deal.of(new double[] {0.5, 0.5}, 200).numPartitions()).isEqualTo(2);
    }

    @Test
    void shouldGiveEachBucketToOneTask() {
        BucketPartitioner tasks = Deal.of(new double[] {0.9, 0.05, 0.05}, 2);
        assertThat(IntStream.range(0, 3).map(tasks::getPartition)).containsExactly(0, 1, 1);
    }
}
