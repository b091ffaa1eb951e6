package sleeper.stepfunctions;

import sleeper.stepfunctions.StepFunctionsException.Code;

/** The ARNs of the local account: region us-east-1, account 000000000000. */
public final class Arns {
    /** The region that everything local is in. */
    public static final String REGION = "us-east-1";

    /** The account that everything local belongs to. */
    public static final String ACCOUNT = "000000000000";

    private static final int PARTS = 7;
    private static final int TYPE = 5;
    private static final String STATES = "arn:aws:states:" + REGION + ":" + ACCOUNT + ":";

    private Arns() {}

    /** The ARN of a state machine. */
    public static String stateMachine(String name) {
        return STATES + "stateMachine:" + name;
    }

    /** The ARN of an execution. */
    public static String execution(String stateMachineName, String name) {
        return STATES + "execution:" + stateMachineName + ":" + name;
    }

    /** @throws StepFunctionsException if a text cannot be the ARN of a state machine */
    static void checkStateMachine(String arn) {
        check(arn, "stateMachine");
    }

    /** @throws StepFunctionsException if a text cannot be the ARN of an execution */
    static void checkExecution(String arn) {
        check(arn, "execution");
    }

    private static void check(String arn, String wantedType) {
        if (!arn.startsWith("arn:")) {
            throw invalid("Invalid ARN prefix: " + arn);
        }
        String[] parts = arn.split(":", PARTS);
        if (parts.length < PARTS || !parts[2].equals("states")) {
            throw invalid(arn);
        }
        if (!parts[TYPE].equals(wantedType)) {
            throw invalid("Resource type not valid in this context: " + parts[TYPE]);
        }
    }

    private static StepFunctionsException invalid(String problem) {
        return new StepFunctionsException(Code.INVALID_ARN, "Invalid Arn: '" + problem + "'");
    }

    /** A role to name where one is wanted; nothing is checked against it. */
    public static String localRole() {
        return "arn:aws:iam::" + ACCOUNT + ":role/local";
    }
}
