package sleeper.local.task;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Those who wait until something of an id has come so far. To be used under one lock; whoever waited goes on outside of it.
 *
 * @param <T> what they are given
 */
public final class Awaited<T> {
    private final Map<String, CompletableFuture<T>> futures = new HashMap<>();
    private final Executor loop;

    /** @param loop where those who waited go on */
    public Awaited(Executor loop) {
        this.loop = loop;
    }

    /**
     * @param now  how it stands
     * @param come whether it has come so far already
     */
    public CompletableFuture<T> of(String id, T now, boolean come) {
        return come
                ? CompletableFuture.completedFuture(now)
                : futures.computeIfAbsent(id, unused -> new CompletableFuture<>());
    }

    /** Lets go on who waits for it. */
    public void come(String id, T now) {
        CompletableFuture<T> future = futures.remove(id);
        if (future != null) {
            loop.execute(() -> future.complete(now));
        }
    }
}
