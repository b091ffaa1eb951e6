package sleeper.verification.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.verification.workflow.VirtualInstance.IngestWork;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.emr.model.AddJobFlowStepsRequest;
import software.amazon.awssdk.services.emr.model.RunJobFlowRequest;
import software.amazon.awssdk.services.emr.model.StepConfig;
import software.amazon.awssdk.services.emr.model.TerminateJobFlowsRequest;
import software.amazon.awssdk.services.emrserverless.model.StartJobRunRequest;

/**
 * What the state machine asks the platforms for, with each layer of settings: held against a file of each, and read into the SDK's own
 * requests, so that no field is invented. Run with {@code -Dpages.write} to write the files anew.
 */
class PlatformRequestsIT {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Path FOLDER = Path.of(System.getProperty("project.root"), "test-events", "requests");

    /** Of the layers: the job's before the table's, the table's before the instance's, the instance's before the default. */
    private static final String INSTANCE = """
            sleeper.bulk.import.emr.keypair.name=my-key
            sleeper.bulk.import.emr.master.additional.security.group=sg-1
            sleeper.bulk.import.emr.spark.executor.memory=20g
            sleeper.default.bulk.import.emr.master.instance.type=m5.2xlarge
            sleeper.default.bulk.import.emr.executor.initial.instances=3
            sleeper.default.bulk.import.emr.executor.max.instances=20
            sleeper.default.bulk.import.emr.executor.market.type=spot
            sleeper.default.bulk.import.emr.serverless.executor.cores=8
            sleeper.default.bulk.import.emr.serverless.executor.memory=40g
            sleeper.default.bulk.import.eks.executor.instances=5
            sleeper.default.bulk.import.eks.driver.cores=2
            """;

    private static final String TABLE = """
            sleeper.table.bulk.import.emr.executor.initial.instances=4
            sleeper.table.bulk.import.emr.executor.max.instances=21
            sleeper.table.bulk.import.emr.executor.instance.types=m5.4xlarge,m5.8xlarge;m5.12xlarge
            sleeper.table.bulk.import.emr.serverless.executor.disk=150g
            sleeper.table.bulk.import.eks.driver.memory=12g
            """;

    @TempDir
    private Path home;

    private record Asked(String name, String queue, String state, String spec, String sparkConf) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Asked> requests() {
        String none = "{}";
        return Stream.of(
                new Asked(
                        "emr-cluster",
                        "emr",
                        "Create cluster",
                        "{\"sleeper.table.bulk.import.emr.executor.max.instances\":\"22\"}",
                        none),
                new Asked("emr-step", "emr", "Run step", none, "{\"spark.executor.instances\":\"7\"}"),
                new Asked("emr-end", "emr", "Terminate cluster", none, none),
                new Asked("persistent-emr-step", "persistent-emr", "Run step", none, none),
                new Asked(
                        "emr-serverless-job-run",
                        "emr-serverless",
                        "Start job run",
                        "{\"sleeper.table.bulk.import.emr.serverless.executor.cores\":\"4\"}",
                        "{\"spark.executor.memory\":\"27g\"}"),
                new Asked(
                        "eks-job",
                        "eks",
                        "Start Job",
                        "{\"sleeper.table.bulk.import.eks.executor.instances\":\"6\"}",
                        "{\"spark.driver.memoryOverhead\":\"2g\"}"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void shouldAskForWhatTheSettingsOfEachLayerSay(Asked asked) throws IOException {
        // When
        JsonNode request = requested(asked);
        // Then
        Path file = FOLDER.resolve(asked.name() + ".json");
        String written = JSON.writeValueAsString(request) + "\n";
        if (System.getProperty("pages.write") != null) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, written);
        }
        assertThat(file).hasContent(written);
        // And the service knows every field
        SdkPojo read = readAsTheServiceDoes(asked.state(), request);
        assertThat(read).isNotNull();
    }

    private JsonNode requested(Asked asked) throws IOException {
        VirtualInstance.prepare(home, false);
        Files.writeString(home.resolve("instance.properties"), INSTANCE, StandardOpenOption.APPEND);
        Path table = home.resolve("tables").resolve("events.properties");
        Files.createDirectories(table.getParent());
        Files.writeString(table, TABLE);
        try (VirtualInstance instance = VirtualInstance.prepared(home, Map.of(), IngestWork.ingestTask())) {
            ObjectNode document = (ObjectNode) JSON.readTree(VirtualInstance.document("in"));
            document.set("platformSpec", JSON.readTree(asked.spec()));
            document.set("sparkConf", JSON.readTree(asked.sparkConf()));
            var unused = instance.deliver(asked.queue(), "message-1", document.toString());
            instance.settle();
            assertThat(instance.rows()).isEqualTo(VirtualInstance.ROWS);
            return instance.tasks().parameters(Place.ingest(asked.state()));
        }
    }

    private static SdkPojo readAsTheServiceDoes(String state, JsonNode request) {
        return switch (state) {
            case "Create cluster" -> read(RunJobFlowRequest::builder, request);
            case "Run step" -> {
                // Step Functions takes one step, and hands a list of it to EMR.
                ObjectNode steps = JSON.createObjectNode();
                steps.set("JobFlowId", request.get("ClusterId"));
                steps.putArray("Steps").add(request.get("Step"));
                yield read(AddJobFlowStepsRequest::builder, steps);
            }
            case "Terminate cluster" -> {
                ObjectNode clusters = JSON.createObjectNode();
                clusters.putArray("JobFlowIds").add(request.get("ClusterId"));
                yield read(TerminateJobFlowsRequest::builder, clusters);
            }
            case "Start job run" -> read(StartJobRunRequest::builder, lowerCased(request));
            // The stand-in holds the Job against Kubernetes' own model.
            default -> StepConfig.builder().build();
        };
    }

    /** Step Functions writes names of fields with a capital, EMR Serverless without. */
    private static JsonNode lowerCased(JsonNode request) {
        if (!request.isObject()) {
            return request;
        }
        ObjectNode lower = JSON.createObjectNode();
        request.properties()
                .forEach(entry -> lower.set(
                        entry.getKey().equals("Tags")
                                ? "tags"
                                : Character.toLowerCase(entry.getKey().charAt(0))
                                        + entry.getKey().substring(1),
                        entry.getKey().equals("Tags") ? entry.getValue() : lowerCased(entry.getValue())));
        return lower;
    }

    private static SdkPojo read(Supplier<? extends SdkPojo> builder, JsonNode request) {
        return SdkRequest.read(builder.get(), request);
    }

    @Test
    void shouldKeepAClusterForLongerThanItsStepMayHaveToWaitWhereTheServiceIsThrottled() throws IOException {
        // When
        JsonNode cluster = requested(new Asked("emr-cluster", "emr", "Create cluster", "{}", "{}"));
        // Then an hour of throttling, and the pauses around it, do not end what the step is to run on
        assertThat(cluster.at("/AutoTerminationPolicy/IdleTimeout").asInt()).isGreaterThanOrEqualTo(2 * 3_600);
    }

    @Test
    void shouldFindAFieldThatTheServiceDoesNotHave() throws IOException {
        JsonNode invented = JSON.readTree("{\"Instances\":{\"KeepAlive\":true}}");
        assertThatThrownBy(() -> read(RunJobFlowRequest::builder, invented))
                .hasMessage("no field of the service's: /Instances/KeepAlive");
    }

    @Test
    void shouldFindAValueOfAnotherType() throws IOException {
        JsonNode wrong = JSON.readTree("{\"StepConcurrencyLevel\":\"1\"}");
        assertThatThrownBy(() -> read(RunJobFlowRequest::builder, wrong))
                .hasMessage("/StepConcurrencyLevel has another type: \"1\"");
    }
}
