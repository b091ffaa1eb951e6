package sleeper.cdk;

import sleeper.core.deployment.InstanceNames;
import software.amazon.awscdk.Aws;

/**
 * ARNs of what the instance owns, composed of its names: a reference to the thing itself would have it made before, and functions and
 * machines name each other.
 */
final class Arns {
    private final InstanceNames names;

    Arns(InstanceNames names) {
        this.names = names;
    }

    /** @return the function by the alias that calls go to */
    String function(String word) {
        return arn("lambda", "function:" + names.function(word) + ":" + InstanceNames.ALIAS);
    }

    String stateMachine(String machineName) {
        return arn("states", "stateMachine:" + names.stateMachine(machineName));
    }

    String errorsTopic() {
        return arn("sns", names.errorsTopic());
    }

    String ingestCluster() {
        return arn("ecs", "cluster/" + names.ingestCluster());
    }

    String role(String word) {
        return "arn:" + Aws.PARTITION + ":iam::" + Aws.ACCOUNT_ID + ":role/" + names.role(word);
    }

    private static String arn(String service, String resource) {
        return "arn:" + Aws.PARTITION + ":" + service + ":" + Aws.REGION + ":" + Aws.ACCOUNT_ID + ":" + resource;
    }
}
