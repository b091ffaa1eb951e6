package sleeper.lambda.reap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FolderScan;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.core.settings.InstanceSettings;
import sleeper.statestore.instance.CheckedSettings;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.job.JobView;
import sleeper.statestore.job.UploadStore;

/**
 * Takes away what clients have uploaded for their jobs and nobody needs any more: the files below a job's id once it has committed, and what
 * no job runs for once it was seen, and no attempt has ended, for 7 days. Safe to repeat, and beside another of its kind.
 */
final class UploadSweep {
    static final Duration KEPT = Duration.ofDays(7);

    private static final Logger LOG = LoggerFactory.getLogger(UploadSweep.class);

    private final InstanceStores stores;
    private final JobHistory history;
    private final UploadStore uploads;
    private final InstantSource clock;

    UploadSweep(InstanceStores stores, InstantSource clock) {
        this.stores = stores;
        this.history = new JobHistory(stores.jobs(), stores.tables());
        this.uploads = stores.jobs().uploads();
        this.clock = clock;
    }

    /** @return how many files are gone; what cannot be taken away is left to the next sweep */
    int sweep() {
        Optional<String> bucket = new CheckedSettings(stores).ofInstance().find(InstanceSettings.UPLOAD_BUCKET);
        return bucket.map(this::sweep).orElse(0);
    }

    private int sweep(String bucket) {
        Map<String, List<FilePath>> found = byPrefix(bucket);
        uploads.forgetAllBut(found.keySet());
        int gone = 0;
        for (Map.Entry<String, List<FilePath>> prefix : found.entrySet()) {
            if (isNeededNoMore(prefix.getKey())) {
                gone += delete(prefix.getKey(), prefix.getValue());
            }
        }
        return gone;
    }

    private Map<String, List<FilePath>> byPrefix(String bucket) {
        Map<String, List<FilePath>> found = new LinkedHashMap<>();
        try {
            FileStore files = stores.files();
            for (FileInfo file :
                    files.scan(new FileFolder(bucket, ""), FolderScan.ALL_FILES).toList()) {
                String key = file.path().key();
                int slash = key.indexOf('/');
                found.computeIfAbsent(slash < 0 ? key : key.substring(0, slash), prefix -> new ArrayList<>())
                        .add(file.path());
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("The uploads in " + bucket + " could not be listed", e);
        }
    }

    private boolean isNeededNoMore(String prefix) {
        Optional<JobView> job = job(prefix);
        if (job.filter(found -> found.status() == JobStatus.COMMITTED).isPresent()) {
            return true;
        }
        if (runs(job)) {
            return false;
        }
        Instant since = Stream.concat(Stream.of(uploads.seenFirst(prefix)), ends(job))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        // It may have been asked for once more meanwhile.
        return since.plus(KEPT).isBefore(clock.instant()) && !runs(job(prefix));
    }

    private Optional<JobView> job(String prefix) {
        return JobId.isValid(prefix) ? history.find(new JobId(prefix)) : Optional.empty();
    }

    private static boolean runs(Optional<JobView> job) {
        return job.filter(found -> !found.status().isEnded()).isPresent();
    }

    private static Stream<Instant> ends(Optional<JobView> job) {
        return job.stream().flatMap(found -> found.attempts().stream()).flatMap(attempt -> attempt.endedAt().stream());
    }

    private int delete(String prefix, List<FilePath> files) {
        Map<FilePath, IOException> left = stores.files().deleteAll(files);
        left.forEach((file, failure) -> LOG.warn("Upload {} could not be deleted, and is tried again", file, failure));
        if (left.isEmpty()) {
            uploads.forget(prefix);
        }
        return files.size() - left.size();
    }
}
