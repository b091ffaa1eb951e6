package sleeper.deploy.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.deployment.DeploymentFolder;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.json.StoredJson;
import sleeper.core.settings.PropertyFile;
import sleeper.core.util.SuiteVersion;
import sleeper.deploy.AwsDouble;
import sleeper.deploy.AwsDouble.Reply;
import sleeper.deploy.Talk;
import sleeper.deploy.aws.Account;
import sleeper.deploy.aws.DeployClients;
import sleeper.deploy.kubernetes.ClusterDouble;
import sleeper.statestore.instance.UnreachableException;
import software.amazon.awssdk.regions.Region;

class StepsIT {
    private static final Account ACCOUNT =
            new Account("123456789012", Region.EU_WEST_2, "arn:aws:iam::123456789012:user/me");
    private static final String QUEUES = "https://sqs.eu-west-2.amazonaws.com/123456789012/";
    private static final String INSTANCE = "instance.properties";
    private static final String VERSION = "version";
    private static final String DRIVER = "commit-log-driver";

    @TempDir
    private static Path shared;

    private static ConfigBucket config;

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();
    private final Map<String, String> properties = new HashMap<>(Map.of("sleeper.id", "prod"));
    private final Map<String, Map<String, String>> tables = new HashMap<>();
    private final List<Path> jars = new ArrayList<>();
    private AwsDouble aws;
    private DeployClients clients;

    @BeforeAll
    static void startServer() throws Exception {
        config = new ConfigBucket();
    }

    @BeforeEach
    void start() throws IOException {
        aws = new AwsDouble().on("GetQueueUrl", body -> {
            String name = StoredJson.parse("a request", body).path("QueueName").asText();
            return new Reply(200, "{\"QueueUrl\": \"" + QUEUES + name + "\"}");
        });
        clients = aws.clients(config.variables());
        config.renew(clients);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @AfterAll
    static void stopServer() throws Exception {
        config.stop();
    }

    private void deploy() {
        new Steps(new DeploymentFolder(properties, tables), jars, clients, aws.surroundings(), new Said()).run(ACCOUNT);
    }

    /** Keeps what is said. */
    private final class Said implements Talk {
        @Override
        public void say(String text) {
            said.add(text);
        }

        @Override
        public boolean confirm(String question) {
            throw new IllegalStateException("nobody is to be asked");
        }

        @Override
        public void result(ObjectNode json, String words) {
            throw new IllegalStateException("it is not the end");
        }
    }

    private void withSpark() throws IOException {
        properties.put("sleeper.optional.stacks", "EmrServerlessBulkImportStack");
        jars.add(jar("spark3"));
        jars.add(jar("spark4"));
    }

    private Path jar(String spark) throws IOException {
        return Files.writeString(folder.resolve("sleeper-spark-job-" + spark + ".jar"), "the job on " + spark);
    }

    private static String jarKey(String spark) {
        return "jars/sleeper-spark-job-" + SuiteVersion.CURRENT + "-" + spark + ".jar";
    }

    private Map<String, String> stored(String key) {
        return PropertyFile.read(key, config.get(key));
    }

    @Test
    void shouldWritePropertiesLateAndTheVersionLast() throws IOException {
        withSpark();
        tables.put("orders", Map.of());

        deploy();

        assertThat(config.written())
                .containsExactly(
                        DRIVER, "tables/orders.properties", jarKey("spark3"), jarKey("spark4"), INSTANCE, VERSION);
        assertThat(said)
                .containsExactly(
                        "step 1 of 5: write commit-log-driver",
                        "step 2 of 5: write properties of tables",
                        "step 3 of 5: upload the Spark job's jars",
                        "2 of 2 jars were uploaded; the others lie there",
                        "step 4 of 5: write properties of the instance",
                        "step 5 of 5: write version");
        assertThat(config.get(VERSION)).isEqualTo(SuiteVersion.CURRENT + "\n");
        assertThat(config.get(DRIVER)).isEqualTo("dynamodb");
    }

    @Test
    void shouldWriteWhatTheOperatorSetAndWhatTheStackHasMade() {
        properties.put("sleeper.errors.email", "ops@example.com");

        deploy();

        assertThat(stored(INSTANCE))
                .isEqualTo(Map.of(
                        "sleeper.id", "prod",
                        "sleeper.errors.email", "ops@example.com",
                        "sleeper.upload.bucket", "sleeper-prod-uploads",
                        "sleeper.auto.job.queue.url", QUEUES + "prod-AutoJobQ",
                        "sleeper.ingest.job.queue.url", QUEUES + "prod-IngestJobQ",
                        "IngestContainerRoleARN", "arn:aws:iam::123456789012:role/sleeper-prod-ingest-task"));
    }

    @Test
    void shouldTakeAwayPropertiesThatAreSetNoMoreAndLeaveOtherTablesAlone() {
        config.put(INSTANCE, "sleeper.id=prod\nsleeper.bulk.import.emr.job.queue.url=https://old\n");
        config.put("tables/others.properties", "sleeper.table.name=others\n");

        deploy();

        assertThat(stored(INSTANCE)).doesNotContainKey("sleeper.bulk.import.emr.job.queue.url");
        assertThat(config.get("tables/others.properties")).contains("others");
    }

    @Test
    void shouldWriteNothingWhenAllIsAsItShouldBe() throws IOException {
        withSpark();
        tables.put("orders", Map.of());
        deploy();
        config.written();

        deploy();

        assertThat(config.written()).isEmpty();
        assertThat(said).contains("0 of 2 jars were uploaded; the others lie there");
    }

    @Test
    void shouldGoOnInTheNextRunWithAStepThatFailed() throws IOException {
        // Given
        withSpark();
        config.refuse(key -> key.equals(jarKey("spark4")));
        assertThatThrownBy(this::deploy)
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("FILE_FORBIDDEN")
                .hasMessageContaining("s3:PutObject")
                .hasMessageContaining("s3://sleeper-prod-config/" + jarKey("spark4"));
        assertThat(said).last().isEqualTo("step 3 of 5: upload the Spark job's jars");
        assertThat(config.keys()).doesNotContain(INSTANCE, VERSION);
        config.refuse(key -> false);
        config.written();
        // When
        deploy();
        // Then
        assertThat(config.written()).containsExactly(jarKey("spark4"), INSTANCE, VERSION);
    }

    @Test
    void shouldLeaveTheFormerVersionUntilAllIsDone() {
        config.put(VERSION, "0.0.1\n");
        config.refuse(INSTANCE::equals);
        assertThatThrownBy(this::deploy).isInstanceOf(TransientFailureException.class);
        assertThat(config.get(VERSION)).isEqualTo("0.0.1\n");
        config.refuse(key -> false);

        deploy();

        assertThat(config.get(VERSION)).isEqualTo(SuiteVersion.CURRENT + "\n");
    }

    @Test
    void shouldSayThatAnotherDeploymentWritesItsVersion() {
        deploy();
        config.put(VERSION, "0.0.1\n");
        config.beforeWriteOf(VERSION, () -> config.put(VERSION, "0.0.2\n"));

        assertThatThrownBy(this::deploy)
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("s3://sleeper-prod-config/version")
                .hasMessageContaining("one deployment at a time");
        assertThat(config.get(VERSION)).isEqualTo("0.0.2\n");
    }

    @Test
    void shouldRefuseAnotherDriverThanTheLogsAreWrittenWith() {
        config.put(DRIVER, "s3");

        assertThatThrownBy(this::deploy)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("sleeper.commit.log.driver")
                .hasMessageContaining("'dynamodb'")
                .hasMessageContaining("'s3'");
        assertThat(config.written()).isEmpty();
        assertThat(config.get(DRIVER)).isEqualTo("s3");
    }

    @Test
    void shouldUploadAJarAgainThatHasChanged() throws IOException {
        withSpark();
        deploy();
        config.written();
        Files.writeString(jars.get(1), "the job, mended");

        deploy();

        assertThat(config.written()).containsExactly(jarKey("spark4"));
        assertThat(config.get(jarKey("spark4"))).isEqualTo("the job, mended");
    }

    @Test
    void shouldUploadNoJarWhereNoPlatformRunsOnSpark() throws IOException {
        jars.add(jar("spark3"));

        deploy();

        assertThat(config.written()).containsExactly(DRIVER, INSTANCE, VERSION);
    }

    @Test
    void shouldMakeWhatIsWithinTheEksClusterBeforeTheProperties() throws IOException {
        properties.put("sleeper.optional.stacks", "EksBulkImportStack");
        try (ClusterDouble cluster = new ClusterDouble(folder, shared)) {
            aws.on("GET /clusters/sleeper-prod", cluster.described("ACTIVE"));
            // Given that nobody is let in
            cluster.gate().answerAlways(403);
            assertThatThrownBy(this::deploy)
                    .isInstanceOf(TransientFailureException.class)
                    .hasMessageContaining("access entry");
            assertThat(config.keys()).containsExactly(DRIVER);
            cluster.gate().answerNoMore();
            // When
            deploy();
            // Then
            assertThat(cluster.get("/api/v1/namespaces/sleeper-prod-bulk-import/serviceaccounts/sleeper-spark")
                            .toString())
                    .contains("arn:aws:iam::123456789012:role/sleeper-prod-eks-spark");
            assertThat(said).contains("step 4 of 6: make namespace, account and rights in the EKS cluster");
            assertThat(config.keys()).contains(INSTANCE, VERSION);
        }
    }

    @Test
    void shouldNameAQueueThatTheStackDidNotMake() {
        aws.refuseByJson("GetQueueUrl", 400, "AWS.SimpleQueueService.NonExistentQueue");

        assertThatThrownBy(this::deploy)
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("prod-IngestJobQ")
                .hasMessageContaining("sqs:GetQueueUrl");
        assertThat(config.keys()).doesNotContain(INSTANCE, VERSION);
    }
}
