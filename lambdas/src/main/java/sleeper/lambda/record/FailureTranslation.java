package sleeper.lambda.record;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.error.ConflictException;
import sleeper.core.error.CorruptDataException;
import sleeper.core.error.DiskSpace;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.error.VersionTooOldException;
import sleeper.core.util.Secrets;
import sleeper.core.util.UnicodeText;
import sleeper.lambda.runtime.CauseText;
import sleeper.lambda.runtime.CodedMessage;

/** Turns what Step Functions says of a failure into a code of ours. */
final class FailureTranslation {
    private static final Map<String, ErrorCode> BY_CLASS = Map.of(
            ConflictException.class.getName(), ErrorCode.COMMIT_CONTENTION,
            TransientFailureException.class.getName(), ErrorCode.UNAVAILABLE,
            OutcomeUnknownException.class.getName(), ErrorCode.OUTCOME_UNKNOWN,
            CorruptDataException.class.getName(), ErrorCode.DATA_CORRUPT,
            VersionTooOldException.class.getName(), ErrorCode.VERSION_TOO_OLD);
    private static final String OWN_ERRORS = SleeperException.class.getPackageName() + ".";
    /** As errors of the integrations begin. */
    private static final List<String> SERVICES =
            List.of("ECS.", "AmazonECS.", "Lambda.", "EMR.", "EMRServerless.", "EKS.");

    private static final int MOST_FOUND = 1_000;

    private FailureTranslation() {}

    /**
     * @param error  the error's name
     * @param cause  its cause: JSON of a failed function or task, or plain text
     * @param stored what the run stored of its failure, if it could
     * @return at least one fault
     */
    static List<Fault> translate(String error, String cause, Optional<List<Fault>> stored) {
        if (error.equals("States.Timeout") || error.equals("States.HeartbeatTimeout")) {
            return List.of(fault(ErrorCode.TIMED_OUT, error, CauseText.message(cause)));
        }
        return stored.orElseGet(() -> List.of(
                error.equals("States.TaskFailed")
                        ? taskFailed(error, cause)
                        : fault(codeOf(error, cause), error, textIn(error, cause))));
    }

    private static Fault taskFailed(String error, String cause) {
        TaskEnd end = TaskEnd.of(cause);
        if (end.isOutOfMemory()) {
            return fault(ErrorCode.OUT_OF_MEMORY, error, end.text());
        }
        String message = CauseText.message(cause);
        ErrorCode code = end.isDiskFull() || DiskSpace.saysSo(message) ? ErrorCode.DISK_FULL : ErrorCode.TASK_LOST;
        return fault(code, error, message + (end.isKnown() ? ": " + end.text() : ""));
    }

    private static ErrorCode codeOf(String error, String cause) {
        Optional<ErrorCode> named = codeNamed(error);
        if (named.isPresent()) {
            return named.get();
        }
        if (error.startsWith(OWN_ERRORS)) {
            return CodedMessage.read(CauseText.message(cause))
                    .code()
                    .or(() -> Optional.ofNullable(BY_CLASS.get(error)))
                    .orElse(ErrorCode.INTERNAL);
        }
        if (DiskSpace.saysSo(CauseText.message(cause))) {
            return ErrorCode.DISK_FULL;
        }
        if (error.isEmpty()) {
            return ErrorCode.TASK_LOST;
        }
        return isOfAService(error) ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL;
    }

    /** The code is told beside the text, and need not be told in it. */
    private static String textIn(String error, String cause) {
        String message = CauseText.message(cause);
        return error.startsWith(OWN_ERRORS) ? CodedMessage.read(message).text() : message;
    }

    private static boolean isOfAService(String error) {
        return SERVICES.stream().anyMatch(error::startsWith);
    }

    private static Optional<ErrorCode> codeNamed(String word) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.name().equals(word))
                .findFirst();
    }

    private static Fault fault(ErrorCode code, String error, String message) {
        String where = error.isEmpty() ? "the execution" : "the execution, " + error;
        // Masked before it is cut: half of a secret is not known for one.
        String shown = Secrets.masked(message);
        String found = shown.length() <= MOST_FOUND ? shown : UnicodeText.cut(shown, MOST_FOUND) + "…";
        String action = shown.equals(message) ? code.action() : code.action() + " " + Secrets.ADVICE;
        return new Fault(code, where, found, "", action);
    }
}
