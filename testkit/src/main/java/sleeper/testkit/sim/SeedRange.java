package sleeper.testkit.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * The schedules of a range of seeds, run side by side by as many threads as there are processors. A schedule shares nothing
 * with another, and seeds are taken in their order, so what is found does not hang on the threads.
 */
final class SeedRange {
    private final long end;
    private final Optional<BrokenRule> broken;
    private final Optional<Supplier<Service>> services;
    private final int most;
    private final AtomicLong next;
    private final AtomicLong run = new AtomicLong();
    private final LongAdder calls = new LongAdder();
    private final Queue<Simulator.Finding> found = new ConcurrentLinkedQueue<>();

    /**
     * @param services gives each schedule what all is stored in
     * @param most     findings after which no further seed is taken
     */
    SeedRange(long first, long count, Optional<BrokenRule> broken, Optional<Supplier<Service>> services, int most) {
        this.next = new AtomicLong(first);
        this.end = first + count;
        this.broken = broken;
        this.services = services;
        this.most = most;
    }

    /**
     * @param afterEach told after each schedule how many were run by then; by many threads
     * @return the first findings by seed, at most as many as asked for
     */
    List<Simulator.Finding> run(LongConsumer afterEach) {
        int processors = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(processors);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < processors; i++) {
                workers.add(threads.submit(() -> work(afterEach)));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a schedule could not be run", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while schedules ran", e);
        } finally {
            threads.shutdownNow();
        }
        return found.stream()
                .sorted(Comparator.comparing(Simulator.Finding::seed))
                .limit(most)
                .toList();
    }

    private void work(LongConsumer afterEach) {
        while (found.size() < most) {
            long seed = next.getAndIncrement();
            if (seed >= end) {
                return;
            }
            try {
                calls.add(
                        Schedule.run(seed, broken, services.map(Supplier::get)).calls());
            } catch (Violation e) {
                found.add(new Simulator.Finding(seed, e.getMessage()));
            }
            afterEach.accept(run.incrementAndGet());
        }
    }

    /** @return calls of ports so far, in schedules that broke no promise */
    long calls() {
        return calls.sum();
    }
}
