package sleeper.local.task.serverless;

import sleeper.core.util.Require;

/**
 * Cores and memory of workers.
 *
 * @param cores     vCPUs, zero or more
 * @param megabytes memory, in MiB, zero or more
 */
public record Capacity(long cores, long megabytes) {
    static final Capacity NONE = new Capacity(0, 0);

    public Capacity {
        Require.atLeast("cores", cores, 0);
        Require.atLeast("megabytes", megabytes, 0);
    }

    Capacity plus(Capacity other) {
        return new Capacity(cores + other.cores, megabytes + other.megabytes);
    }

    boolean fitsInto(Capacity most) {
        return cores <= most.cores && megabytes <= most.megabytes;
    }

    /** @return as much of this as there is */
    Capacity atMost(Capacity most) {
        return new Capacity(Math.min(cores, most.cores), Math.min(megabytes, most.megabytes));
    }
}
