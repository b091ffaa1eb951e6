package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.testkit.sim.Service;
import sleeper.testkit.sim.Simulator;

/** The simulator's schedules, with the drivers of S3 before a model of it that loses, delays and refuses requests. */
class S3SimulatorTest {
    private static final long SCHEDULES = Long.getLong("sim.schedules", 10_000);

    private static Service right() {
        return new S3Model(UnaryOperator.identity(), false);
    }

    @Test
    void shouldKeepEveryPromiseInEverySchedule() {
        // When the seeds from 0 on are run; a finding names its seed, which repeats it
        assertThat(Simulator.findingsOn(S3SimulatorTest::right, 0, SCHEDULES, 5))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PUT_REPEATED, SLOTS, 500",
        "PUT_REPEATED, OBJECTS, 500",
        "CONDITION_AS_FAILURE, SLOTS, 500",
        "CONDITION_AS_FAILURE, OBJECTS, 500",
        "CONFLICT_AS_CONDITION, SLOTS, 500",
        "CONFLICT_AS_CONDITION, OBJECTS, 500",
        "CONDITION_LEFT_OUT, SLOTS, 500",
        "CONDITION_LEFT_OUT, OBJECTS, 500",
        "CONDITION_LEFT_OUT, LIST, 500",
        "READ_STALE, SLOTS, 500",
        "READ_STALE, OBJECTS, 500",
        "SLOT_DELETED, SLOTS, 500",
    })
    void shouldCatchWhatMustNotBeDone(S3Fault fault, Place place, int seeds) {
        shouldCatch(() -> new S3Model(client -> new FaultyS3Client(client, fault, place.part), fault == S3Fault.READ_STALE), seeds);
    }

    private static void shouldCatch(Supplier<Service> faulty, int seeds) {
        // When
        List<Simulator.Finding> caught = Simulator.findingsOn(faulty, 0, seeds, 1);
        System.out.println("CAUGHT " + caught);
        // Then the same seed tells the same again, and has nothing to tell where all is right
        assertThat(caught).hasSize(1);
        long seed = caught.get(0).seed();
        assertThat(Simulator.findingsOn(faulty, seed, 1, 1)).isEqualTo(caught);
        assertThat(Simulator.findingsOn(S3SimulatorTest::right, seed, 1, 1)).isEmpty();
    }

    /** What is done wrong to which objects. */
    enum Place {
        SLOTS("log/slots/"),
        OBJECTS(""),
        LIST("lists/"),
        FILES("/data/");

        private final String part;

        Place(String part) {
            this.part = part;
        }
    }
}
