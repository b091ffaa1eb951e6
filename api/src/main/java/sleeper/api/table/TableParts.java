package sleeper.api.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.StoredJson;
import sleeper.core.key.json.KeyJson;
import sleeper.core.partition.Partition;
import sleeper.core.table.DataFile;
import sleeper.statestore.table.JobState;
import sleeper.statestore.table.TableState;

/**
 * What a table consists of, as JSON and page by page.
 *
 * @param state of a table that exists
 */
public record TableParts(TableState state) {
    /** A file and the job that added it. */
    private record Added(DataFile file, String jobId) {}

    /** A commit and the job that it is of. */
    private record Committed(String jobId, JobState.Commit commit) {}

    /**
     * @param leaf  id of the leaf whose rows are in them; empty for all
     * @param after path of the last file of the page before; empty for the first page
     * @return {@code {"files":[{"file","job","rows","bytes","region"}],"next"}}, ascending by path; {@code next} is to be passed as after
     * @throws InvalidRequestException VALUE_OUT_OF_RANGE if there is no such leaf
     */
    public ObjectNode files(Optional<String> leaf, String after, int most) {
        Optional<Partition> within = leaf.map(this::leaf);
        List<Added> added = new ArrayList<>();
        state.filesByJob()
                .forEach((job, files) -> files.stream()
                        .filter(file -> file.path().compareTo(after) > 0)
                        .filter(file -> within.map(found -> file.cutFor().overlaps(found.region()))
                                .orElse(true))
                        .forEach(file -> added.add(new Added(file, job))));
        added.sort(Comparator.comparing(one -> one.file().path()));
        List<Added> page = added.subList(0, Math.min(most, added.size()));
        ObjectNode json = StoredJson.object();
        json.set("files", StoredJson.array(page, TableParts::json));
        if (added.size() > most) {
            json.put("next", page.get(most - 1).file().path());
        }
        return json;
    }

    private Partition leaf(String id) {
        return state.table().orElseThrow().partitions().leaves().stream()
                .filter(found -> found.id().value().equals(id))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "The files were not listed.",
                        List.of(new Fault(
                                ErrorCode.VALUE_OUT_OF_RANGE,
                                "parameter leaf",
                                "'" + id + "'",
                                "the id of a leaf that the table has now",
                                "Look at the table's map: a leaf that was split is gone."))));
    }

    private static ObjectNode json(Added added) {
        ObjectNode json = StoredJson.object()
                .put("file", added.file().path())
                .put("job", added.jobId())
                .put("rows", added.file().rowCount())
                .put("bytes", added.file().sizeBytes());
        json.set("region", KeyJson.toJson(added.file().cutFor()));
        return json;
    }

    /** @return {@code {"commits":[{"slot","kind","at","job","attempt","rows","files"}]}} of this table alone, the latest first */
    public ObjectNode commits(int most) {
        List<Committed> commits = new ArrayList<>();
        state.jobs()
                .forEach((id, job) -> job.committed()
                        .filter(state::isLive)
                        .ifPresent(commit -> commits.add(new Committed(id, commit))));
        commits.sort(
                Comparator.comparingLong((Committed one) -> one.commit().slot()).reversed());
        ObjectNode json = StoredJson.object().put("total", commits.size());
        json.set(
                "commits",
                StoredJson.array(
                        commits.subList(0, Math.min(most, commits.size())),
                        one -> StoredJson.object()
                                .put("slot", one.commit().slot())
                                .put("kind", "commit")
                                .put(
                                        "at",
                                        Instant.ofEpochMilli(one.commit().atMillis())
                                                .toString())
                                .put("job", one.jobId())
                                .put("attempt", one.commit().attempt())
                                .put("rows", one.commit().rowCount())
                                .put("files", one.commit().fileCount())));
        return json;
    }
}
