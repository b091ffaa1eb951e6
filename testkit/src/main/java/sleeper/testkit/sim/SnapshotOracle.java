package sleeper.testkit.sim;

import static sleeper.testkit.sim.Violation.check;

/** Knows whose work a snapshot is, and when. */
final class SnapshotOracle {
    private final World world;

    SnapshotOracle(World world) {
        this.world = world;
    }

    /**
     * A process is about to write a snapshot that nobody asked for.
     *
     * @param log     the process's way to the log
     * @param changing whether its caller waits for the verdict on a change meanwhile
     */
    void isWritten(long slot, SimCommitLog log, boolean changing) {
        // A slot that was vacated has had two entries; whoever believes the second is found out elsewhere.
        boolean vacated = world.broken.filter(BrokenRule.SLOT_VACATED::equals).isPresent();
        check(
                vacated || log.hasSent(world.oracle.hashOf(slot)),
                "a process wrote a snapshot of slot %d, whose entry is another's",
                slot);
        boolean failsCommits =
                world.broken.filter(BrokenRule.FALLIBLE_AFTER_APPEND::equals).isPresent();
        check(
                failsCommits || !changing,
                "a process wrote a snapshot of slot %d while its caller waited for a verdict",
                slot);
    }
}
