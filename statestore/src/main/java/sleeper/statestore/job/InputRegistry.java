package sleeper.statestore.job;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobId;
import sleeper.core.table.TableName;
import sleeper.statestore.job.InputIndex.Generation;
import sleeper.statestore.util.Sha256;

/**
 * Which jobs read which files into a table. A job registers all its files by one object among the recent ones, and looks after
 * that; what is recent is merged into the table's {@link InputIndex} once there is much of it, so that a look costs a few calls
 * whatever the number of files, and of jobs before.
 */
final class InputRegistry {
    /** Recent registrations that a look may have to read; whoever meets more merges them. */
    static final int MOST_RECENT = 100;

    /** As {@link #MOST_RECENT}, in files. */
    static final int MOST_RECENT_FILES = 100_000;

    /** Hexadecimal digits of a file's hash that are kept: no two files of a table share 128 bits. */
    static final int HASH_DIGITS = 32;

    private static final Logger LOG = LoggerFactory.getLogger(InputRegistry.class);
    private static final int NAME_DIGITS = 16;

    private final Records records;

    InputRegistry(Records records) {
        this.records = records;
    }

    /** @return as {@link #find}, once all files are registered */
    Map<InputFile, List<JobId>> register(TableName table, List<InputFile> inputs, JobId job) {
        byte[] registration = InputJson.encode(
                new Registration(job, List.copyOf(hashes(inputs).keySet())));
        String name = job + "." + Sha256.hex(registration).substring(0, NAME_DIGITS);
        records.putFirst(InputIndex.recentFolder(table) + "/" + name, registration);
        return find(table, inputs, job, true);
    }

    /** @return the other jobs that registered each file, ascending by id; files that none did are left out */
    Map<InputFile, List<JobId>> find(TableName table, List<InputFile> inputs, JobId job) {
        return find(table, inputs, job, false);
    }

    /** What is recent is read before the index, so that a registration which is merged meanwhile is found in the index. */
    private Map<InputFile, List<JobId>> find(TableName table, List<InputFile> inputs, JobId job, boolean mayWrite) {
        Map<String, InputFile> byHash = hashes(inputs);
        Map<String, Set<String>> jobs = new HashMap<>();
        InputIndex index = new InputIndex(records, table);
        Map<String, Registration> recent = index.recent();
        recent.values()
                .forEach(registration -> registration.files().stream()
                        .filter(byHash::containsKey)
                        .forEach(hash -> add(jobs, hash, registration.job())));
        Generation newest = index.find(byHash.keySet(), (hash, other) -> add(jobs, hash, other));
        if (mayWrite && isMuch(recent, newest)) {
            mergeQuietly(index, recent, newest);
        }
        Map<InputFile, List<JobId>> found = new LinkedHashMap<>();
        byHash.forEach((hash, input) -> {
            List<JobId> others = jobs.getOrDefault(hash, new TreeSet<>()).stream()
                    .filter(other -> !other.equals(job.value()))
                    .map(JobId::new)
                    .toList();
            if (!others.isEmpty()) {
                found.put(input, others);
            }
        });
        return found;
    }

    private static void add(Map<String, Set<String>> jobs, String hash, JobId job) {
        jobs.computeIfAbsent(hash, first -> new TreeSet<>()).add(job.value());
    }

    private static boolean isMuch(Map<String, Registration> recent, Generation newest) {
        long files =
                recent.values().stream().mapToLong(each -> each.files().size()).sum();
        return recent.size() > MOST_RECENT || files > MOST_RECENT_FILES || newest.isOfVersionBefore();
    }

    /** The next that meets so many tries again; a registration does not hang on it. */
    private static void mergeQuietly(InputIndex index, Map<String, Registration> recent, Generation newest) {
        try {
            index.merge(recent, newest);
        } catch (TransientFailureException | OutcomeUnknownException e) {
            LOG.warn("Registered inputs were not merged, and will be later: {}", e.getMessage());
        }
    }

    private static Map<String, InputFile> hashes(List<InputFile> inputs) {
        Map<String, InputFile> byHash = new LinkedHashMap<>();
        inputs.forEach(input -> byHash.put(hashOf(input), input));
        return byHash;
    }

    /** The text is part of what is stored: no file would be found again if it changed. */
    private static String hashOf(InputFile input) {
        String text = input.path().bucket() + "/" + input.path().key() + " "
                + input.version().lengthBytes() + " bytes (tag "
                + input.version().tag() + ")";
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, HASH_DIGITS);
    }
}
