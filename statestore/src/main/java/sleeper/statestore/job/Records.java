package sleeper.statestore.job;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;

/** The objects of the job store: written once, and read by whoever decodes them. As safe for threads as the store. */
final class Records {
    static final String DOCUMENTS = "documents";
    static final String ATTEMPTS = "attempts";
    static final String OUTCOMES = "outcomes";
    static final String RUNNING = "running";
    static final String NOTIFIED = "notified";

    private static final Pattern ATTEMPT_NAME = Pattern.compile("([A-Za-z0-9_-]{1,63})\\.([1-9][0-9]{0,8})");
    private static final int MOST_TRIES = 10;
    private static final Duration LEAST_WAIT = Duration.ofMillis(5);
    private static final Duration MOST_WAIT = Duration.ofMillis(500);

    private final ObjectStore objects;
    private final Surroundings surroundings;

    Records(ObjectStore objects, Surroundings surroundings) {
        this.objects = objects;
        this.surroundings = surroundings;
    }

    ObjectStore objects() {
        return objects;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Instant now() {
        return surroundings.clock().instant();
    }

    static String key(String folder, AttemptId attempt) {
        return folder + "/" + nameOf(attempt);
    }

    static String nameOf(AttemptId attempt) {
        return attempt.jobId() + "." + attempt.number();
    }

    /** @return the name of the record that people were told something of an attempt */
    static String toldName(AttemptId attempt, String kind) {
        return nameOf(attempt) + "." + kind;
    }

    /** @return the attempts that name the objects of a folder; what a stranger put beside them names none */
    List<AttemptId> attemptsIn(String folder) {
        return objects.children(folder).stream()
                .map(ATTEMPT_NAME::matcher)
                .filter(Matcher::matches)
                .map(name -> new AttemptId(new JobId(name.group(1)), Integer.parseInt(name.group(2))))
                .toList();
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    <T> Optional<T> read(String key, BiFunction<String, byte[], T> decoder) {
        return objects.get(key).map(bytes -> decoder.apply(key, bytes));
    }

    /** @return those of the records that are there, in the order of the keys */
    <T> List<T> readAll(Collection<String> keys, BiFunction<String, byte[], T> decoder) {
        List<T> found = new ArrayList<>();
        objects.getAll(keys).forEach((key, bytes) -> found.add(decoder.apply(key, bytes)));
        return found;
    }

    /** @return those of the attempts' records in a folder that are there, by attempt, in the order of the attempts */
    <T> Map<AttemptId, T> readAll(
            String folder, Collection<AttemptId> attempts, BiFunction<String, byte[], T> decoder) {
        Map<String, AttemptId> byKey = new LinkedHashMap<>();
        attempts.forEach(attempt -> byKey.put(key(folder, attempt), attempt));
        Map<AttemptId, T> found = new LinkedHashMap<>();
        objects.getAll(byKey.keySet()).forEach((key, bytes) -> found.put(byKey.get(key), decoder.apply(key, bytes)));
        return found;
    }

    /**
     * Writes a record unless there is one. A put of unknown outcome is repeated until a record is seen.
     *
     * @return the bytes under the key: the ones given, or those that were there first
     */
    byte[] putFirst(String key, byte[] bytes) {
        boolean mayBeThere = false;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            try {
                PutResult result = objects.putIfAbsent(key, bytes);
                if (result == PutResult.STORED) {
                    return bytes;
                }
                mayBeThere |= result == PutResult.UNKNOWN;
                Optional<byte[]> found = result == PutResult.REFUSED ? objects.get(key) : Optional.empty();
                if (found.isPresent()) {
                    return found.get();
                }
            } catch (TransientFailureException e) {
                // This try did nothing; one before it may have.
                if (!mayBeThere) {
                    throw e;
                }
            }
            surroundings.backOff(tries, LEAST_WAIT, MOST_WAIT);
        }
        throw new OutcomeUnknownException(
                "Record " + key + " of the job store may not have been written.",
                List.of(Fault.of(ErrorCode.OUTCOME_UNKNOWN, key, "no answer that tells", "")));
    }
}
