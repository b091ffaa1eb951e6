package sleeper.sort.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import sleeper.core.util.Require;

/**
 * A fixed number of bytes, lent to whoever asks first. If they do not suffice, the other holders are called back, who has most
 * first, and never the asking one: it refuses itself by doing without.
 *
 * <p>Invariant: what all leases hold never exceeds the bytes. No lock is held while a holder is called back.
 */
public final class FixedMemory implements MemoryPool {
    private final long bytes;
    private final List<Lease> leases = new ArrayList<>();
    private long lent;

    /** @param bytes to lend; zero or more */
    public FixedMemory(long bytes) {
        this.bytes = Require.atLeast("bytes", bytes, 0);
    }

    @Override
    public MemoryLease lease(MemoryHolder holder) {
        Lease lease = new Lease(holder);
        synchronized (this) {
            leases.add(lease);
        }
        return lease;
    }

    /** @return bytes that are lent at the moment */
    public synchronized long lentBytes() {
        return lent;
    }

    private synchronized long take(Lease lease, long wanted) {
        long granted = Math.min(wanted, bytes - lent);
        lent += granted;
        lease.held += granted;
        return granted;
    }

    private synchronized void giveUp(Lease lease, long returned) {
        if (returned < 0 || returned > lease.held) {
            throw new IllegalArgumentException(returned + " bytes cannot be returned of the " + lease.held + " held");
        }
        lease.held -= returned;
        lent -= returned;
    }

    private synchronized long heldBy(Lease lease) {
        return lease.held;
    }

    private synchronized void end(Lease lease) {
        giveUp(lease, lease.held);
        leases.remove(lease);
    }

    private synchronized List<Lease> others(Lease asking) {
        return leases.stream()
                .filter(lease -> lease != asking && lease.held > 0)
                .sorted(Comparator.comparingLong((Lease lease) -> lease.held).reversed())
                .toList();
    }

    private final class Lease implements MemoryLease {
        private final MemoryHolder holder;
        private long held;

        Lease(MemoryHolder holder) {
            this.holder = holder;
        }

        @Override
        public long acquire(long wanted) throws IOException {
            long granted = take(this, Require.atLeast("wanted", wanted, 0));
            boolean done = false;
            try {
                for (Lease other : granted < wanted ? others(this) : List.<Lease>of()) {
                    other.holder.giveBack(wanted - granted);
                    granted += take(this, wanted - granted);
                    if (granted == wanted) {
                        break;
                    }
                }
                done = true;
                return granted;
            } finally {
                if (!done) {
                    giveUp(this, granted);
                }
            }
        }

        @Override
        public void release(long returned) {
            giveUp(this, returned);
        }

        @Override
        public long heldBytes() {
            return heldBy(this);
        }

        @Override
        public void close() {
            end(this);
        }
    }
}
