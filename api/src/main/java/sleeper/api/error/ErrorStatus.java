package sleeper.api.error;

import sleeper.core.error.ErrorCode;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.instance.UnreachableException;

/** The status of HTTP that goes with an error. */
public final class ErrorStatus {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_AUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;

    private ErrorStatus() {}

    /**
     * @return the status of an error. Only what did nothing and may be sent again is called unavailable: not what a file system refused,
     *     which may be half done, nor what lacks a right, which no second try has
     */
    public static int of(Throwable error) {
        if (error instanceof OutcomeUnknownException) {
            return INTERNAL;
        }
        if (error instanceof TransientFailureException failure && failure.code() == ErrorCode.FILE_FORBIDDEN) {
            return FORBIDDEN;
        }
        if (error instanceof UnreachableException || error instanceof TransientFailureException) {
            return UNAVAILABLE;
        }
        return error instanceof SleeperException known ? of(known.code()) : INTERNAL;
    }

    /** @return the status of a fault of what was asked for, or of the program */
    public static int of(ErrorCode code) {
        return switch (code) {
            case NOT_AUTHORIZED -> NOT_AUTHORIZED;
            case UNKNOWN_ADDRESS, UNKNOWN_JOB, UNKNOWN_TABLE, UNKNOWN_MESSAGE -> NOT_FOUND;
            case WRONG_STATUS, TABLE_EXISTS, JOB_ID_CONFLICT -> CONFLICT;
            case UNAVAILABLE -> UNAVAILABLE;
            case VERSION_TOO_OLD -> INTERNAL;
            default ->
                switch (code.family()) {
                    case REQUEST, INSTANCE -> BAD_REQUEST;
                    case RUN, DATA -> INTERNAL;
                };
        };
    }

    /** @return what there is to tell of an error, whatever it is */
    public static ErrorReport report(Throwable error) {
        if (error instanceof SleeperException known) {
            return ErrorReport.of(known);
        }
        if (error instanceof UnreachableException unreachable) {
            return ErrorReport.of("", unreachable.faults());
        }
        return ErrorReport.ofFile(error).orElseGet(() -> ErrorReport.internal("the server", error));
    }

    /** @return whether an error is a fault of the program, whose log is to be read */
    public static boolean isInternal(Throwable error) {
        return report(error).code() == ErrorCode.INTERNAL;
    }
}
