package sleeper.local.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import sleeper.core.job.AttemptId;
import sleeper.core.util.LatestUsed;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.stepfunctions.store.FileStamp;

/**
 * Stories as they were read last, so that a page which looks again and again reads an execution only when something has happened to it.
 *
 * <p>The invariant: a story is given again only if the execution's state is the file that it was when the story was read, by its stamp. A
 * file system may give two versions that are written within one tick of its clock the same stamp, so a story is kept only if its state
 * had been as it is for {@link #SETTLED} when it was read. Safe for use by many threads.
 */
final class KnownStories {
    /** Longer than a tick of the clock of any file system, which is two seconds at the most (FAT). */
    static final Duration SETTLED = Duration.ofSeconds(3);

    private static final int MOST = 200;

    private final InstantSource clock;
    private final Map<AttemptId, Known> known = new LatestUsed<>(MOST);

    private record Known(FileStamp stamp, ExecutionStory story) {}

    KnownStories(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param stamp of the execution's state, taken before this call
     * @param read  reads the story; empty if the execution has gone meanwhile
     */
    Optional<ExecutionStory> find(AttemptId attempt, FileStamp stamp, Supplier<Optional<ExecutionStory>> read) {
        synchronized (known) {
            Known last = known.get(attempt);
            if (last != null && last.stamp().equals(stamp)) {
                return Optional.of(last.story());
            }
        }
        Instant before = clock.instant();
        Optional<ExecutionStory> story = read.get();
        if (story.isPresent() && stamp.modified().plus(SETTLED).isBefore(before)) {
            synchronized (known) {
                known.put(attempt, new Known(stamp, story.get()));
            }
        }
        return story;
    }
}
