package sleeper.stepfunctions.history;

import java.util.Optional;

/** The kinds of history events that the interpreter writes, each with the name of the field that holds its details. */
public enum EventType {
    EXECUTION_STARTED("ExecutionStarted", "executionStartedEventDetails"),
    EXECUTION_SUCCEEDED("ExecutionSucceeded", "executionSucceededEventDetails"),
    EXECUTION_FAILED("ExecutionFailed", "executionFailedEventDetails"),
    EXECUTION_ABORTED("ExecutionAborted", "executionAbortedEventDetails"),
    EXECUTION_TIMED_OUT("ExecutionTimedOut", "executionTimedOutEventDetails"),
    EXECUTION_REDRIVEN("ExecutionRedriven", "executionRedrivenEventDetails"),
    PASS_STATE_ENTERED("PassStateEntered", Fields.ENTERED),
    PASS_STATE_EXITED("PassStateExited", Fields.EXITED),
    CHOICE_STATE_ENTERED("ChoiceStateEntered", Fields.ENTERED),
    CHOICE_STATE_EXITED("ChoiceStateExited", Fields.EXITED),
    SUCCEED_STATE_ENTERED("SucceedStateEntered", Fields.ENTERED),
    SUCCEED_STATE_EXITED("SucceedStateExited", Fields.EXITED),
    FAIL_STATE_ENTERED("FailStateEntered", Fields.ENTERED),
    WAIT_STATE_ENTERED("WaitStateEntered", Fields.ENTERED),
    WAIT_STATE_EXITED("WaitStateExited", Fields.EXITED),
    WAIT_STATE_ABORTED("WaitStateAborted"),
    TASK_STATE_ENTERED("TaskStateEntered", Fields.ENTERED),
    TASK_STATE_EXITED("TaskStateExited", Fields.EXITED),
    TASK_STATE_ABORTED("TaskStateAborted"),
    TASK_SCHEDULED("TaskScheduled", "taskScheduledEventDetails"),
    TASK_STARTED("TaskStarted", "taskStartedEventDetails"),
    TASK_SUBMITTED("TaskSubmitted", "taskSubmittedEventDetails"),
    TASK_SUCCEEDED("TaskSucceeded", "taskSucceededEventDetails"),
    TASK_FAILED("TaskFailed", "taskFailedEventDetails"),
    TASK_TIMED_OUT("TaskTimedOut", "taskTimedOutEventDetails"),
    LAMBDA_FUNCTION_SCHEDULED("LambdaFunctionScheduled", "lambdaFunctionScheduledEventDetails"),
    LAMBDA_FUNCTION_STARTED("LambdaFunctionStarted"),
    LAMBDA_FUNCTION_SUCCEEDED("LambdaFunctionSucceeded", "lambdaFunctionSucceededEventDetails"),
    LAMBDA_FUNCTION_FAILED("LambdaFunctionFailed", "lambdaFunctionFailedEventDetails"),
    LAMBDA_FUNCTION_TIMED_OUT("LambdaFunctionTimedOut", "lambdaFunctionTimedOutEventDetails"),
    PARALLEL_STATE_ENTERED("ParallelStateEntered", Fields.ENTERED),
    PARALLEL_STATE_STARTED("ParallelStateStarted"),
    PARALLEL_STATE_SUCCEEDED("ParallelStateSucceeded"),
    PARALLEL_STATE_FAILED("ParallelStateFailed"),
    PARALLEL_STATE_ABORTED("ParallelStateAborted"),
    PARALLEL_STATE_EXITED("ParallelStateExited", Fields.EXITED),
    MAP_STATE_ENTERED("MapStateEntered", Fields.ENTERED),
    MAP_STATE_STARTED("MapStateStarted", "mapStateStartedEventDetails"),
    MAP_STATE_SUCCEEDED("MapStateSucceeded"),
    MAP_STATE_FAILED("MapStateFailed"),
    MAP_STATE_ABORTED("MapStateAborted"),
    MAP_STATE_EXITED("MapStateExited", Fields.EXITED),
    MAP_ITERATION_STARTED("MapIterationStarted", "mapIterationStartedEventDetails"),
    MAP_ITERATION_SUCCEEDED("MapIterationSucceeded", "mapIterationSucceededEventDetails"),
    MAP_ITERATION_FAILED("MapIterationFailed", "mapIterationFailedEventDetails"),
    MAP_ITERATION_ABORTED("MapIterationAborted", "mapIterationAbortedEventDetails");

    private static final class Fields {
        private static final String ENTERED = "stateEnteredEventDetails";
        private static final String EXITED = "stateExitedEventDetails";
    }

    private final String wireName;
    private final String detailsField;

    EventType(String wireName) {
        this(wireName, "");
    }

    EventType(String wireName, String detailsField) {
        this.wireName = wireName;
        this.detailsField = detailsField;
    }

    /** The name in {@code type}. */
    public String wireName() {
        return wireName;
    }

    /** The field that holds the details; empty for a kind that has none. */
    public Optional<String> detailsField() {
        return detailsField.isEmpty() ? Optional.empty() : Optional.of(detailsField);
    }

    /** The kind of this name. */
    public static EventType ofWireName(String name) {
        for (EventType type : values()) {
            if (type.wireName.equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("No history event is called '" + name + "'");
    }
}
