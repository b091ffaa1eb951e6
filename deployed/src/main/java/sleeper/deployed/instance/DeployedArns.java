package sleeper.deployed.instance;

import java.net.URI;
import sleeper.core.deployment.InstanceNames;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * ARNs of what a deployed instance owns. They are composed, since everything has a fixed name that is made of the instance's id.
 *
 * @param id      of the instance
 * @param region  where it lies
 * @param account whose it is, 12 digits
 */
record DeployedArns(String id, String region, String account) {
    String stateMachine(String machineName) {
        return arn("states", "stateMachine:" + new InstanceNames(id).stateMachine(machineName));
    }

    String errorsTopic() {
        return arn("sns", new InstanceNames(id).errorsTopic());
    }

    String queue(URI url) {
        return arn("sqs", DeployedQueues.name(url));
    }

    String viewDatabase() {
        return arn("glue", "database/" + new InstanceNames(id).viewDatabase());
    }

    private String arn(String service, String resource) {
        return "arn:" + partition(region) + ":" + service + ":" + region + ":" + account + ":" + resource;
    }

    static String object(String region, String bucket, String key) {
        return "arn:" + partition(region) + ":s3:::" + bucket + "/" + key;
    }

    private static String partition(String region) {
        return PartitionMetadata.of(Region.of(region)).id();
    }
}
