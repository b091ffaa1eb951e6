package sleeper.statestore.job;

import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import sleeper.core.job.JobId;

/** Files whose hashes begin alike, and the jobs that read each. For one thread at a time. */
final class InputShard {
    private final SortedMap<String, SortedSet<String>> jobsByFile = new TreeMap<>();

    void add(String hash, JobId job) {
        jobsByFile.computeIfAbsent(hash, first -> new TreeSet<>()).add(job.value());
    }

    void addAll(InputShard other) {
        other.forEach(this::add);
    }

    void forEach(BiConsumer<String, JobId> each) {
        jobsByFile.forEach((hash, jobs) -> jobs.forEach(job -> each.accept(hash, new JobId(job))));
    }

    /** Passes on the jobs of a file, if there are any. */
    void find(String hash, BiConsumer<String, JobId> each) {
        SortedSet<String> jobs = jobsByFile.getOrDefault(hash, new TreeSet<>());
        jobs.forEach(job -> each.accept(hash, new JobId(job)));
    }

    int files() {
        return jobsByFile.size();
    }

    Map<String, SortedSet<String>> jobsByFile() {
        return jobsByFile;
    }
}
