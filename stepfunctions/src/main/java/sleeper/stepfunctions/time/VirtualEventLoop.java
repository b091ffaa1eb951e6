package sleeper.stepfunctions.time;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A loop in virtual time, driven by the caller that waits on it: time stands still while there is anything to run and while work outside the
 * loop goes on, and otherwise jumps to the next timer. Timers of one instant run in the order in which they were set. Nothing runs
 * unless somebody calls {@link #await}, {@link #runUntilIdle} or {@link #advanceTo}, so a test decides what happens before what.
 */
public final class VirtualEventLoop implements EventLoop {
    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Entry> timers =
            new PriorityQueue<>(Comparator.comparing(Entry::due).thenComparing(Entry::order));
    private Instant now;
    private long timersSet;
    private int workGoingOn;
    private boolean driven;
    private boolean closed;

    private record Entry(Instant due, long order, Runnable action) {}

    /** @param start the time at which the loop begins */
    public VirtualEventLoop(Instant start) {
        this.now = start;
    }

    @Override
    public InstantSource clock() {
        return this::now;
    }

    @Override
    public synchronized void execute(Runnable action) {
        if (!closed) {
            ready.add(action);
            notifyAll();
        }
    }

    @Override
    public synchronized Timer schedule(Instant due, Runnable action) {
        Entry entry = new Entry(due, timersSet++, action);
        if (!closed) {
            timers.add(entry);
            notifyAll();
        }
        return () -> cancel(entry);
    }

    @Override
    public <T> T call(Supplier<T> action) {
        CompletableFuture<T> future = new CompletableFuture<>();
        execute(() -> {
            try {
                future.complete(action.get());
            } catch (RuntimeException e) {
                future.completeExceptionally(e);
            }
        });
        drive(future::isDone, now());
        return valueOf(future);
    }

    @Override
    public <T> T await(CompletableFuture<T> future) {
        drive(future::isDone, Instant.MAX);
        if (!future.isDone()) {
            throw new IllegalStateException(
                    "Nothing is left to happen: no action, no timer and no work outside could complete what is awaited");
        }
        return valueOf(future);
    }

    /** Runs everything that can run without time going on, waiting for work outside the loop to end. */
    public void runUntilIdle() {
        drive(() -> false, now());
    }

    /** Runs everything that is due up to an instant, and leaves the clock there. */
    public void advanceTo(Instant instant) {
        drive(() -> false, instant);
        synchronized (this) {
            if (instant.isAfter(now)) {
                now = instant;
            }
        }
    }

    @Override
    public synchronized Work beginWork() {
        workGoingOn++;
        return new Work() {
            private boolean ended;

            @Override
            public void end() {
                synchronized (VirtualEventLoop.this) {
                    if (!ended) {
                        ended = true;
                        workGoingOn--;
                        VirtualEventLoop.this.notifyAll();
                    }
                }
            }
        };
    }

    @Override
    public synchronized void close() {
        closed = true;
        ready.clear();
        timers.clear();
        notifyAll();
    }

    private synchronized Instant now() {
        return now;
    }

    private synchronized void cancel(Entry entry) {
        timers.remove(entry);
    }

    /** Runs actions until the condition holds or nothing is left to run up to the horizon. */
    private void drive(Supplier<Boolean> done, Instant horizon) {
        if (!takeWheel(done)) {
            return;
        }
        try {
            while (!done.get()) {
                Runnable next = next(horizon);
                if (next == null) {
                    return;
                }
                next.run();
                wakeThoseWaiting();
            }
        } finally {
            leaveWheel();
        }
    }

    /**
     * Waits until no other thread drives. The one that drives may be waiting for work outside the loop that itself waits here for an action.
     *
     * @return false if what is waited for was done by another's driving
     */
    private synchronized boolean takeWheel(Supplier<Boolean> done) {
        while (driven) {
            if (done.get()) {
                return false;
            }
            pause();
        }
        driven = true;
        return true;
    }

    private synchronized void wakeThoseWaiting() {
        notifyAll();
    }

    private synchronized void leaveWheel() {
        driven = false;
        notifyAll();
    }

    private synchronized Runnable next(Instant horizon) {
        while (!closed) {
            Runnable action = ready.poll();
            if (action != null) {
                return action;
            }
            if (workGoingOn > 0) {
                pause();
                continue;
            }
            Entry timer = timers.peek();
            if (timer == null || timer.due().isAfter(horizon)) {
                return null;
            }
            timers.remove();
            if (timer.due().isAfter(now)) {
                now = timer.due();
            }
            return timer.action();
        }
        return null;
    }

    @SuppressWarnings("WaitNotInLoop") // its callers loop
    private void pause() {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the virtual event loop", e);
        }
    }

    private static <T> T valueOf(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
