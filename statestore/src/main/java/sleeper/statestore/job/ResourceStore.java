package sleeper.statestore.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sleeper.core.job.AttemptId;
import sleeper.core.json.StoredJson;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.util.Require;
import sleeper.statestore.job.AttemptResources.Asked;
import sleeper.statestore.job.AttemptResources.Requested;
import sleeper.statestore.job.AttemptResources.Seen;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.util.Sha256;

/**
 * Records of what attempts create: asked for, requested, seen, gone, closed, each written once; the first stands. Beside them a mark for each
 * attempt that is not closed, so that those few are found among all that ever were. Safe for use by many threads and processes.
 *
 * <p>Errors as of {@link JobStore}.
 */
public final class ResourceStore {
    private static final String FOLDER = "resources";
    private static final String OPEN = "open-resources";
    private static final String ASKED = "asked";
    private static final String REQUESTED = "requested";
    private static final String SEEN = "seen";
    private static final String GONE = "gone";
    private static final String CLOSED = "closed";
    private static final int HASH_LENGTH = 32;

    private final Records records;
    private final ObjectStore objects;

    ResourceStore(Records records) {
        this.records = records;
        this.objects = records.objects();
    }

    /** Records what an attempt will create, before it may, in this order. */
    public void ask(AttemptId attempt, List<ResourceKind> kinds) {
        put(openKey(attempt), JobRecords.record());
        for (int i = 0; i < kinds.size(); i++) {
            ResourceKind kind = kinds.get(i);
            put(key(attempt, ASKED, i + "-" + kind.word()), record(kind).put("name", attempt.executionName()));
        }
    }

    /** Records that a platform is about to be asked to create something, which may come to be though no answer says so. */
    public void request(AttemptId attempt, ResourceKind kind) {
        put(key(attempt, REQUESTED, kind.word() + "-" + records.now().getEpochSecond()), record(kind));
    }

    /** Records that something of an attempt was seen. */
    public void see(AttemptId attempt, Resource found) {
        put(key(attempt, SEEN, hash(found.id())), record(found.kind()).put("id", found.id()));
    }

    /** Records that something of an attempt that was seen before was seen to be gone. */
    public void seeGone(AttemptId attempt, ResourceKind kind, String id) {
        put(key(attempt, GONE, hash(id)), record(kind).put("id", id));
    }

    /** Records that a last look found nothing of a kind that still runs. */
    public void close(AttemptId attempt, ResourceKind kind) {
        put(key(attempt, CLOSED, kind.word()), record(kind));
    }

    /** @return what is on record of an attempt */
    public AttemptResources of(AttemptId attempt) {
        List<Asked> asked = new ArrayList<>();
        Map<String, Seen> seen = new LinkedHashMap<>();
        Map<String, Instant> gone = new HashMap<>();
        List<Requested> requested = new ArrayList<>();
        Set<ResourceKind> closed = EnumSet.noneOf(ResourceKind.class);
        String folder = folder(attempt);
        for (String key : objects.list(folder)) {
            Optional<byte[]> bytes = objects.get(key);
            if (bytes.isPresent()) {
                String what = key.substring(folder.length() + 1).split("\\.")[0];
                JobRecords.decode(key, bytes.get(), json -> {
                    ResourceKind kind = kind(key, json);
                    Instant at = JobRecords.time(json, "at");
                    switch (what) {
                        case ASKED -> asked.add(new Asked(kind, JobRecords.text(json, "name"), at));
                        case REQUESTED -> requested.add(new Requested(kind, at));
                        case SEEN -> seen.put(id(json), new Seen(kind, id(json), at, Optional.empty()));
                        case GONE -> gone.put(id(json), at);
                        case CLOSED -> closed.add(kind);
                        default -> Require.that(false, "a record of '" + what + "'");
                    }
                    return kind;
                });
            }
        }
        List<Seen> all = seen.values().stream()
                .map(found -> new Seen(found.kind(), found.id(), found.at(), Optional.ofNullable(gone.get(found.id()))))
                .sorted((a, b) -> a.at().compareTo(b.at()))
                .toList();
        return new AttemptResources(asked, all, closed, requested);
    }

    /**
     * By one look at the store.
     *
     * @return the kinds that an attempt has asked for, in the order of asking; none once as much was seen as was requested, and all of
     *     that was seen to be gone: it may be looked for still, and keeps nobody waiting
     */
    public List<ResourceKind> kindsInUse(AttemptId attempt) {
        String before = folder(attempt) + "/";
        Map<String, List<String>> byWhat = objects.list(folder(attempt)).stream()
                .map(key -> key.substring(before.length()).split("\\.", 2))
                .filter(key -> key.length == 2)
                .collect(Collectors.groupingBy(key -> key[0], Collectors.mapping(key -> key[1], Collectors.toList())));
        List<String> seen = byWhat.getOrDefault(SEEN, List.of());
        boolean isOver = !seen.isEmpty()
                && seen.size() >= byWhat.getOrDefault(REQUESTED, List.of()).size()
                && byWhat.getOrDefault(GONE, List.of()).containsAll(seen);
        return isOver ? List.of() : kinds(byWhat.getOrDefault(ASKED, List.of()));
    }

    private static List<ResourceKind> kinds(List<String> asked) {
        return asked.stream()
                .sorted()
                .map(rest -> ResourceKind.ofWord(rest.substring(rest.indexOf('-') + 1)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** @return attempts of which something may be there still, or may just have been closed */
    public List<AttemptId> open() {
        return records.attemptsIn(OPEN);
    }

    /**
     * Takes an attempt off the open ones if all that it asked for is closed. Of one that has asked for nothing yet, it is not: it
     * may be about to.
     *
     * @return whether that is so
     */
    public boolean settle(AttemptId attempt) {
        AttemptResources found = of(attempt);
        boolean closed = found.isRecorded() && found.isClosed();
        if (closed) {
            giveUp(attempt);
        }
        return closed;
    }

    /** Takes an attempt off the open ones. What is unknown of it stays so, and nobody looks for it any more. */
    public void giveUp(AttemptId attempt) {
        boolean unused = objects.delete(openKey(attempt));
    }

    private void put(String key, ObjectNode record) {
        byte[] unused = records.putFirst(key, JobRecords.bytes(record));
    }

    private ObjectNode record(ResourceKind kind) {
        return JobRecords.record().put("at", records.now().toString()).put("kind", kind.word());
    }

    private static ResourceKind kind(String key, JsonNode json) {
        String word = JobRecords.text(json, "kind");
        return StoredJson.known(key, "kind of resource", word, ResourceKind.ofWord(word));
    }

    private static String id(JsonNode json) {
        return JobRecords.text(json, "id");
    }

    private static String folder(AttemptId attempt) {
        return FOLDER + "/" + attempt.jobId() + "." + attempt.number();
    }

    private static String key(AttemptId attempt, String what, String which) {
        return folder(attempt) + "/" + what + "." + which;
    }

    private static String openKey(AttemptId attempt) {
        return OPEN + "/" + attempt.jobId() + "." + attempt.number();
    }

    /** Ids are the services', and may hold what a key may not. */
    private static String hash(String id) {
        return Sha256.hex(id.getBytes(StandardCharsets.UTF_8)).substring(0, HASH_LENGTH);
    }
}
