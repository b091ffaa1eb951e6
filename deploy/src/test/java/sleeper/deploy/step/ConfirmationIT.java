package sleeper.deploy.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.core.error.TransientFailureException;
import sleeper.deploy.AwsDouble;
import sleeper.deploy.AwsDouble.Reply;
import sleeper.deploy.aws.AwsCalls;

class ConfirmationIT {
    private static final String LIST = "ListSubscriptionsByTopic";

    private AwsDouble aws;

    @BeforeEach
    void start() throws IOException {
        aws = new AwsDouble();
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private List<String> awaited() {
        return new Confirmation(aws.clients(), new AwsCalls(aws.surroundings())).awaited("arn:topic");
    }

    private static String page(String address, String arn, String next) {
        return "<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions><member><Endpoint>"
                + address + "</Endpoint><SubscriptionArn>" + arn + "</SubscriptionArn></member></Subscriptions>" + next
                + "</ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>";
    }

    @Test
    void shouldFindAddressesThatAreStillToConfirmOnAllPages() {
        aws.on(
                LIST,
                form -> new Reply(
                        200,
                        form.contains("NextToken=two")
                                ? page("ops@example.com", "PendingConfirmation", "")
                                : page("sre@example.com", "PendingConfirmation", "<NextToken>two</NextToken>")));

        assertThat(awaited()).containsExactly("ops@example.com", "sre@example.com");
    }

    @Test
    void shouldAwaitNobodyWhoHasConfirmed() {
        aws.on(LIST, page("ops@example.com", "arn:aws:sns:eu-west-2:123456789012:sleeper-prod-errors:1", ""));

        assertThat(awaited()).isEmpty();
    }

    @Test
    void shouldNameActionAndTopicOfWhatTheCallerMayNotDo() {
        aws.refuse(LIST, 403, "AuthorizationError", "said");

        assertThatThrownBy(this::awaited)
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("sns:ListSubscriptionsByTopic")
                .hasMessageContaining("arn:topic");
    }
}
