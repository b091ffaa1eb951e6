package sleeper.core.choice;

import sleeper.core.util.Require;

/**
 * What executors of a job find on the machines that it has at most.
 *
 * @param executors that fit; one or more
 * @param vcpus     that they have together
 * @param diskBytes that they have together for what is moved and spilled
 */
record SparkRoom(int executors, double vcpus, long diskBytes) {
    SparkRoom {
        Require.atLeast("executors", executors, 1);
        Require.that(vcpus > 0, "no vCPUs");
        Require.atLeast("diskBytes", diskBytes, 0);
    }
}
