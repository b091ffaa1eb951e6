package sleeper.testkit.sim;

import static sleeper.testkit.sim.Violation.check;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.Manifest;
import sleeper.core.job.json.ManifestJson;
import sleeper.core.table.DataFile;

/**
 * Knows which run wrote each file, the rows in it, and which manifest of an attempt was first, and holds against that what is
 * committed and what is deleted.
 */
final class RunOracle {
    private final World world;
    private final Map<JobId, SimJob> jobs = new HashMap<>();
    private final Map<String, Written> files = new TreeMap<>();
    private final Map<AttemptId, Manifest> manifests = new HashMap<>();

    /** A file that was written, whether or not it is there still. */
    private record Written(RunFolder run, List<Integer> rows) {}

    RunOracle(World world) {
        this.world = world;
    }

    void add(SimJob job) {
        jobs.put(job.id(), job);
    }

    /** A file is about to be written. */
    void writes(String path, RunFolder run, SimJob.Share share) {
        check(files.put(path, new Written(run, share.rows())) == null, "file %s was written twice", path);
        if (manifests.containsKey(run.attempt())) {
            world.sees(Sight.WRITTEN_AFTER_MANIFEST);
        }
        if (world.oracle.isDecided(run.attempt())) {
            world.sees(Sight.WRITTEN_AFTER_DECISION);
        }
    }

    /** @return paths of the files of all runs of an attempt, whether or not they are there still */
    List<String> writtenBy(AttemptId attempt) {
        return files.entrySet().stream()
                .filter(file -> file.getValue().run().attempt().equals(attempt))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** @return whether no manifest names a file, so that none ever will; false if its attempt has no manifest yet */
    boolean isLeftOver(String path) {
        Manifest first = manifests.get(files.get(path).run().attempt());
        return first != null && !names(first, path);
    }

    private static boolean names(Manifest manifest, String path) {
        return manifest.files().stream().anyMatch(file -> file.path().equals(path));
    }

    private boolean isThere(String path) {
        return world.files.find(World.LOCATION.file(path)).isPresent();
    }

    /** @return whether the manifest of a run was put, and was its attempt's first */
    boolean hasManifestOf(RunFolder run) {
        Manifest first = manifests.get(run.attempt());
        return first != null && first.runId().equals(run.runId());
    }

    /** A manifest got under the key of an attempt that had none. */
    void manifestStored(byte[] bytes) {
        Manifest manifest = ManifestJson.read(new String(bytes, StandardCharsets.UTF_8));
        if (world.oracle.isDecided(manifest.attempt())) {
            return;
        }
        manifests.putIfAbsent(manifest.attempt(), manifest);
        for (DataFile file : manifest.files()) {
            check(
                    isThere(file.path()),
                    "run %s has put a manifest that names %s, which was deleted",
                    manifest.runId(),
                    file.path());
        }
    }

    /** A manifest is about to be deleted. */
    void manifestGoes(String name) {
        for (AttemptId attempt : manifests.keySet()) {
            check(
                    !name.equals(attempt.jobId() + "." + attempt.number()) || world.oracle.isDecided(attempt),
                    "the manifest of %s was deleted before the log decided about it",
                    attempt);
        }
    }

    /** An attempt is committed. */
    void committed(AttemptId attempt, List<DataFile> committed) {
        Manifest first = manifests.get(attempt);
        check(
                first != null && first.files().equals(committed),
                "%s is committed with files %s; its first manifest is %s",
                attempt,
                committed,
                first);
        TreeMap<Integer, Integer> rows = new TreeMap<>();
        for (DataFile file : committed) {
            Written written = files.get(file.path());
            check(
                    written != null && written.run().runId().equals(first.runId()),
                    "%s is committed by the manifest of run %s, which names %s of another run",
                    attempt,
                    first.runId(),
                    file.path());
            check(isThere(file.path()), "%s is committed, and its file %s was deleted", attempt, file.path());
            written.rows().forEach(row -> rows.merge(row, 1, Integer::sum));
        }
        boolean once = rows.values().stream().allMatch(times -> times == 1)
                && rows.keySet().equals(new TreeSet<>(jobs.get(attempt.jobId()).rows()));
        check(
                once,
                "%s is committed with rows so many times each: %s; each of its input is wanted once",
                attempt,
                rows);
    }

    /** Once all attempts are torn down, nothing may be left of them but what is committed, be it to a table that was dropped. */
    void checkTornDown() {
        files.forEach((path, written) -> check(
                !isThere(path)
                        || world.oracle.isLive(path)
                        || world.oracle.isCommittedToDropped(written.run().attempt()),
                "file %s was not torn down",
                path));
    }

    /** A run is about to take back a file. */
    void takesBack(String path, RunFolder by) {
        RunFolder run = files.get(path).run();
        Manifest first = manifests.get(run.attempt());
        check(first == null || !names(first, path), "file %s was taken back, which the manifest names", path);
        check(run.equals(by), "run %s took back file %s, which run %s wrote", by.runId(), path, run.runId());
    }

    /** An unfinished file is being taken away by another than its writer, which may be at work on it. */
    void isAborted(FilePath target) {
        String path = target.key().substring(World.LOCATION.root().key().length() + 1);
        Written written = files.get(path);
        check(
                written != null && world.oracle.isDecided(written.run().attempt()),
                "what was to be file %s was taken away before the log decided about its attempt",
                path);
    }

    /** A file is about to be deleted by who collects or tears down. */
    void isCollected(FilePath file) {
        String path = file.key().substring(World.LOCATION.root().key().length() + 1);
        Written written = files.get(path);
        check(
                written != null && world.oracle.isDecided(written.run().attempt()),
                "file %s was deleted before the log decided about its attempt",
                path);
        check(!world.oracle.isLive(path), "committed file %s was deleted", path);
    }
}
