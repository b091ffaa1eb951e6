package sleeper.ingest;

import static sleeper.ingest.TestHome.attempt;

import java.nio.file.Path;
import sleeper.run.AttemptProcess;
import sleeper.run.KernelEngine;
import sleeper.run.StopSignal;

/** The ingest task as it is, but that it gets no further than its first rows before the process is asked to stop. */
public final class HeldTask {
    /** What it prints when it is there. */
    static final String HELD = "held";

    private HeldTask() {}

    /** @param arguments job id and number of the attempt */
    public static void main(String[] arguments) {
        StopSignal stop = new StopSignal();
        AttemptProcess.runAndExit(
                attempt(arguments[0], Integer.parseInt(arguments[1])),
                new TestHome(Path.of(System.getenv("SLEEPER_HOME"))),
                stop,
                new KernelEngine((phase, rows, total) -> {
                    System.out.println(HELD);
                    while (!stop.isAsked()) {
                        Thread.onSpinWait();
                    }
                }));
    }
}
