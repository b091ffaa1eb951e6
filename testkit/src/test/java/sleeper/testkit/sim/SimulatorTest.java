package sleeper.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatorTest {
    private static final long SCHEDULES = Long.getLong("sim.schedules", 10_000);

    /** So many are run by each build, the others by those that take long. */
    private static final long FIRST_SCHEDULES = Math.min(SCHEDULES, 2_500);

    private static final long SCHEDULES_SEEN = 500;

    @Test
    void shouldKeepEveryPromiseInEverySchedule() {
        // When the seeds from 0 on are run; a finding names its seed, which repeats it
        assertThat(Simulator.findings(0, FIRST_SCHEDULES, Optional.empty(), 5)).isEmpty();
    }

    @Tag("long")
    @Test
    void shouldKeepEveryPromiseInEveryOtherSchedule() {
        assertThat(Simulator.findings(FIRST_SCHEDULES, SCHEDULES - FIRST_SCHEDULES, Optional.empty(), 5))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(BrokenRule.class)
    void shouldCatchEachRuleThatIsBroken(BrokenRule rule) {
        // When
        Simulator.Finding caught = SimulatorPage.firstCaught(rule);
        // Then the same seed has nothing to tell of the rules unbroken, and tells the same again of the broken one
        assertThat(Simulator.findings(caught.seed(), 1, Optional.empty(), 1)).isEmpty();
        assertThat(Simulator.findings(caught.seed(), 1, Optional.of(rule), 1)).containsExactly(caught);
    }

    @Test
    void shouldRunTheSameScheduleForTheSameSeed() {
        assertThat(Schedule.run(42, Optional.empty(), Optional.empty()).calls())
                .isEqualTo(Schedule.run(42, Optional.empty(), Optional.empty()).calls());
    }

    @Test
    void shouldShowWhatBecomesOfDriversAndTheirTasks() {
        // When
        Set<Sight> seen = EnumSet.noneOf(Sight.class);
        for (long seed = 0; seed < SCHEDULES_SEEN; seed++) {
            seen.addAll(Schedule.run(seed, Optional.empty(), Optional.empty()).sights());
        }
        // Then
        assertThat(seen).containsExactly(Sight.values());
    }
}
