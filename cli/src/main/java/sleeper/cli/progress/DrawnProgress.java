package sleeper.cli.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import sleeper.api.job.Progress;
import sleeper.cli.frame.Words;
import sleeper.statestore.instance.Executions.Status;
import sleeper.statestore.instance.TaskProgress;

/**
 * Draws the states of an execution as they run: a line each, marked as done, running or failed, with the time that it took as far as it
 * was seen; under the one that works a bar with rows, rate and time left.
 *
 * <p><b>Invariant.</b> The cursor stands at the start of the line below the drawing, and the drawing has {@link #height} lines, each
 * shorter than the terminal is wide; so going up that many lines and writing anew draws over it. What others print meanwhile stands
 * above the next drawing, or in it; nothing of theirs below is cleared.
 */
final class DrawnProgress implements ProgressView {
    /** What every terminal has room for; a longer line would wrap, and the drawing would be higher than it is counted. */
    private static final int WIDTH = 79;

    private static final int BAR = 40;
    /** Lines of states that are drawn; of more, the last. */
    private static final int MOST_STATES = 16;

    private static final Duration SHORTEST_TOLD = Duration.ofMillis(100);
    private static final char ESCAPE = '\u001B';
    private static final String GREEN = ESCAPE + "[32m";
    private static final String RED = ESCAPE + "[31m";
    private static final String BLUE = ESCAPE + "[1;34m";
    private static final String PLAIN = ESCAPE + "[0m";
    private static final String REST_OF_LINE = ESCAPE + "[K";

    private final PrintStream out;
    private final InstantSource clock;
    /** When each state was first seen. */
    private final List<Instant> seen = new ArrayList<>();

    private int height;

    DrawnProgress(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void show(Progress progress) {
        Instant now = clock.instant();
        while (seen.size() < progress.states().size()) {
            seen.add(now);
        }
        List<String> lines = new ArrayList<>();
        int states = progress.states().size();
        for (int i = Math.max(0, states - MOST_STATES); i < states; i++) {
            lines.add(line(progress, i, now));
        }
        if (progress.status() == Status.RUNNING) {
            lines.add(indented(progress.phase().orElse("")));
            progress.task().filter(task -> progress.waiting().isEmpty()).ifPresent(task -> {
                lines.add(indented(bar(task)));
                lines.add(indented(Progress.words(task)));
                Progress.pages(task).ifPresent(pages -> lines.add(indented(pages)));
            });
        }
        draw(lines);
    }

    private String line(Progress progress, int index, Instant now) {
        boolean last = index == progress.states().size() - 1;
        boolean runs = last && progress.status() == Status.RUNNING;
        boolean failed = last && !runs && progress.status() != Status.SUCCEEDED;
        Duration took = Duration.between(seen.get(index), last ? now : seen.get(index + 1));
        String time = took.compareTo(SHORTEST_TOLD) < 0 ? "" : "  " + Words.duration(took);
        String name = cut(progress.states().get(index), WIDTH - 4 - time.length());
        String mark = runs ? BLUE + "> " : failed ? RED + "x " : GREEN + "+ ";
        return "  " + mark + name + PLAIN + time;
    }

    private static String indented(String text) {
        return "    " + cut(text, WIDTH - 4);
    }

    private static String bar(TaskProgress task) {
        long whole = Math.max(1, task.totalRows());
        long done = Math.min(task.rows(), whole);
        int filled = (int) (BAR * done / whole);
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + 100 * done / whole + " %";
    }

    private static String cut(String text, int most) {
        String line = Words.harmless(text).replace('\n', ' ');
        return line.length() <= most ? line : line.substring(0, most - 3) + "...";
    }

    private void draw(List<String> lines) {
        StringBuilder drawing = new StringBuilder();
        if (height > 0) {
            drawing.append(ESCAPE).append('[').append(height).append('A');
        }
        lines.forEach(
                line -> drawing.append('\r').append(line).append(REST_OF_LINE).append('\n'));
        for (int i = lines.size(); i < height; i++) {
            drawing.append(REST_OF_LINE).append('\n');
        }
        if (lines.size() < height) {
            drawing.append(ESCAPE).append('[').append(height - lines.size()).append('A');
        }
        height = lines.size();
        out.print(drawing);
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
