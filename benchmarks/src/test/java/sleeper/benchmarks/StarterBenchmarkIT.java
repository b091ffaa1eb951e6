package sleeper.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import sleeper.core.job.JobId;
import sleeper.statestore.job.JobStore;

class StarterBenchmarkIT {
    private static final int JOBS = 2 * StarterBenchmark.BATCH;

    /** What an instance holds after the benchmark: executions asked for, and for each job its document and attempts. */
    private record Taken(
            Map<String, String> executions, Map<String, String> documents, Map<String, List<Integer>> attempts) {}

    @Test
    void shouldTakeTheSameJobsOneByOneAndInBatches() throws IOException {
        // When
        Taken oneByOne = taken(JOBS, StarterBenchmark::oneByOne);
        Taken inBatches = taken(JOBS / StarterBenchmark.BATCH, StarterBenchmark::inBatches);

        // Then
        assertThat(inBatches).isEqualTo(oneByOne);
        assertThat(oneByOne.executions()).hasSize(JOBS);
        assertThat(oneByOne.documents()).hasSize(JOBS);
        assertThat(oneByOne.attempts().values()).containsOnly(List.of(1));
    }

    private static Taken taken(int calls, Consumer<StarterBenchmark> call) throws IOException {
        StarterBenchmark benchmark = new StarterBenchmark();
        benchmark.openInstance();
        try {
            for (int i = 0; i < calls; i++) {
                call.accept(benchmark);
            }
            JobStore jobs = BenchmarkInstance.open(benchmark.home()).jobs();
            Map<String, String> documents = new TreeMap<>();
            Map<String, List<Integer>> attempts = new TreeMap<>();
            for (JobId job : jobs.jobIds()) {
                documents.put(job.value(), jobs.job(job).orElseThrow().digest());
                attempts.put(
                        job.value(),
                        jobs.attempts(job).stream()
                                .map(attempt -> attempt.attempt().number())
                                .toList());
            }
            return new Taken(benchmark.started(), documents, attempts);
        } finally {
            benchmark.deleteInstance();
        }
    }
}
