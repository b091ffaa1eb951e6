package sleeper.cdk;

import java.util.List;
import java.util.Map;
import sleeper.core.settings.InstanceSettings;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sns.Subscription;
import software.amazon.awscdk.services.sns.SubscriptionProtocol;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/**
 * The topic that errors and alarms are told to, and its key. CloudWatch cannot publish to a topic whose key is SNS's own (CloudWatch user
 * guide, "Notifying users on alarm changes"), so it has one of the instance's.
 */
final class ErrorsTopic {
    private static final String CLOUD_WATCH = "cloudwatch.amazonaws.com";

    private final Key key;
    private final Topic topic;

    ErrorsTopic(Construct parent, InstanceSpec spec) {
        Construct scope = new Construct(parent, "Errors");
        key = Key.Builder.create(scope, "Key")
                .description("sleeper " + spec.names().id() + ": the topic of errors")
                .enableKeyRotation(true)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        key.addToResourcePolicy(ofThisAccount("AlarmsEncrypt", List.of("kms:Decrypt", "kms:GenerateDataKey*"), "*"));
        topic = Topic.Builder.create(scope, "Topic")
                .topicName(spec.names().errorsTopic())
                .displayName("Sleeper " + spec.names().id())
                .masterKey(key)
                .enforceSsl(true)
                .build();
        topic.addToResourcePolicy(ofThisAccount("AlarmsPublish", List.of("sns:Publish"), topic.getTopicArn()));
        spec.settings().find(InstanceSettings.ERRORS_EMAIL).ifPresent(email -> {
            Subscription unused = Subscription.Builder.create(scope, "Mail")
                    .topic(topic)
                    .protocol(SubscriptionProtocol.EMAIL)
                    .endpoint(email)
                    .build();
        });
    }

    /** No other account's alarms may use the name of this one's service. */
    private static PolicyStatement ofThisAccount(String sid, List<String> actions, String resource) {
        return PolicyStatement.Builder.create()
                .sid(sid)
                .effect(Effect.ALLOW)
                .principals(List.of(ServicePrincipal.Builder.create(CLOUD_WATCH).build()))
                .actions(actions)
                .resources(List.of(resource))
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)))
                .build();
    }

    String keyArn() {
        return key.getKeyArn();
    }

    Topic topic() {
        return topic;
    }
}
