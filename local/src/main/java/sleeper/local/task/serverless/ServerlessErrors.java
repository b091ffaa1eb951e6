package sleeper.local.task.serverless;

import sleeper.stepfunctions.task.TaskFailedException;

/** Errors of EMR Serverless as a state machine sees them. */
public final class ServerlessErrors {
    /** The service's name in the errors' names. */
    private static final String PREFIX = "EMRServerless.";

    private ServerlessErrors() {}

    static TaskFailedException validation(String message) {
        return new TaskFailedException(PREFIX + "ValidationException", cause(message, 400));
    }

    static TaskFailedException notFound(String message) {
        return new TaskFailedException(PREFIX + "ResourceNotFoundException", cause(message, 404));
    }

    static TaskFailedException conflict(String message) {
        return new TaskFailedException(PREFIX + "ConflictException", cause(message, 409));
    }

    static TaskFailedException internal(String message) {
        return new TaskFailedException(PREFIX + "InternalServerException", cause(message, 500));
    }

    /** The name of being asked for too much in too short a time. */
    public static final String THROTTLING = PREFIX + "ThrottlingException";

    /** @return the text of {@link #THROTTLING} */
    public static String throttled() {
        return cause("Rate exceeded", 429);
    }

    static String cause(String message, int status) {
        return message + " (Service: EmrServerless, Status Code: " + status
                + ", Request ID: 00000000-0000-0000-0000-000000000000)";
    }
}
