package sleeper.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sleeper.run.RunTimer;

/** A timer whose time passes when it is told so. For one thread at a time. */
public final class ManualTimer implements RunTimer {
    private record Entry(Duration due, Optional<Duration> interval, Runnable task) {}

    private final List<Entry> entries = new ArrayList<>();
    private Duration now = Duration.ZERO;

    @Override
    public void every(Duration interval, Runnable task) {
        entries.add(new Entry(now.plus(interval), Optional.of(interval), task));
    }

    @Override
    public void after(Duration delay, Runnable task) {
        entries.add(new Entry(now.plus(delay), Optional.empty(), task));
    }

    public void pass(Duration time) {
        Duration until = now.plus(time);
        Optional<Entry> next = next(until);
        while (next.isPresent()) {
            Entry entry = next.get();
            entries.remove(entry);
            now = entry.due();
            entry.task().run();
            entry.interval().ifPresent(interval -> every(interval, entry.task()));
            next = next(until);
        }
        now = until;
    }

    private Optional<Entry> next(Duration until) {
        return entries.stream()
                .filter(entry -> entry.due().compareTo(until) <= 0)
                .min(Comparator.comparing(Entry::due));
    }

    @Override
    public void close() {
        entries.clear();
    }
}
