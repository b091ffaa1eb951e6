package sleeper.stepfunctions;

/** A request was refused, in the way in which Step Functions refuses it. */
public final class StepFunctionsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** Error names of the Step Functions API. */
    public enum Code {
        STATE_MACHINE_ALREADY_EXISTS("StateMachineAlreadyExists"),
        STATE_MACHINE_DOES_NOT_EXIST("StateMachineDoesNotExist"),
        EXECUTION_ALREADY_EXISTS("ExecutionAlreadyExists"),
        EXECUTION_DOES_NOT_EXIST("ExecutionDoesNotExist"),
        EXECUTION_NOT_REDRIVABLE("ExecutionNotRedrivable"),
        INVALID_ARN("InvalidArn"),
        INVALID_DEFINITION("InvalidDefinition"),
        INVALID_EXECUTION_INPUT("InvalidExecutionInput"),
        INVALID_NAME("InvalidName"),
        INVALID_TOKEN("InvalidToken"),
        MISSING_REQUIRED_PARAMETER("MissingRequiredParameter"),
        RESOURCE_NOT_FOUND("ResourceNotFound"),
        STATE_MACHINE_TYPE_NOT_SUPPORTED("StateMachineTypeNotSupported"),
        VALIDATION("ValidationException"),
        UNKNOWN_OPERATION("UnknownOperationException");

        private final String wireName;

        Code(String wireName) {
            this.wireName = wireName;
        }

        /** The name in {@code __type}. */
        public String wireName() {
            return wireName;
        }
    }

    /** A refusal with its reason. */
    public StepFunctionsException(Code code, String message) {
        super(message);
        this.code = code;
    }

    /** A refusal with its reason and what led to it. */
    public StepFunctionsException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Which refusal it is. */
    public Code code() {
        return code;
    }
}
