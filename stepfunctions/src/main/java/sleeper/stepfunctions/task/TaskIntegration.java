package sleeper.stepfunctions.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Does the work of Task states whose Resource it is registered for. Methods are called on the interpreter's event loop, which must not
 * be held up: {@link #start} begins the work and returns at once.
 */
@FunctionalInterface
public interface TaskIntegration {
    /**
     * Begins one attempt. An exception or error thrown here counts as its failure: a {@link TaskFailedException} with its error and cause,
     * another with its class name and message, as Lambda reports a handler's.
     *
     * @param request  what to do
     * @param progress reports to the interpreter what happens before the end; may be used from any thread, until the outcome is there
     */
    RunningTask start(TaskRequest request, TaskProgress progress);

    /** Work that is done by a plain call, run on another thread. */
    @FunctionalInterface
    interface Call {
        /** Does the work and returns the output; throws as {@link TaskIntegration#start} does. */
        JsonNode run(TaskRequest request, TaskProgress progress) throws Exception;
    }

    /** An integration that makes plain calls on the executor's threads. Cancelling interrupts nothing: the result is not used. */
    static TaskIntegration calling(Executor executor, Call call) {
        return (request, progress) -> {
            CompletableFuture<TaskOutcome> outcome = new CompletableFuture<>();
            try {
                executor.execute(() -> outcome.complete(TaskOutcome.of(() -> call.run(request, progress))));
            } catch (RejectedExecutionException e) {
                outcome.complete(TaskOutcome.failed(e));
            }
            return RunningTask.of(outcome, () -> {});
        };
    }
}
