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
import sleeper.core.resource.ResourceStage;

/**
 * Resources of one kind, in memory. It can be told to fail, to list late what is created, and to hold a resource that is asked to
 * end. Safe for use by many threads.
 */
public final class InMemoryResources implements ResourceService {
    private static final String ENDING = "ENDING";

    private final ResourceKind kind;
    private final Map<String, Made> all = new LinkedHashMap<>();
    private final Set<String> held = new LinkedHashSet<>();
    private final List<String> asked = new ArrayList<>();
    private int made;
    private int looksLate;
    private boolean failing;

    /** @param unseenLooks how often it is not listed yet */
    private record Made(String name, Resource resource, int unseenLooks) {
        Made seen() {
            return new Made(name, resource, Math.max(0, unseenLooks - 1));
        }
    }

    public InMemoryResources(ResourceKind kind) {
        this.kind = kind;
    }

    /** Creates a resource that runs until it is asked to end, or {@link #finish finishes}. @return its id */
    public synchronized String create(AttemptId attempt) {
        made++;
        String id = kind.word() + "-" + made;
        Resource running = new Resource(kind, id, ResourceStage.RUNNING, "RUNNING", "");
        all.put(id, new Made(attempt.executionName(), running, looksLate));
        return id;
    }

    /** What is created from now on is not found so often, as with a list that lags behind; it can be described at once. */
    public synchronized void listLate(int looks) {
        looksLate = looks;
    }

    /** The resource ends by itself. */
    public synchronized void finish(String id) {
        place(id, ResourceStage.SUCCEEDED, "ENDED", "");
    }

    /** The resource is from now on as it is said. */
    public synchronized void place(String id, ResourceStage stage, String state, String reason) {
        all.computeIfPresent(
                id,
                (same, before) ->
                        new Made(before.name(), new Resource(kind, id, stage, state, reason), before.unseenLooks()));
    }

    /** From now on a resource does not end when it is asked to, until it is let go. */
    public synchronized void hold(String id) {
        held.add(id);
    }

    public synchronized void letGo(String id) {
        held.remove(id);
        if (state(id).equals(ENDING)) {
            finish(id);
        }
    }

    /** The service knows a resource no more, as happens some time after its end. */
    public synchronized void forget(String id) {
        all.remove(id);
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

    /** @return ids of all that was created and is not forgotten, in the order of creation */
    public synchronized List<String> made() {
        return List.copyOf(all.keySet());
    }

    /** @return ids of what has not ended */
    public synchronized List<String> open() {
        return all.values().stream()
                .map(Made::resource)
                .filter(resource -> !resource.ended())
                .map(Resource::id)
                .toList();
    }

    @Override
    public ResourceKind kind() {
        return kind;
    }

    @Override
    public synchronized List<Resource> find(AttemptId attempt) {
        checkAvailable();
        List<Resource> found = new ArrayList<>();
        all.replaceAll((id, one) -> {
            if (one.name().equals(attempt.executionName()) && one.unseenLooks() == 0) {
                found.add(one.resource());
            }
            return one.seen();
        });
        return found;
    }

    @Override
    public synchronized Optional<Resource> describe(String id) {
        checkAvailable();
        return Optional.ofNullable(all.get(id)).map(Made::resource);
    }

    @Override
    public synchronized void end(String id, String reason) {
        checkAvailable();
        boolean ends = all.containsKey(id)
                && !all.get(id).resource().ended()
                && !state(id).equals(ENDING);
        if (ends) {
            asked.add(id);
            if (held.contains(id)) {
                place(id, ResourceStage.ENDING, ENDING, "");
            } else {
                finish(id);
            }
        }
    }

    private String state(String id) {
        return Optional.ofNullable(all.get(id))
                .map(one -> one.resource().state())
                .orElse("");
    }

    private void checkAvailable() {
        if (failing) {
            throw new TransientFailureException(
                    "The fake failed as it was told.",
                    List.of(Fault.of(ErrorCode.UNAVAILABLE, kind.word(), "throttled", "")));
        }
    }
}
