package sleeper.stepfunctions.engine;

import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.stepfunctions.store.ExecutionStatus;

/** Saves an execution, turn by turn. One that cannot be saved for now waits; one that never can be is ended. */
final class ExecutionSaving {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutionSaving.class);
    private static final Duration SAVE_AGAIN_AFTER = Duration.ofSeconds(5);
    private static final String CANNOT_BE_WRITTEN = "The execution cannot be written down: ";

    private final ExecutionRun run;
    private final ExecutionHost host;
    private final HistoryLog history;
    private Optional<String> waiting = Optional.empty();

    ExecutionSaving(ExecutionRun run, ExecutionHost host, HistoryLog history) {
        this.run = run;
        this.host = host;
        this.history = history;
    }

    /** Why the execution waits, in words, if what it did could not be saved yet. */
    Optional<String> waiting() {
        return waiting;
    }

    /**
     * Saves what the execution has come to, unless it is suspended.
     *
     * @throws UncheckedIOException if that cannot be done now and the execution was never saved: it has not started
     */
    void save() {
        if (run.isSuspended()) {
            return;
        }
        try {
            host.save(run.start(), run.stateToSave(), history.unsaved());
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                endUnsavable(e);
            } else {
                waitToBeSaved(e);
            }
            return;
        } catch (RuntimeException | StackOverflowError e) {
            endUnsavable(e);
            return;
        }
        saved();
    }

    private void saved() {
        history.markSaved();
        if (waiting.isPresent()) {
            LOG.info("Execution {} could be saved again", arn());
            waiting = Optional.empty();
        }
        run.saved();
    }

    /** An execution that was never saved has not started; another one waits until it can be saved. */
    private void waitToBeSaved(UncheckedIOException e) {
        if (history.saved().isEmpty()) {
            throw e;
        }
        boolean waits = waiting.isPresent();
        waiting = Optional.of("It could not be saved and waits until it can be: " + e.getMessage() + ": "
                + e.getCause().getMessage() + ". It goes on by itself, and can be stopped.");
        if (run.state().status() == ExecutionStatus.ABORTED) {
            // A person stopped it, and need not make room first.
            run.runEffects();
        }
        if (!waits) {
            LOG.error("Execution {} could not be saved and waits until it can be", arn(), e);
            saveAgainLater();
        }
    }

    private void saveAgainLater() {
        host.loop().schedule(run.now().plus(SAVE_AGAIN_AFTER), () -> {
            if (waiting.isPresent() && !run.isSuspended()) {
                save();
                if (waiting.isPresent()) {
                    saveAgainLater();
                }
            }
        });
    }

    /** What can never be saved ends the execution, without it: the end is told, and nothing can be redriven. */
    private void endUnsavable(Throwable e) {
        LOG.error("The state of execution {} cannot be written down", arn(), e);
        if (run.losePosition()) {
            save();
            return;
        }
        history.dropUnsaved();
        run.failAsLastSaved(StateError.of(StateError.RUNTIME, CANNOT_BE_WRITTEN + e));
        try {
            host.save(run.start(), run.state(), history.unsaved());
        } catch (UncheckedIOException full) {
            waitToBeSaved(full);
            return;
        }
        saved();
    }

    private String arn() {
        return run.start().arn();
    }
}
