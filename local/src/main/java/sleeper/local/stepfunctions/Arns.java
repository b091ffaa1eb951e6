package sleeper.local.stepfunctions;

/** The ARNs of the local account: region us-east-1, account 000000000000. */
public final class Arns {
    /** The region that everything local is in. */
    public static final String REGION = "us-east-1";

    /** The account that everything local belongs to. */
    public static final String ACCOUNT = "000000000000";

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

    /** A role to name where one is wanted; nothing is checked against it. */
    public static String localRole() {
        return "arn:aws:iam::" + ACCOUNT + ":role/local";
    }
}
