package sleeper.cli.progress;

import sleeper.api.job.Progress;
import sleeper.cli.frame.Console;

/** A line for each state that is entered; for logs and pipes. */
final class ToldStates implements ProgressView {
    private final Console console;
    private int told;

    ToldStates(Console console) {
        this.console = console;
    }

    @Override
    public void show(Progress progress) {
        for (; told < progress.states().size(); told++) {
            console.progress("  " + progress.states().get(told));
        }
    }

    @Override
    public void close() {
        // Lines stay as they are.
    }
}
