package sleeper.local.task;

/** The account that the embedded run pretends to be, and ARNs in it. */
public final class AwsNames {
    public static final String REGION = "us-east-1";
    public static final String ACCOUNT = "000000000000";
    public static final String PARTITION = "aws";

    private AwsNames() {}

    public static String function(String name) {
        return arn("lambda", "function:" + name);
    }

    public static String stateMachine(String name) {
        return arn("states", "stateMachine:" + name);
    }

    public static String role(String name) {
        return "arn:" + PARTITION + ":iam::" + ACCOUNT + ":role/" + name;
    }

    /** @return such as {@code arn:aws:ecs:us-east-1:000000000000:cluster/ingest} */
    public static String arn(String service, String resource) {
        return "arn:" + PARTITION + ":" + service + ":" + REGION + ":" + ACCOUNT + ":" + resource;
    }

    /** @return Resource of a Task that calls a service, such as {@code arn:aws:states:::lambda:invoke} */
    public static String integration(String serviceAndAction) {
        return "arn:" + PARTITION + ":states:::" + serviceAndAction;
    }
}
