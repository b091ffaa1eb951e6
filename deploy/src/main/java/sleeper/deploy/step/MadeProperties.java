package sleeper.deploy.step;

import java.util.Map;
import java.util.TreeMap;
import sleeper.core.deployment.DeploymentFolder;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;
import sleeper.core.settings.InstanceSettings;
import sleeper.deploy.aws.Account;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;

/** Properties of an instance that only its deployment knows, of what CloudFormation has made under the names that the instance owns. */
final class MadeProperties {
    private final DeployClients clients;
    private final AwsCalls calls;

    MadeProperties(DeployClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    /**
     * @return the URL of each queue that is deployed, the bucket for clients' files, and the role that reads input; errors as of
     *         {@link AwsCalls}
     */
    Map<String, String> of(DeploymentFolder folder, Account account) {
        InstanceNames names = folder.names();
        Map<String, String> properties = new TreeMap<>();
        for (JobQueue queue : JobQueue.values()) {
            if (queue.platform().map(folder.platforms()::contains).orElse(true)) {
                properties.put(queue.urlProperty(), url(names.queue(queue)));
            }
        }
        properties.put(InstanceSettings.UPLOAD_BUCKET.name(), names.uploadBucket(folder.settings()));
        if (folder.platforms().contains(Platform.STANDARD)) {
            properties.put(InstanceSettings.INGEST_ROLE_ARN.name(), account.role(names.role("ingest-task")));
        }
        return properties;
    }

    private String url(String queue) {
        GetQueueUrlResponse found = calls.ask(
                "The URL of a queue was not read.",
                "sqs:GetQueueUrl",
                queue,
                () -> clients.sqs().getQueueUrl(request -> request.queueName(queue)));
        return found.queueUrl();
    }
}
