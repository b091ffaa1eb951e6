package sleeper.aws.s3;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sleeper.aws.request.InFlight;
import sleeper.aws.s3.S3Objects.Outcome;
import sleeper.aws.s3.S3Objects.Stored;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Tries whether a store keeps the conditions that logs and files rest on: one that ignores them would let two writers have a slot, or
 * give the rows of one file as another's.
 */
public final class S3Probe {
    /** Where the probes of an instance are: no table can have the name. */
    public static final String FOLDER = ".probe";

    private static final byte[] FIRST = {1};
    private static final byte[] SECOND = {2};
    private static final byte[] THIRD = {3};

    private final S3Objects objects;
    private final String key;

    private S3Probe(S3Objects objects, String key) {
        this.objects = objects;
        this.key = key;
    }

    /**
     * Tries puts and reads, as logs and small objects rest on them.
     *
     * @param prefix a folder of the bucket, without a final slash, that has nothing but probes; an object is written there and deleted
     *               again
     * @throws InvalidRequestException   if the store wrote or read though a condition did not hold, or did not though it held
     * @throws TransientFailureException if that could not be found out
     */
    public static void check(S3Client client, String bucket, String prefix, Surroundings surroundings) {
        new ProbeLeavings(client, bucket, prefix, surroundings).clearObjects();
        S3Objects objects = new S3Objects(client, bucket, new InFlight(), surroundings);
        String key = prefix + "/" + ProbeLeavings.PREFIX + surroundings.ids().get();
        try {
            new S3Probe(objects, key).check();
        } catch (InvalidRequestException | TransientFailureException e) {
            deleteAfter(e, objects, key);
            throw e;
        }
        objects.delete(key);
    }

    private static void deleteAfter(RuntimeException failure, S3Objects objects, String key) {
        try {
            objects.delete(key);
        } catch (TransientFailureException e) {
            failure.addSuppressed(e);
        }
    }

    /** A condition that holds comes before one that does not: a store that refuses every put would seem to keep all of them. */
    private void check() {
        expect("If-None-Match: * where nothing was", PutResult.STORED, objects.putIfAbsent(key, FIRST));
        String first = read(FIRST).tag();
        expect("If-None-Match: * over an object", PutResult.REFUSED, objects.putIfAbsent(key, SECOND));
        expect("If-Match with the object's tag", PutResult.STORED, objects.putIfMatch(key, first, THIRD));
        expect("If-Match with the tag of an object before", PutResult.REFUSED, objects.putIfMatch(key, first, SECOND));
        String third = read(THIRD).tag();
        if (!objects.isStill(key, third)) {
            throw unusable(
                    objects.where(key), "a read under If-Match with the object's tag, which was refused", "200 OK");
        }
        if (objects.isStill(key, first)) {
            throw unusable(
                    objects.where(key),
                    "a read under If-Match with the tag of an object before, which was done",
                    "412 Precondition Failed");
        }
    }

    private Stored read(byte[] expected) {
        Optional<Stored> found = objects.get(key);
        return found.filter(object -> Arrays.equals(object.bytes(), expected))
                .orElseThrow(() -> unusable(
                        objects.where(key),
                        found.isEmpty() ? "no object, right after it was put" : "another object than the one put last",
                        "what was put last"));
    }

    private void expect(String condition, PutResult expected, Outcome outcome) {
        if (outcome.result() == PutResult.UNKNOWN) {
            throw new TransientFailureException(
                    "Whether a store keeps conditional writes could not be found out.",
                    List.of(Fault.of(ErrorCode.UNAVAILABLE, objects.where(key), outcome.cause(), "an answer")));
        }
        if (outcome.result() != expected) {
            throw unusable(
                    objects.where(key),
                    "a put under " + condition
                            + (expected == PutResult.REFUSED ? ", which was done" : ", which was refused"),
                    expected == PutResult.REFUSED ? "412 Precondition Failed" : "200 OK");
        }
    }

    static InvalidRequestException unusable(String where, String found, String allowed) {
        return new InvalidRequestException(
                "The store cannot hold tables: it does not keep conditions.",
                List.of(new Fault(
                        ErrorCode.PLATFORM_REFUSED,
                        where,
                        found,
                        allowed,
                        "Use Amazon S3, or a server that keeps conditional requests.")));
    }
}
