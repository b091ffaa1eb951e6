package sleeper.stepfunctions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import sleeper.stepfunctions.StepFunctionsException.Code;
import sleeper.stepfunctions.definition.StateMachineDefinition;
import sleeper.stepfunctions.engine.ExecutionHost;
import sleeper.stepfunctions.engine.ExecutionRun;
import sleeper.stepfunctions.parse.DefinitionParser;
import sleeper.stepfunctions.parse.InvalidDefinitionException;
import sleeper.stepfunctions.store.ExecutionStart;
import sleeper.stepfunctions.store.ExecutionStore;
import sleeper.stepfunctions.store.StoredExecution;

/** Takes executions that ended without success up again. On the event loop. */
final class Redriving {
    private final ExecutionHost host;
    private final ExecutionStore store;
    private final Redrivability redrivability;

    Redriving(ExecutionHost host, ExecutionStore store, Redrivability redrivability) {
        this.host = host;
        this.store = store;
        this.redrivability = redrivability;
    }

    /**
     * Redrives an execution.
     *
     * @return its run, which has been saved and may have ended again
     * @throws StepFunctionsException {@code EXECUTION_NOT_REDRIVABLE}
     * @throws UncheckedIOException   if it could not be saved: all is as before
     */
    ExecutionRun redrive(StoredExecution execution, Optional<String> token, Instant now) {
        ExecutionStart start = execution.start();
        redrivability.refusal(start, execution.state()).ifPresent(reason -> {
            throw refused(start, reason, null);
        });
        ExecutionRun run = ExecutionRun.redrive(
                host,
                start,
                definition(start),
                execution.state().position().orElseThrow(),
                store.history(start),
                execution.state().redrives().plus(token, now));
        if (run.history().size() == execution.state().eventCount()) {
            run.suspend();
            throw new UncheckedIOException(
                    "Execution " + start.arn() + " was not redriven, since that could not be saved",
                    new IOException("see the log"));
        }
        return run;
    }

    private static StateMachineDefinition definition(ExecutionStart start) {
        try {
            return DefinitionParser.parse(start.definition());
        } catch (InvalidDefinitionException e) {
            throw refused(start, "Its definition is not accepted any more: " + e.getMessage(), e);
        }
    }

    private static StepFunctionsException refused(ExecutionStart start, String reason, Throwable cause) {
        return new StepFunctionsException(
                Code.EXECUTION_NOT_REDRIVABLE, "Execution is not redrivable: '" + start.arn() + "'. " + reason, cause);
    }
}
