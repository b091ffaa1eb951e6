package sleeper.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * What passes between clients and a server: how many requests of each operation, and how many of them at once. It can let the server be
 * far away. Safe for use by many threads.
 */
public final class Traffic {
    private final Service service;
    private final Map<String, Integer> requests = new TreeMap<>();
    private final Map<String, Integer> open = new TreeMap<>();
    private final Map<String, Integer> mostAtOnce = new TreeMap<>();
    private final Map<String, Gathering> gatherings = new TreeMap<>();
    private volatile Duration delay = Duration.ZERO;
    private volatile BiConsumer<HttpMessage, HttpMessage> listener = (request, answer) -> {};

    /** Requests that have no answer before so many are open. */
    private record Gathering(int count, CountDownLatch met, Duration patience) {}

    private Traffic(Service service) {
        this.service = service;
    }

    /** @return what from now on passes through a proxy */
    public static Traffic through(FaultProxy proxy, Service service) {
        Traffic traffic = new Traffic(service);
        proxy.watchBy(traffic::around);
        return traffic;
    }

    private HttpMessage around(HttpMessage request, FaultProxy.Server server) throws IOException {
        String operation = service.operationOf(request);
        begin(operation);
        try {
            HttpMessage answer = server.answer(request);
            listener.accept(request, answer);
            awaitOthers(operation);
            await(System.nanoTime() + delay.toNanos());
            return answer;
        } finally {
            end(operation);
        }
    }

    private static void await(long deadlineNanos) {
        for (long left = deadlineNanos - System.nanoTime(); left > 0; left = deadlineNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void awaitOthers(String operation) {
        Gathering gathering = gathering(operation);
        if (gathering != null) {
            try {
                boolean unused = gathering.met().await(gathering.patience().toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized Gathering gathering(String operation) {
        return gatherings.get(operation);
    }

    private synchronized void begin(String operation) {
        requests.merge(operation, 1, Integer::sum);
        int now = open.merge(operation, 1, Integer::sum);
        mostAtOnce.merge(operation, now, Math::max);
        Gathering gathering = gatherings.get(operation);
        if (gathering != null && now >= gathering.count()) {
            gathering.met().countDown();
        }
    }

    private synchronized void end(String operation) {
        open.merge(operation, -1, Integer::sum);
    }

    /** @param chosen is given each request with its answer, on any thread and before the client has the answer */
    public void listenBy(BiConsumer<HttpMessage, HttpMessage> chosen) {
        listener = chosen;
    }

    /** Keeps each answer back for so long before the client gets it. */
    public void delayAnswers(Duration time) {
        delay = time;
    }

    /**
     * Keeps each answer of an operation back until so many of its requests are open, so that whoever can have them open at once is seen
     * to, however fast or slow the machine is.
     *
     * @param patience after which the answer is given in any case
     */
    public synchronized void gather(String operation, int count, Duration patience) {
        gatherings.put(operation, new Gathering(count, new CountDownLatch(1), patience));
    }

    /** Forgets what has passed; what is open still counts as open. */
    public synchronized void reset() {
        requests.clear();
        mostAtOnce.clear();
    }

    /** @return the number of requests since {@link #reset}, by operation, ascending; operations without one are left out */
    public synchronized Map<String, Integer> requests() {
        return new TreeMap<>(requests);
    }

    /**
     * @return the largest number of requests of an operation that the server or the way back had at once; a request counts from when all
     *     of it has come
     */
    public synchronized Map<String, Integer> mostAtOnce() {
        return new TreeMap<>(mostAtOnce);
    }
}
