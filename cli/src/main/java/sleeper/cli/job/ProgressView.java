package sleeper.cli.job;

import sleeper.cli.frame.Surrounding;

/** Shows a person how far an execution has come, on standard error. For one thread. */
interface ProgressView extends AutoCloseable {
    /** @return a drawing where there is a terminal, lines where there is none */
    static ProgressView of(Surrounding surrounding) {
        return surrounding.isTerminal()
                ? new DrawnProgress(surrounding.console().err(), surrounding.clock())
                : new ToldProgress(surrounding.console(), surrounding.clock());
    }

    void show(Progress progress);

    /** Leaves what is shown, with the cursor below it. */
    @Override
    void close();
}
