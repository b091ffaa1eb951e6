package sleeper.testkit.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;

/**
 * Resources of one kind, in memory. It can be told to fail, and to hold a resource that is asked to end. Safe for use by many
 * threads.
 */
public final class InMemoryResources implements ResourceService {
    private static final String RUNNING = "RUNNING";
    private static final String ENDING = "ENDING";
    private static final String ENDED = "ENDED";

    private final ResourceKind kind;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> states = new LinkedHashMap<>();
    private final Set<String> held = new LinkedHashSet<>();
    private final List<String> asked = new ArrayList<>();
    private boolean failing;

    public InMemoryResources(ResourceKind kind) {
        this.kind = kind;
    }

    /** Creates a resource that runs until it is asked to end, or {@link #finish finishes}. @return its id */
    public synchronized String create(AttemptId attempt) {
        String id = kind.word() + "-" + (names.size() + 1);
        names.put(id, attempt.executionName());
        states.put(id, RUNNING);
        return id;
    }

    /** The resource ends by itself. */
    public synchronized void finish(String id) {
        states.replace(id, ENDED);
    }

    /** From now on a resource does not end when it is asked to, until it is let go. */
    public synchronized void hold(String id) {
        held.add(id);
    }

    public synchronized void letGo(String id) {
        held.remove(id);
        states.replace(id, ENDING, ENDED);
    }

    /** The service knows a resource no more, as happens some time after its end. */
    public synchronized void forget(String id) {
        names.remove(id);
        states.remove(id);
    }

    /** From now on every call fails, until {@link #mend}. */
    public synchronized void breakDown() {
        failing = true;
    }

    public synchronized void mend() {
        failing = false;
    }

    /** @return ids of what was asked to end, each time that it was */
    public synchronized List<String> askedToEnd() {
        return List.copyOf(asked);
    }

    /** @return ids of what has not ended */
    public synchronized List<String> open() {
        return states.keySet().stream()
                .filter(id -> !states.get(id).equals(ENDED))
                .toList();
    }

    @Override
    public ResourceKind kind() {
        return kind;
    }

    @Override
    public synchronized List<Resource> find(AttemptId attempt) {
        checkAvailable();
        return names.keySet().stream()
                .filter(id -> names.get(id).equals(attempt.executionName()))
                .map(this::resource)
                .toList();
    }

    @Override
    public synchronized Optional<Resource> describe(String id) {
        checkAvailable();
        return Optional.of(id).filter(states::containsKey).map(this::resource);
    }

    @Override
    public synchronized void end(String id, String reason) {
        checkAvailable();
        if (RUNNING.equals(states.get(id))) {
            asked.add(id);
            states.put(id, held.contains(id) ? ENDING : ENDED);
        }
    }

    private Resource resource(String id) {
        return new Resource(kind, id, states.get(id).equals(ENDED), states.get(id));
    }

    private void checkAvailable() {
        if (failing) {
            throw new TransientFailureException(
                    "The fake failed as it was told.",
                    List.of(Fault.of(ErrorCode.UNAVAILABLE, kind.word(), "throttled", "")));
        }
    }
}
