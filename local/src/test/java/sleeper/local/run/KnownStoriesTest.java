package sleeper.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.Executions.Status;
import sleeper.statestore.instance.StoryBuilder;
import sleeper.stepfunctions.store.FileStamp;

class KnownStoriesTest {
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("job"), 1);
    private static final Instant WRITTEN = Instant.parse("2026-01-01T00:00:00Z");

    private Instant now = WRITTEN.plusSeconds(60);
    private final KnownStories known = new KnownStories(() -> now);
    private int reads;

    private static FileStamp stamp(int key, Instant modified) {
        return new FileStamp(Optional.of(key), modified, 100);
    }

    private Optional<ExecutionStory> find(FileStamp stamp) {
        return known.find(ATTEMPT, stamp, () -> {
            reads++;
            return Optional.of(new StoryBuilder().build("arn", Status.RUNNING));
        });
    }

    @Test
    void shouldReadAStoryOnceWhileItsFileIsTheSame() {
        Optional<ExecutionStory> first = find(stamp(1, WRITTEN));
        Optional<ExecutionStory> again = find(stamp(1, WRITTEN));

        assertThat(reads).isEqualTo(1);
        assertThat(again).isEqualTo(first);
    }

    @Test
    void shouldReadAStoryAgainOnceItsFileIsAnother() {
        for (FileStamp stamp : List.of(
                stamp(1, WRITTEN),
                stamp(2, WRITTEN),
                stamp(2, WRITTEN.plusMillis(1)),
                new FileStamp(Optional.of(2), WRITTEN, 101))) {
            assertThat(find(stamp)).isPresent();
        }

        assertThat(reads).isEqualTo(4);
    }

    @Test
    void shouldNotTrustTheStampOfAFileThatWasWrittenAMomentAgo() {
        // Given
        now = WRITTEN.plus(KnownStories.SETTLED);
        assertThat(find(stamp(1, WRITTEN))).isPresent();
        // When
        assertThat(find(stamp(1, WRITTEN))).isPresent();
        now = now.plusMillis(1);
        assertThat(find(stamp(1, WRITTEN))).isPresent();
        assertThat(find(stamp(1, WRITTEN))).isPresent();
        // Then the third was kept
        assertThat(reads).isEqualTo(3);
    }

    @Test
    void shouldKeepNothingOfAnExecutionThatIsGone() {
        assertThat(known.find(ATTEMPT, stamp(1, WRITTEN), Optional::empty)).isEmpty();

        assertThat(find(stamp(1, WRITTEN))).isPresent();
        assertThat(reads).isEqualTo(1);
    }
}
