package sleeper.deploy.step;

import java.util.ArrayList;
import java.util.List;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.Subscription;

/** Whether mails about errors reach anybody. */
public final class Confirmation {
    /** What stands in place of an ARN (SNS API reference, "ListSubscriptionsByTopic"). */
    private static final String WAITS = "PendingConfirmation";

    private final DeployClients clients;
    private final AwsCalls calls;

    public Confirmation(DeployClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    /** @return the addresses that have not confirmed that they want mail of the topic; errors as of {@link AwsCalls} */
    public List<String> awaited(String topic) {
        List<String> addresses = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            ListSubscriptionsByTopicResponse page = calls.ask(
                    "Who is told of errors was not found out.",
                    "sns:ListSubscriptionsByTopic",
                    topic,
                    () -> clients.sns()
                            .listSubscriptionsByTopic(
                                    request -> request.topicArn(topic).nextToken(from)));
            page.subscriptions().stream()
                    .filter(subscription -> WAITS.equals(subscription.subscriptionArn()))
                    .map(Subscription::endpoint)
                    .forEach(addresses::add);
            token = page.nextToken();
        } while (token != null);
        return addresses.stream().sorted().toList();
    }
}
