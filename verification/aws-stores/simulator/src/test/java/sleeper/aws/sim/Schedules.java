package sleeper.aws.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import sleeper.testkit.sim.Service;
import sleeper.testkit.sim.Simulator;

/** Runs schedules on a service that gives each of them what it is to be stored in. */
public final class Schedules {
    private static final long COUNT = Long.getLong("sim.schedules", 10_000);
    private static final int MOST_FINDINGS = 5;

    private Schedules() {}

    /** Fails if a promise is broken in the schedules of the seeds from 0 on; a finding names its seed, which repeats it. */
    public static void assertNothingFound(Supplier<Service> services) {
        assertThat(Simulator.findingsOn(services, 0, COUNT, MOST_FINDINGS)).isEmpty();
    }

    /**
     * Fails unless what is done wrong is found, by a seed that tells the same again, and has nothing to tell where all is right.
     *
     * @param seeds within which it is found, from 0 on
     */
    public static void assertFound(Supplier<Service> faulty, Supplier<Service> right, int seeds) {
        List<Simulator.Finding> found = Simulator.findingsOn(faulty, 0, seeds, 1);
        assertThat(found).as("what is found in %d schedules", seeds).hasSize(1);
        long seed = found.get(0).seed();
        assertThat(Simulator.findingsOn(faulty, seed, 1, 1)).isEqualTo(found);
        assertThat(Simulator.findingsOn(right, seed, 1, 1)).isEmpty();
    }
}
