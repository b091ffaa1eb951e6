package sleeper.local.task.emr;

import sleeper.stepfunctions.task.TaskFailedException;

/** Errors of EMR as a state machine sees them: one name for all, and a text that says which. */
public final class EmrErrors {
    /** The name of all of them. */
    public static final String NAME = "EMR.AmazonElasticMapReduceException";

    private EmrErrors() {}

    static TaskFailedException validation(String message) {
        return new TaskFailedException(NAME, cause(message, "ValidationException"));
    }

    static TaskFailedException internal(String message) {
        return new TaskFailedException(NAME, cause(message, "InternalServerException"));
    }

    /** @return the text of being asked for too much in too short a time */
    public static String throttled() {
        return cause("Rate exceeded", "ThrottlingException");
    }

    /** @return the text of an error, as the SDK that Step Functions calls EMR by writes it */
    public static String cause(String message, String code) {
        return message + " (Service: AmazonElasticMapReduce; Status Code: 400; Error Code: " + code
                + "; Request ID: 00000000-0000-0000-0000-000000000000; Proxy: null)";
    }
}
