package sleeper.aws.s3;

import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.s3.S3Client;

/** Tries whether a store keeps the conditions that the log rests on: one that ignores them would let two writers have a slot. */
public final class S3Probe {
    private S3Probe() {}

    /**
     * @param prefix a folder of the bucket, without a final slash; an object is written there and deleted again
     * @throws InvalidRequestException if the store wrote though the condition did not hold
     */
    public static void check(S3Client client, String bucket, String prefix, Surroundings surroundings) {
        S3Objects objects = new S3Objects(client, bucket, surroundings);
        String key = prefix + "/probe-" + surroundings.ids().get();
        objects.putIfAbsent(key, new byte[] {1});
        try {
            require("If-None-Match", objects.where(key), objects.putIfAbsent(key, new byte[] {2}));
            require("If-Match", objects.where(key), objects.putIfMatch(key, "\"0\"", new byte[] {3}));
        } finally {
            objects.delete(key);
        }
    }

    private static void require(String condition, String where, S3Objects.Outcome outcome) {
        if (outcome.result() == PutResult.STORED) {
            throw new InvalidRequestException(
                    "The store cannot hold a commit log: it ignores the condition " + condition + ".",
                    List.of(new Fault(
                            ErrorCode.PLATFORM_REFUSED,
                            where,
                            "a put that was done though " + condition + " did not hold",
                            "412 Precondition Failed",
                            "Use Amazon S3, or a server that keeps conditional writes.")));
        }
    }
}
