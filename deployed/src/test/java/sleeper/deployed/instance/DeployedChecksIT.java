package sleeper.deployed.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.platform.JobQueue;
import sleeper.statestore.instance.Check;
import sleeper.statestore.instance.Check.State;

/** What is said of a deployed instance that is whole, old, or deployed in part. */
class DeployedChecksIT {
    private Prod prod;

    @BeforeEach
    void open() throws IOException {
        prod = new Prod();
        for (String bucket : List.of("data", "input", "jobs")) {
            prod.aws().put("sleeper-prod-" + bucket, "any", "");
        }
        prod.aws()
                .on("DescribeTable", request -> "{\"Table\":{\"TableStatus\":\"ACTIVE\"}}")
                .on(
                        "GetCallerIdentity",
                        request -> "<GetCallerIdentityResponse><GetCallerIdentityResult>"
                                + "<Arn>arn:aws:iam::123456789012:user/ann</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>")
                .on(
                        "GetQueueAttributes",
                        request -> "{\"Attributes\":{\"ApproximateNumberOfMessages\":\""
                                + (request.path("QueueUrl").asText().endsWith("IngestJobDLQ") ? 2 : 0) + "\"}}")
                .on(
                        "DescribeStateMachine",
                        request -> "{\"stateMachineArn\":\""
                                + request.path("stateMachineArn").asText() + "\",\"status\":\"ACTIVE\"}")
                .on("ListSubscriptionsByTopic", request -> subscribed("arn:aws:sns:eu-west-2:123456789012:t:1"));
    }

    @AfterEach
    void close() {
        prod.close();
    }

    private static String subscribed(String arn) {
        return "<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions><member>"
                + "<Endpoint>ops@example.org</Endpoint><Protocol>email</Protocol><SubscriptionArn>" + arn
                + "</SubscriptionArn></member></Subscriptions></ListSubscriptionsByTopicResult>"
                + "</ListSubscriptionsByTopicResponse>";
    }

    private Check check(String name) {
        return prod.open().checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldLookAtEveryPartOfAWholeInstance() {
        List<Check> checks = prod.open().checks();

        assertThat(checks)
                .containsExactly(
                        Check.ok("region", "eu-west-2"),
                        Check.ok("caller", "arn:aws:iam::123456789012:user/ann"),
                        Check.ok(
                                "instance",
                                "the instance prod in eu-west-2, of version 0.1.0; this command is of 0.1.0"),
                        Check.ok("stores", "every bucket and table"),
                        Check.ok("queue standard", "0 messages wait"),
                        Check.warning(
                                "dead letters of standard",
                                "2 messages that nobody could act on",
                                "See them with 'sleeper dead-letters --instance prod'."),
                        Check.ok("queue auto", "0 messages wait"),
                        Check.ok("dead letters of auto", "none"),
                        Check.ok("state machine ingest-job", "ACTIVE"),
                        Check.ok("state machine reap-job", "ACTIVE"),
                        Check.ok("state machine maintain-table", "ACTIVE"),
                        Check.ok("errors topic", "1 subscribed"));
    }

    @Test
    void shouldLookForTheDatabaseThatListsTheTablesWhereItsStackIsDeployed() {
        prod.withViews().aws().on("GetDatabase", request -> "{\"Database\":{\"Name\":\"sleeper_prod\"}}");

        assertThat(check("Glue database sleeper_prod"))
                .isEqualTo(Check.ok(
                        "Glue database sleeper_prod", "arn:aws:glue:eu-west-2:123456789012:database/sleeper_prod"));
    }

    @Test
    void shouldSayThatTheDatabaseThatListsTheTablesIsMissing() {
        prod.withViews().aws().refuse("GetDatabase", 400, "EntityNotFoundException");

        assertThat(check("Glue database sleeper_prod").state()).isEqualTo(State.PROBLEM);
        assertThat(check("Glue database sleeper_prod").advice()).contains("deploy it again");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.9, WARNING, The instance is older than the command",
        "0.1, OK, ''",
        "0.2.0, WARNING, The instance is newer than the command",
        "1.0, WARNING, The instance is newer than the command",
        "abc, WARNING, The instance is newer than the command"
    })
    void shouldTellTheVersionFromTheCommands(String version, State state, String advice) {
        prod.aws().put(Prod.CONFIG, "version", version);

        assertThat(check("instance").state()).isEqualTo(state);
        assertThat(check("instance").found()).contains("of version " + version + "; this command is of 0.1.0");
        assertThat(check("instance").advice()).startsWith(advice);
    }

    @Test
    void shouldSayThatTheInstanceDoesNotTellItsVersion() {
        prod.aws().remove(Prod.CONFIG, "version");

        assertThat(check("instance").state()).isEqualTo(State.WARNING);
        assertThat(check("instance").found())
                .isEqualTo("the instance prod in eu-west-2, which does not say of what version it is");
    }

    @Test
    void shouldLookForNothingOfAnInstanceThatIsNotThere() {
        prod.aws().refuse("GetObject", 404, "NoSuchBucket");

        assertThat(prod.open().checks()).extracting(Check::name).containsExactly("region", "caller", "instance");
        assertThat(check("instance").state()).isEqualTo(State.PROBLEM);
    }

    @Test
    void shouldNameTheQueuesAndMachinesThatAreMissing() {
        prod.aws()
                .put(
                        Prod.CONFIG,
                        "instance.properties",
                        "sleeper.id=prod\n" + Prod.urlOf(JobQueue.STANDARD, "IngestJobQ"))
                .refuse("GetQueueAttributes", 400, "QueueDoesNotExist")
                .refuse("DescribeStateMachine", 400, "StateMachineDoesNotExist")
                .refuse("ListSubscriptionsByTopic", 404, "NotFound");

        assertThat(prod.open().checks().stream().filter(check -> check.state() == State.PROBLEM))
                .allSatisfy(check -> assertThat(check.advice()).contains("deployed only in part"))
                .extracting(check -> check.name() + ": " + check.found().split(" ")[0])
                .containsExactly(
                        "queue standard: " + Prod.QUEUES + "IngestJobQ:",
                        "dead letters of standard: " + Prod.QUEUES + "IngestJobDLQ:",
                        "queue auto: no",
                        "state machine ingest-job: " + Prod.MACHINES + "ingest-job:",
                        "state machine reap-job: " + Prod.MACHINES + "reap-job:",
                        "state machine maintain-table: " + Prod.MACHINES + "maintain-table:",
                        "errors topic: arn:aws:sns:eu-west-2:123456789012:sleeper-prod-errors:");
    }

    @Test
    void shouldNameTheStoresThatAreMissing() {
        prod.aws()
                .remove("sleeper-prod-data", "any")
                .remove(Prod.CONFIG, "commit-log-driver")
                .refuse("DescribeTable", 400, "ResourceNotFoundException");

        assertThat(check("stores"))
                .isEqualTo(Check.problem(
                        "stores",
                        "no bucket sleeper-prod-data, no table sleeper-prod-log, no table sleeper-prod-state,"
                                + " no s3://sleeper-prod-config/commit-log-driver",
                        "The instance is deployed only in part: deploy it again."));
    }

    @Test
    void shouldSayThatASubscriptionWaitsForConfirmation() {
        prod.aws().on("ListSubscriptionsByTopic", request -> subscribed("PendingConfirmation"));

        assertThat(check("errors topic").state()).isEqualTo(State.WARNING);
        assertThat(check("errors topic").found())
                .isEqualTo("a subscription that waits for confirmation: ops@example.org");
    }

    @Test
    void shouldSayThatNobodyIsSubscribed() {
        prod.aws()
                .on(
                        "ListSubscriptionsByTopic",
                        request -> "<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult>"
                                + "<Subscriptions/></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>");

        assertThat(check("errors topic").state()).isEqualTo(State.WARNING);
        assertThat(check("errors topic").found()).isEqualTo("nobody is subscribed");
    }

    @Test
    void shouldNameTheRightThatIsMissingAndLookOn() {
        prod.aws()
                .refuse("DescribeStateMachine", 400, "AccessDeniedException")
                .refuse("GetCallerIdentity", 403, "InvalidClientTokenId");

        assertThat(check("state machine reap-job").advice())
                .contains("the action states:DescribeStateMachine on " + Prod.MACHINES + "reap-job");
        assertThat(check("caller").found()).contains("nobody has this access key");
        assertThat(check("errors topic").state()).isEqualTo(State.OK);
    }
}
