package sleeper.deployed.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.platform.JobQueue;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.DeadLetterQueues;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OpenQueues;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.instance.ViewCatalog;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;

/** What a command says of a deployed instance that it cannot reach, over the protocols of the services. */
class CommandFaultsIT {
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("orders"), 1);
    private static final String NO_DEPTH =
            "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"0\",\"ApproximateNumberOfMessagesNotVisible\":\"0\"}}";

    private Prod prod;

    @BeforeEach
    void open() throws IOException {
        prod = new Prod();
    }

    @AfterEach
    void close() {
        prod.close();
    }

    private void send(JobQueue queue) {
        String unused = prod.open().openQueues().jobs().send(queue, "{}");
    }

    private static String md5OfBody(String id) {
        return "{\"MessageId\":\"" + id + "\",\"MD5OfMessageBody\":\"99914b932bd37a50b983c5e7c90ae93b\"}";
    }

    @Test
    void shouldWaitWhereThereAreTooManyRequests() {
        prod.aws().on("SendMessage", request -> md5OfBody("m1")).refuse("SendMessage", 400, "RequestThrottled", 3);

        send(JobQueue.STANDARD);

        assertThat(prod.waits()).hasSize(3);
        assertThat(Collections.frequency(prod.aws().asked(), "SendMessage")).isEqualTo(4);
    }

    @Test
    void shouldSayThatThereAreTooManyRequestsOnceItHasWaited() {
        prod.aws().refuse("DescribeExecution", 400, "ThrottlingException");

        assertThatThrownBy(() -> prod.open().stories().find(ATTEMPT))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining(Prod.EXECUTIONS + "orders-a1")
                .hasMessageContaining("states:DescribeExecution was answered by 400 ThrottlingException (said)")
                .hasMessageContaining("Try again later");
        assertThat(prod.waits()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource({
        "GetObject, 403, AccessDenied, s3:GetObject on arn:aws:s3:::sleeper-prod-config/version",
        "GetQueueAttributes, 403, AccessDenied, sqs:GetQueueAttributes on arn:aws:sqs:eu-west-2:123456789012:prod-",
        "DescribeExecution, 400, AccessDeniedException, states:DescribeExecution on"
                + " arn:aws:states:eu-west-2:123456789012:execution:sleeper-prod-ingest-job:orders-a1"
    })
    void shouldNameTheActionAndTheResourceThatAreDenied(String operation, int status, String code, String right) {
        prod.aws().refuse(operation, status, code);
        Consumer<Instance> command = operation.equals("DescribeExecution")
                ? instance -> instance.stories().find(ATTEMPT)
                : Instance::waitingMessages;

        assertThatThrownBy(() -> command.accept(prod.open()))
                .isInstanceOfSatisfying(
                        TransientFailureException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_FORBIDDEN))
                .hasMessageContaining("Grant the role that this process runs as the action " + right);
        assertThat(prod.waits()).isEmpty();
    }

    @Test
    void shouldHaveNoCatalogWhereTheStackOfViewsIsNotDeployed() {
        assertThat(prod.open().viewCatalog()).isSameAs(ViewCatalog.NONE);
    }

    @Test
    void shouldSayThatTheCatalogDoesNotAnswer() {
        prod.withViews().aws().refuse("GetTable", 400, "ThrottlingException");

        assertThatThrownBy(() -> prod.open().viewCatalog().look(new TableName("orders")))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("sleeper_prod.orders")
                .hasMessageContaining("glue:GetTable was answered by 400 ThrottlingException");
    }

    @Test
    void shouldNameTheActionThatTheCatalogDenies() {
        prod.withViews().aws().refuse("GetTable", 400, "AccessDeniedException");

        assertThatThrownBy(() -> prod.open().viewCatalog().look(new TableName("orders")))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("FILE_FORBIDDEN at sleeper_prod.orders")
                .hasMessageContaining("glue:GetTable");
    }

    @Test
    void shouldSayThatThereIsNoSuchInstance() {
        prod.aws().remove(Prod.CONFIG, "version");
        prod.aws().remove(Prod.CONFIG, "commit-log-driver");
        prod.aws().remove(Prod.CONFIG, "instance.properties");

        assertThatThrownBy(() -> prod.open().stores())
                .isInstanceOf(UnreachableException.class)
                .hasMessage("UNAVAILABLE at the instance prod in eu-west-2: found no bucket sleeper-prod-config there."
                        + " Correct the id or the region; or deploy it first.");
    }

    @ParameterizedTest
    @CsvSource({"301, PermanentRedirect", "400, AuthorizationHeaderMalformed"})
    void shouldSayThatAnInstanceOfAnotherRegionIsNotThere(int status, String code) {
        prod.aws().refuse("GetObject", status, code);

        assertThatThrownBy(() -> prod.open().stores())
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("Correct the id or the region");
    }

    @Test
    void shouldSayThatAnInstanceWithoutQueuesIsDeployedInPart() {
        prod.aws().put(Prod.CONFIG, "instance.properties", "sleeper.id=prod\n");

        assertThatThrownBy(() -> prod.open().openQueues())
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("found no URL of a queue in s3://sleeper-prod-config/instance.properties.")
                .hasMessageContaining(
                        "deployed only in part: see what is missing with 'sleeper doctor --instance prod'");
    }

    @Test
    void shouldSayThatAnInstanceWhoseQueueIsGoneIsDeployedInPart() {
        prod.aws().refuse("SendMessage", 400, "QueueDoesNotExist");

        assertThatThrownBy(() -> send(JobQueue.STANDARD))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining(Prod.QUEUES + "IngestJobQ")
                .hasMessageContaining("AWS.SimpleQueueService.NonExistentQueue")
                .hasMessageContaining("deployed only in part");
    }

    @Test
    void shouldRefuseAJobForAPlatformThatIsNotDeployed() {
        assertThatThrownBy(() -> send(JobQueue.EKS))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.PLATFORM_NOT_DEPLOYED))
                .hasMessageContaining("queue eks")
                .hasMessageContaining("sleeper.bulk.import.eks.job.queue.url")
                .hasMessageContaining("standard, auto");
        assertThat(prod.open().openQueues().deadLetters().take(JobQueue.EKS)).isEmpty();
    }

    @Test
    void shouldSayThatThereAreNoCredentials() {
        prod.with(AwsCredentialsProviderChain.of(EnvironmentVariableCredentialsProvider.create()));

        assertThatThrownBy(() -> prod.open().stores())
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("s3:GetObject was not sent, since no credentials were found")
                .hasMessageContaining("Give the command credentials, and try again.");
        assertThat(prod.aws().asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GetObject, 400, ExpiredToken",
        "GetQueueAttributes, 403, ExpiredToken",
        "GetQueueAttributes, 400, ExpiredTokenException"
    })
    void shouldSayThatTheCredentialsHaveRunOut(String operation, int status, String code) {
        prod.aws().on("GetQueueAttributes", request -> NO_DEPTH).refuse(operation, status, code);

        assertThatThrownBy(() -> prod.open().waitingMessages())
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("the credentials have run out: renew them")
                .hasMessageContaining("Renew the credentials, and try again.");
    }

    @Test
    void shouldSayThatNobodyHasTheKey() {
        prod.aws().refuse("GetQueueAttributes", 403, "InvalidClientTokenId");

        assertThatThrownBy(() -> prod.open().waitingMessages())
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("nobody has this access key");
    }

    @Test
    void shouldSayThatNoRegionIsNamed() {
        System.setProperty("aws.disableEc2Metadata", "true");
        System.setProperty("aws.configFile", "/nowhere");
        System.setProperty("aws.sharedCredentialsFile", "/nowhere");
        try {
            assertThatThrownBy(() -> Presence.place(Map.of("SLEEPER_INSTANCE_ID", "prod")))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessage("UNAVAILABLE at the instance prod: found no region, neither in the environment nor in a"
                            + " profile. Give its region by --region, such as --region eu-west-2, or set AWS_REGION.");
        } finally {
            System.clearProperty("aws.disableEc2Metadata");
            System.clearProperty("aws.configFile");
            System.clearProperty("aws.sharedCredentialsFile");
        }
    }

    @Test
    void shouldSayThatNobodyAnswers() {
        Instance instance = prod.open();
        prod.close();

        assertThatThrownBy(instance::stores)
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("s3:GetObject had no answer")
                .hasMessageContaining("Look at the network, the region and the variables AWS_ENDPOINT_URL");
        assertThatThrownBy(() -> instance.stories().find(ATTEMPT)).isInstanceOf(UnreachableException.class);
    }

    @Test
    void shouldNotSendAJobAgainThatMayHaveBeenKept() {
        prod.aws().refuse("SendMessage", 500, "InternalError");

        assertThatThrownBy(() -> send(JobQueue.STANDARD))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("The job may have been sent.")
                .hasMessageContaining("sqs:SendMessage was answered by 500")
                .hasMessageContaining("Look first: 'sleeper jobs' shows it");

        assertThat(Collections.frequency(prod.aws().asked(), "SendMessage")).isEqualTo(1);
    }

    @Test
    void shouldSayThatNothingWasSentWhereThereIsNoConnection() {
        OpenQueues queues = prod.open().openQueues();
        prod.close();

        assertThatThrownBy(() -> queues.jobs().send(JobQueue.STANDARD, "{}"))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("sqs:SendMessage had no answer");
    }

    @Test
    void shouldReachExecutionsOrSayThatNobodyAnswers() {
        prod.aws().refuse("StopExecution", 500, "InternalError");

        assertThatThrownBy(() -> prod.open().openServices().executions().stop(ATTEMPT, "ABORTED", "by the test"))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining(Prod.EXECUTIONS + "orders-a1")
                .hasMessageContaining("states:StopExecution was answered by 500");
    }

    @Test
    void shouldGiveUpADeadLetterThatWasTakenTooLongAgo() {
        // Given a service that takes any receipt, as SQS may
        prod.aws().on("ReceiveMessage", request -> received()).on("DeleteMessage", request -> "{}");
        var letters = prod.open().openQueues().deadLetters();
        var taken = letters.take(JobQueue.STANDARD);
        assertThat(taken).hasSize(1);
        // When
        prod.pass(Duration.ofSeconds(61));
        // Then
        assertThat(letters.remove(taken.get(0))).isFalse();
        assertThat(prod.aws().asked()).doesNotContain("DeleteMessage");
    }

    @Test
    void shouldShowDeadLettersAgainTenAtATime() {
        // Given
        List<JsonNode> requests = new ArrayList<>();
        prod.aws().on("ReceiveMessage", request -> received()).on("ChangeMessageVisibilityBatch", request -> {
            requests.add(request);
            return "{}";
        });
        DeadLetterQueues letters = prod.open().openQueues().deadLetters();
        List<DeadLetter> taken = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            taken.addAll(letters.take(JobQueue.STANDARD));
        }
        // When
        letters.release(JobQueue.STANDARD, taken);
        letters.release(JobQueue.STANDARD, taken);
        // Then
        assertThat(requests)
                .extracting(request -> request.path("Entries").size())
                .containsExactly(10, 10, 5);
        assertThat(requests.stream().flatMap(request -> request.findValuesAsText("VisibilityTimeout").stream()))
                .hasSize(25)
                .containsOnly("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ReceiptHandleIsInvalid", "MessageNotInflight"})
    void shouldTakeALetterForShownWhoseReceiptHasExpired(String code) {
        prod.aws()
                .on("ReceiveMessage", request -> received())
                .on("ChangeMessageVisibilityBatch", request -> failed(code));
        DeadLetterQueues letters = prod.open().openQueues().deadLetters();

        List<DeadLetter> taken = letters.take(JobQueue.STANDARD);

        assertThatCode(() -> letters.release(JobQueue.STANDARD, taken)).doesNotThrowAnyException();
    }

    @Test
    void shouldSayThatALetterWasNotShownAgain() {
        prod.aws()
                .on("ReceiveMessage", request -> received())
                .on("ChangeMessageVisibilityBatch", request -> failed("InternalError"));
        DeadLetterQueues letters = prod.open().openQueues().deadLetters();

        List<DeadLetter> taken = letters.take(JobQueue.STANDARD);

        assertThatThrownBy(() -> letters.release(JobQueue.STANDARD, taken))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("Dead letters were not shown to others again.")
                .hasMessageContaining(Prod.QUEUES + "IngestJobDLQ")
                .hasMessageContaining("InternalError");
    }

    @Test
    void shouldCountDeadLettersThatSomebodyHidesToo() {
        String depth =
                "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"2\",\"ApproximateNumberOfMessagesNotVisible\":\"3\"}}";
        prod.aws().on("GetQueueAttributes", request -> depth);
        DeadLetterQueues letters = prod.open().openQueues().deadLetters();

        assertThat(letters.count(JobQueue.STANDARD)).isEqualTo(5);
        assertThat(letters.count(JobQueue.EKS)).as("not deployed").isZero();
    }

    private static String failed(String code) {
        return "{\"Failed\":[{\"Id\":\"0\",\"SenderFault\":true,\"Code\":\"" + code + "\"}]}";
    }

    /** A message, another each time. */
    private String received() {
        int times = Collections.frequency(prod.aws().asked(), "ReceiveMessage");
        return "{\"Messages\":[{\"MessageId\":\"m" + times + "\",\"ReceiptHandle\":\"r" + times + "\",\"Body\":\"{}\","
                + "\"MD5OfBody\":\"99914b932bd37a50b983c5e7c90ae93b\"}]}";
    }
}
