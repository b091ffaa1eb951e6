package sleeper.cli.progress;

import sleeper.api.job.Progress;
import sleeper.cli.frame.Surrounding;

/** Shows a person how far an execution has come, on standard error: drawn where there is a terminal. For one thread. */
public interface ProgressView extends AutoCloseable {
    /** @return a view that has a line for each phase where there is no terminal */
    static ProgressView ofPhases(Surrounding surrounding) {
        return surrounding.isTerminal()
                ? drawn(surrounding)
                : new ToldPhases(surrounding.console(), surrounding.clock());
    }

    /** @return a view that has a line for each state where there is no terminal */
    static ProgressView ofStates(Surrounding surrounding) {
        return surrounding.isTerminal() ? drawn(surrounding) : new ToldStates(surrounding.console());
    }

    private static ProgressView drawn(Surrounding surrounding) {
        return new DrawnProgress(surrounding.console().err(), surrounding.clock());
    }

    void show(Progress progress);

    /** Leaves what is shown, with the cursor below it. */
    @Override
    void close();
}
