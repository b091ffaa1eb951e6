package sleeper.lambda;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;

/** Objects that after so many calls cannot be had, and a count of the calls. Safe for use by many threads. */
final class FailingObjects implements ObjectStore {
    private final ObjectStore objects;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger callsLeft = new AtomicInteger(Integer.MAX_VALUE);

    FailingObjects(ObjectStore objects) {
        this.objects = objects;
    }

    void failAfter(int calls) {
        callsLeft.set(calls);
    }

    void mend() {
        callsLeft.set(Integer.MAX_VALUE);
    }

    /** @return calls so far */
    int calls() {
        return calls.get();
    }

    private ObjectStore available() {
        calls.incrementAndGet();
        if (callsLeft.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            throw new TransientFailureException(
                    "The fake failed as it was told.",
                    List.of(Fault.of(ErrorCode.UNAVAILABLE, "the job store", "no answer", "")));
        }
        return objects;
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes) {
        return available().putIfAbsent(key, bytes);
    }

    @Override
    public Optional<byte[]> get(String key) {
        return available().get(key);
    }

    @Override
    public PutResult replace(String key, byte[] expected, byte[] bytes) {
        return available().replace(key, expected, bytes);
    }

    @Override
    public List<String> list(String prefix) {
        return available().list(prefix);
    }

    @Override
    public List<String> children(String prefix) {
        return available().children(prefix);
    }

    @Override
    public boolean delete(String key) {
        return available().delete(key);
    }
}
