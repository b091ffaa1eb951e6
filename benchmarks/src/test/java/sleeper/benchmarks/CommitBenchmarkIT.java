package sleeper.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.table.DataFile;

class CommitBenchmarkIT {
    @ParameterizedTest
    @ValueSource(ints = {1, 256, 1_000})
    void shouldLeaveTheSameTableWhicheverProcessCommits(int files) throws IOException {
        // When each contender commits
        List<DataFile> byOpenProcess = filesAfter(files, CommitBenchmark::byOpenProcess);
        List<DataFile> byFreshProcess = filesAfter(files, CommitBenchmark::byFreshProcess);

        // Then others see the same files, those of the first job and of the next
        assertThat(byFreshProcess).isEqualTo(byOpenProcess).hasSize(2 * files);
    }

    private static List<DataFile> filesAfter(int files, Consumer<CommitBenchmark> commit) throws IOException {
        CommitBenchmark benchmark = new CommitBenchmark();
        benchmark.files = files;
        benchmark.createTable();
        try {
            List<DataFile> expected = new ArrayList<>(benchmark.filesSeenByOthers());
            commit.accept(benchmark);
            expected.addAll(benchmark.next().files());
            expected.sort(Comparator.comparing(DataFile::path));
            assertThat(benchmark.filesSeenByOthers()).isEqualTo(expected);
            return benchmark.filesSeenByOthers();
        } finally {
            benchmark.deleteTable();
        }
    }
}
