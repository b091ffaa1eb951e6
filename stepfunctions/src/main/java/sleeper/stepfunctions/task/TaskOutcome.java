package sleeper.stepfunctions.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** How an attempt ended. */
public sealed interface TaskOutcome {
    /** With an output, which is the Task's raw result. */
    record Succeeded(JsonNode output) implements TaskOutcome {}

    /**
     * With an error.
     *
     * @param error name that Retry and Catch match, such as {@code Lambda.TooManyRequestsException} or a class name
     * @param cause text for people, or JSON as text where the service gives that
     */
    record Failed(Optional<String> error, Optional<String> cause) implements TaskOutcome {}

    /** Success. */
    static TaskOutcome succeeded(JsonNode output) {
        return new Succeeded(output);
    }

    /** Failure with error and cause. */
    static TaskOutcome failed(String error, String cause) {
        return new Failed(Optional.of(error), Optional.of(cause));
    }

    /** The failure that an exception stands for. */
    static TaskOutcome failed(Throwable failure) {
        if ((failure instanceof CompletionException || failure instanceof ExecutionException)
                && failure.getCause() != null) {
            return failed(failure.getCause());
        }
        if (failure instanceof TaskFailedException named) {
            return failed(named.error(), named.getMessage());
        }
        return new Failed(Optional.of(failure.getClass().getName()), Optional.of(String.valueOf(failure.getMessage())));
    }

    /** The outcome of a call. An {@link Error} is a failure like any other: a Task that waits for an outcome must get one. */
    static TaskOutcome of(Callable<JsonNode> call) {
        try {
            return succeeded(call.call());
        } catch (Exception | Error e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return failed(e);
        }
    }
}
