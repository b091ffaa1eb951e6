package sleeper.stepfunctions.task;

/**
 * A Task's Resource, as history events name it.
 *
 * @param arn      the whole ARN
 * @param type     the service, such as {@code ecs}; {@code lambda} for a function's own ARN
 * @param action   what is asked of it, such as {@code runTask.sync}; empty for a function's own ARN
 * @param function whether the ARN is that of a Lambda function
 */
public record TaskResource(String arn, String type, String action, boolean function) {
    private static final int PARTS_OF_INTEGRATION = 7;

    /** Reads {@code arn:aws:states:::service:action} or the ARN of a Lambda function. */
    public static TaskResource parse(String arn) {
        String[] parts = arn.split(":", PARTS_OF_INTEGRATION);
        if (parts.length == PARTS_OF_INTEGRATION && parts[2].equals("states") && parts[3].isEmpty()) {
            return new TaskResource(arn, parts[5], parts[6], false);
        }
        boolean function = parts.length == PARTS_OF_INTEGRATION && parts[2].equals("lambda");
        return new TaskResource(arn, function ? "lambda" : "", "", function);
    }

    /** What an error text about the size of the result calls this. */
    public String nameInSizeError() {
        return function ? arn : type;
    }
}
