package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import sleeper.stepfunctions.expression.Json;

/**
 * Why a state failed.
 *
 * @param error     name that Retry and Catch match; empty if a Fail state gives none
 * @param cause     text for people
 * @param heartbeat whether it is a time-out for want of a heartbeat, which also answers to {@code States.HeartbeatTimeout}
 */
record StateError(Optional<String> error, Optional<String> cause, boolean heartbeat) {
    static final String RUNTIME = "States.Runtime";
    static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";
    static final String TIMEOUT = "States.Timeout";
    private static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";
    private static final String ALL = "States.ALL";
    private static final String TASK_FAILED = "States.TaskFailed";

    StateError(Optional<String> error, Optional<String> cause) {
        this(error, cause, false);
    }

    static StateError of(String error, String cause) {
        return new StateError(Optional.of(error), Optional.of(cause));
    }

    static StateError timeout(boolean heartbeat) {
        return new StateError(Optional.of(TIMEOUT), Optional.empty(), heartbeat);
    }

    /** @param what the state or task whose result is too large */
    static StateError tooLarge(String what) {
        return of(
                DATA_LIMIT_EXCEEDED,
                "The state/task '" + what
                        + "' returned a result with a size exceeding the maximum number of bytes service limit.");
    }

    /** Whether it always ends the execution: no Retry and no Catch holds it. */
    boolean isRuntime() {
        return error.filter(RUNTIME::equals).isPresent();
    }

    /** Whether a Retry or Catch entry with these names is meant. */
    boolean matches(List<String> errorEquals) {
        return errorEquals.stream().anyMatch(this::matches);
    }

    private boolean matches(String wanted) {
        if (error.filter(wanted::equals).isPresent()) {
            return true;
        }
        return switch (wanted) {
            case ALL ->
                !isRuntime() && error.filter(DATA_LIMIT_EXCEEDED::equals).isEmpty();
            case TASK_FAILED ->
                !isRuntime()
                        && error.filter(DATA_LIMIT_EXCEEDED::equals).isEmpty()
                        && error.filter(TIMEOUT::equals).isEmpty();
            case HEARTBEAT_TIMEOUT -> heartbeat;
            default -> false;
        };
    }

    /** What Catch puts into the input: absent parts are empty texts. */
    ObjectNode output() {
        return Json.object().put("Error", error.orElse("")).put("Cause", cause.orElse(""));
    }
}
