package sleeper.aws.s3;

import java.util.List;
import java.util.function.Supplier;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.Requests;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.core.exception.SdkException;

/** Sends what a probe asks of a store, and says how it failed. */
final class ProbeRequests {
    private final Requests requests;
    private final String where;

    /** @param where what is tried, as people name it */
    ProbeRequests(String where, Surroundings surroundings) {
        this.requests = new Requests(surroundings);
        this.where = where;
    }

    /**
     * @param request may be sent again
     * @throws TransientFailureException if it failed
     */
    <T> T repeatable(String action, Supplier<T> request) {
        try {
            return requests.repeatable(request);
        } catch (SdkException e) {
            throw failed(action, e);
        }
    }

    /**
     * @param request takes something away that may be gone already
     * @throws TransientFailureException if it failed
     */
    void away(String action, Supplier<?> request) {
        try {
            var unused = requests.repeatable(request);
        } catch (SdkException e) {
            if (Answer.of(e) != Answer.NOT_FOUND) {
                throw failed(action, e);
            }
        }
    }

    /**
     * @param request has a condition, and no rival
     * @return whether it was done, and not refused by its condition
     * @throws TransientFailureException if that is not known
     */
    boolean conditional(String action, Supplier<?> request) {
        try {
            var unused = requests.once(request, answer -> answer == Answer.THROTTLED || answer == Answer.STALE);
            return true;
        } catch (SdkException e) {
            if (Answer.of(e) == Answer.CONDITION_FAILED) {
                return false;
            }
            throw failed(action, e);
        }
    }

    private TransientFailureException failed(String action, SdkException failure) {
        if (Answer.of(failure) == Answer.UNKNOWN) {
            return new TransientFailureException(
                    "Whether a store keeps conditions could not be found out.",
                    List.of(Fault.of(ErrorCode.UNAVAILABLE, where, AwsFailures.words(action, failure), "an answer")));
        }
        return AwsFailures.nothingDone("A store could not be tried.", where, action, failure);
    }
}
