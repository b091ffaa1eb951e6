package sleeper.stepfunctions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.stepfunctions.engine.ExecutionHost;
import sleeper.stepfunctions.engine.ExecutionRun;
import sleeper.stepfunctions.history.EventDetails;
import sleeper.stepfunctions.history.EventType;
import sleeper.stepfunctions.history.HistoryEvent;
import sleeper.stepfunctions.parse.DefinitionParser;
import sleeper.stepfunctions.store.ExecutionStart;
import sleeper.stepfunctions.store.ExecutionState;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.store.ExecutionStore;
import sleeper.stepfunctions.store.StoredExecution;

/** Takes executions up that were open when the store was last used. On the event loop. */
final class Resuming {
    private static final Logger LOG = LoggerFactory.getLogger(Resuming.class);
    private static final String RUNTIME_ERROR = "States.Runtime";

    private final ExecutionHost host;
    private final ExecutionStore store;

    Resuming(ExecutionHost host, ExecutionStore store) {
        this.host = host;
        this.store = store;
    }

    /**
     * Lets an execution go on.
     *
     * @return its run, which may have ended meanwhile; empty if it could not go on: then it has failed, and that is saved
     * @throws UncheckedIOException if the store cannot be read or written
     */
    Optional<ExecutionRun> resume(StoredExecution execution) {
        ExecutionStart start = execution.start();
        ExecutionRun run;
        try {
            ObjectNode position =
                    execution.state().position().orElseThrow(() -> new IllegalStateException("its files are damaged"));
            run = ExecutionRun.resume(
                    host,
                    start,
                    DefinitionParser.parse(start.definition()),
                    position,
                    store.history(start),
                    execution.state().redrives());
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            giveUp(execution, e);
            return Optional.empty();
        }
        LOG.info("Execution goes on: {}", start.arn());
        return Optional.of(run);
    }

    /** Closes an execution that cannot be taken up: the listener for its end cleans up what it leaves, and the others continue. */
    private void giveUp(StoredExecution execution, RuntimeException reason) {
        ExecutionStart start = execution.start();
        LOG.error("Execution {} cannot go on and has failed", start.arn(), reason);
        Instant now = host.loop().clock().instant();
        Optional<String> error = Optional.of(RUNTIME_ERROR);
        Optional<String> cause = Optional.of("The execution could not go on after a restart: " + reason.getMessage());
        long last = execution.state().eventCount();
        HistoryEvent end =
                new HistoryEvent(last + 1, last, now, EventType.EXECUTION_FAILED, EventDetails.failure(error, cause));
        ExecutionState failed = new ExecutionState(
                ExecutionStatus.FAILED,
                Optional.of(now),
                Optional.empty(),
                error,
                cause,
                end.id(),
                Optional.empty(),
                false,
                execution.state().redrives());
        host.save(start, failed, List.of(end));
        host.closed(start, failed);
    }
}
