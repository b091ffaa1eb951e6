package sleeper.cli.progress;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import sleeper.cli.frame.Surrounding;

/**
 * Shows on standard error how far work has come, with rate and time left; only at a terminal, since a file of such lines helps
 * nobody. For one thread.
 */
public final class ProgressLine implements AutoCloseable {
    private final ProgressBar bar;

    public ProgressLine(Surrounding surrounding, String doing, String unit, long total) {
        bar = surrounding.isTerminal() ? bar(surrounding, doing, unit, total) : null;
    }

    private static ProgressBar bar(Surrounding surrounding, String doing, String unit, long total) {
        return new ProgressBarBuilder()
                .setTaskName(doing)
                .setUnit(" " + unit, 1)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .showSpeed()
                .setConsumer(
                        new ConsoleProgressBarConsumer(surrounding.console().err()))
                .clearDisplayOnFinish()
                .build();
    }

    /** Says how much is done. */
    public void reached(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
