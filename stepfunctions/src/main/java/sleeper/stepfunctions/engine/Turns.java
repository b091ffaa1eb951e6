package sleeper.stepfunctions.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The turns of an execution: the steps that are yet to be run, and the side effects that wait until the turn is saved. */
final class Turns {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    /** A turn that is longer goes on in another, so that others come to theirs. */
    private static final int MOST_STEPS = 1000;

    private final ExecutionRun run;
    private final ExecutionSaving saving;
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private List<Runnable> effects = new ArrayList<>();

    Turns(ExecutionRun run, ExecutionSaving saving) {
        this.run = run;
        this.saving = saving;
    }

    /** Runs a step and all that follow from it, and saves; nothing happens any more once the execution is closed. */
    void take(Runnable step) {
        if (!run.isClosed()) {
            steps.add(step);
            runSteps();
        }
    }

    private void runSteps() {
        try {
            for (int i = 0; i < MOST_STEPS && !steps.isEmpty(); i++) {
                steps.remove().run();
            }
        } catch (HistoryLog.FullException e) {
            run.fail(StateError.of(StateError.RUNTIME, e.getMessage()));
        } catch (RuntimeException | Error e) {
            LOG.error("Execution {} cannot go on", run.start().arn(), e);
            run.fail(StateError.of(StateError.RUNTIME, "The interpreter failed: " + e));
        }
        saving.save();
        if (!steps.isEmpty()) {
            run.loop().execute(() -> {
                if (!run.isClosed()) {
                    runSteps();
                }
            });
        }
    }

    /** Queues a step of this turn. */
    void later(Runnable step) {
        steps.add(step);
    }

    /** Queues a side effect, for after the turn was saved. */
    void afterSave(Runnable effect) {
        effects.add(effect);
    }

    /** Forgets the steps that are yet to be run. */
    void clear() {
        steps.clear();
    }

    /** Lets the side effects that wait happen. */
    void runEffects() {
        List<Runnable> due = effects;
        effects = new ArrayList<>();
        due.forEach(Turns::runEffect);
    }

    private static void runEffect(Runnable effect) {
        try {
            effect.run();
        } catch (RuntimeException | Error e) {
            LOG.error("An effect of an execution failed", e);
        }
    }
}
