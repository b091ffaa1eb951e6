package sleeper.sort.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Memory of a host that others use too: refuses wholly or in part at random, and before it answers calls back any of its holders,
 * the asking one included, on the asking thread. Fails if a holder returns more or less than it says.
 */
public final class UnreliableMemory implements MemoryPool {
    private final Random random;
    private final List<Lease> leases = new ArrayList<>();
    private int refusals;
    private long calledBackBytes;

    public UnreliableMemory(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public synchronized MemoryLease lease(MemoryHolder holder) {
        Lease lease = new Lease(holder);
        leases.add(lease);
        return lease;
    }

    /** @return how often less was granted than was asked for */
    public synchronized int refusals() {
        return refusals;
    }

    /** @return bytes that holders gave when they were called back */
    public synchronized long calledBackBytes() {
        return calledBackBytes;
    }

    /** @return bytes that are lent at the moment */
    public synchronized long lentBytes() {
        return leases.stream().mapToLong(lease -> lease.held).sum();
    }

    private final class Lease implements MemoryLease {
        private final MemoryHolder holder;
        private long held;

        Lease(MemoryHolder holder) {
            this.holder = holder;
        }

        /** Holds its own lock while it calls back, as a host's manager does. */
        @Override
        public long acquire(long bytes) throws IOException {
            synchronized (UnreliableMemory.this) {
                if (random.nextInt(4) == 0) {
                    callBack(leases.get(random.nextInt(leases.size())));
                }
                long granted = random.nextInt(3) == 0 ? (long) (bytes * random.nextDouble()) : bytes;
                refusals += granted < bytes ? 1 : 0;
                held += granted;
                return granted;
            }
        }

        private void callBack(Lease lease) throws IOException {
            long before = lease.held;
            long given = lease.holder.giveBack(1 + random.nextInt(1 << 20));
            if (before - lease.held != given) {
                throw new AssertionError(given + " bytes were said to be given, of " + before + " to " + lease.held);
            }
            calledBackBytes += given;
        }

        @Override
        public void release(long bytes) {
            synchronized (UnreliableMemory.this) {
                if (bytes < 0 || bytes > held) {
                    throw new AssertionError(bytes + " bytes returned of " + held);
                }
                held -= bytes;
            }
        }

        @Override
        public long heldBytes() {
            synchronized (UnreliableMemory.this) {
                return held;
            }
        }

        @Override
        public void close() {
            synchronized (UnreliableMemory.this) {
                held = 0;
                leases.remove(this);
            }
        }
    }
}
