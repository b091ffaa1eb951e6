package sleeper.cli.progress;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import sleeper.api.job.Progress;
import sleeper.cli.frame.Console;
import sleeper.statestore.instance.TaskProgress;

/** A line for each phase that begins, and one a second in those that tell how far they have come; for logs and pipes. */
final class ToldPhases implements ProgressView {
    private static final Duration TELL_ROWS_EVERY = Duration.ofSeconds(1);

    private final Console console;
    private final InstantSource clock;
    private String phase = "";
    private Instant toldRows = Instant.EPOCH;

    ToldPhases(Console console, InstantSource clock) {
        this.console = console;
        this.clock = clock;
    }

    @Override
    public void show(Progress progress) {
        Optional<TaskProgress> task = progress.waiting().isPresent() ? Optional.empty() : progress.task();
        progress.phase().ifPresent(now -> tell(now, task));
    }

    private void tell(String now, Optional<TaskProgress> task) {
        boolean begins = !now.equals(phase);
        boolean due =
                task.isPresent() && Duration.between(toldRows, clock.instant()).compareTo(TELL_ROWS_EVERY) >= 0;
        if (begins || due) {
            phase = now;
            toldRows = clock.instant();
            String rows = task.map(found -> ": " + Progress.words(found)).orElse("");
            String pages =
                    task.flatMap(Progress::pages).map(found -> ", " + found).orElse("");
            console.progress(now + rows + pages);
        }
    }

    @Override
    public void close() {
        // Lines stay as they are.
    }
}
