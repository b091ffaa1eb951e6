package sleeper.lambda.lives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sleeper.core.platform.JobQueue;

/**
 * Many lives of clusters, steps, job runs and Jobs. {@code -Dlives=COUNT} says how many, and {@code -Dlives.first=SEED} from which seed
 * on; what went wrong is told with its seed, which repeats it.
 */
class PlatformLivesIT {
    private static final int LIVES = Integer.getInteger("lives", 10_000);

    /** So many are lived by each build, the others by those that take long. */
    private static final int FIRST_LIVES = Math.min(LIVES, 2_500);

    private static final long FIRST = Long.getLong("lives.first", 0);
    private static final int MOST_TOLD = 5;

    /** A mistake shows within so many lives. */
    private static final int LIVES_TO_SHOW = 2_000;

    private static final List<JobQueue> QUEUES =
            List.of(JobQueue.EMR, JobQueue.PERSISTENT_EMR, JobQueue.EMR_SERVERLESS, JobQueue.EKS);

    @TempDir
    private Path home;

    private final List<LifeJob> jobs = new ArrayList<>();

    @BeforeEach
    void planJobs() throws IOException {
        for (JobQueue queue : QUEUES) {
            jobs.add(LifeJob.of(queue, Files.createDirectory(home.resolve(queue.word()))));
        }
    }

    /** @param seed repeats it */
    private record Finding(long seed, String platform, String violation) {}

    private LifeJob job(long seed) {
        return jobs.get((int) (seed % jobs.size()));
    }

    private List<Finding> findings(long first, int count, Optional<PlantedBug> bug, int most) {
        List<Finding> findings = new ArrayList<>();
        for (long seed = first; seed < first + count && findings.size() < most; seed++) {
            LifeJob job = job(seed);
            try {
                Set<LifeSight> unused = Life.live(seed, job, bug);
            } catch (LifeViolation e) {
                findings.add(new Finding(seed, job.platform().word(), e.getMessage()));
            }
        }
        return findings;
    }

    @Test
    void shouldLeaveNothingBehindAndEndNothingOfAnotherInAnyLife() {
        assertThat(findings(FIRST, FIRST_LIVES, Optional.empty(), MOST_TOLD)).isEmpty();
    }

    @Tag("long")
    @Test
    void shouldLeaveNothingBehindAndEndNothingOfAnotherInAnyOtherLife() {
        assertThat(findings(FIRST + FIRST_LIVES, LIVES - FIRST_LIVES, Optional.empty(), MOST_TOLD))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PlantedBug.class)
    void shouldFindEachMistakeThatIsPlanted(PlantedBug bug) {
        // When
        List<Finding> found = findings(0, LIVES_TO_SHOW, Optional.of(bug), 1);
        // Then the same life has nothing to tell without it, and tells the same again with it
        assertThat(found).hasSize(1);
        long seed = found.get(0).seed();
        assertThat(findings(seed, 1, Optional.empty(), 1)).isEmpty();
        assertThat(findings(seed, 1, Optional.of(bug), 1)).isEqualTo(found);
    }

    @Test
    void shouldShowEverythingThatMayGoWrong() {
        // When
        Set<LifeSight> seen = EnumSet.noneOf(LifeSight.class);
        for (long seed = 0; seed < LIVES_TO_SHOW; seed++) {
            seen.addAll(Life.live(seed, job(seed), Optional.empty()));
        }
        // Then
        assertThat(seen).containsExactly(LifeSight.values());
    }
}
