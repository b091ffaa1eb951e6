package sleeper.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sleeper.api.function.ApiFunction;
import sleeper.lambda.DeployedFunction;
import sleeper.lambda.FunctionDescription;
import sleeper.lambdaruntime.EmptyAccount;
import sleeper.lambdaruntime.FunctionAnswer;
import sleeper.lambdaruntime.FunctionSetup;
import sleeper.lambdaruntime.TestFunctions;
import sleeper.lambdaruntime.UnpackedZip;
import sleeper.lambdaruntime.ZippedFunction;

/** What must hold of an unpacked zip when it runs as on Lambda, in an account where the instance is not there. */
final class FunctionChecks {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String NOT_THERE =
            "{\"status\":503,\"body\":{\"error\":{\"code\":\"UNAVAILABLE\",\"message\":\"UNAVAILABLE at the instance one in"
                    + " eu-west-2: found no bucket sleeper-one-config there. Correct the id or the region; or deploy it first.\","
                    + "\"summary\":\"\",\"faults\":[{\"code\":\"UNAVAILABLE\",\"where\":\"the instance one in eu-west-2\","
                    + "\"found\":\"no bucket sleeper-one-config there\",\"allowed\":\"\",\"action\":\"Correct the id or the"
                    + " region; or deploy it first.\"}]}}}";

    /** The functions that answer their first test event though there is no instance, with what they answer. */
    private static final Map<DeployedFunction, String> ANSWERS = Map.of(
            FunctionDescription.STARTER,
            "{\"batchItemFailures\":[{\"itemIdentifier\":\"5f2a7c1e-0d1b-4f6a-9f57-2f4b8f3f9c11\"}]}",
            FunctionDescription.WATCH_POD,
            "{\"next\":\"wait\",\"seconds\":10,\"since\":0}",
            ApiFunction.API,
            NOT_THERE);

    private FunctionChecks() {}

    /** Its handler is made without a request; its first call reads the JSON of a request, and answers or names the error. */
    static void answers(UnpackedZip zip, DeployedFunction function) throws IOException {
        try (EmptyAccount account = new EmptyAccount();
                ZippedFunction started = ZippedFunction.start(zip, TestFunctions.setup(function, account.url()))) {
            assertThat(started.awaitInitialised()).isEmpty();
            assertThat(account.requests()).isEmpty();

            FunctionAnswer answer = started.invoke(TestFunctions.event(function));

            if (ANSWERS.containsKey(function)) {
                assertThat(answer).isEqualTo(new FunctionAnswer.Returned(ANSWERS.get(function)));
            } else if (function == FunctionDescription.RECORD_NOTIFICATION) {
                failed(
                        answer,
                        "sleeper.core.error.InvalidRequestException",
                        "BAD_ID: The step's request names no attempt.");
            } else {
                failed(
                        answer,
                        "sleeper.core.error.TransientFailureException",
                        "UNAVAILABLE at s3://sleeper-one-config/instance.properties");
            }
        }
    }

    private static void failed(FunctionAnswer answer, String type, String message) {
        assertThat(answer).isInstanceOfSatisfying(FunctionAnswer.Failed.class, failed -> {
            assertThat(failed.errorType()).isEqualTo(type);
            assertThat(failed.errorMessage()).contains(message);
        });
    }

    /** A function that is restored from a snapshot answers as one that was initialised for its call. */
    static void answersRestored(UnpackedZip zip, DeployedFunction function) throws IOException {
        try (EmptyAccount account = new EmptyAccount();
                ZippedFunction started = ZippedFunction.start(
                        zip,
                        TestFunctions.setup(function, account.url())
                                .with("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"))) {
            assertThat(started.awaitInitialised()).isEmpty();
            assertThat(started.invoke(TestFunctions.event(function)))
                    .isEqualTo(new FunctionAnswer.Returned(ANSWERS.get(function)));
        }
    }

    /** A line of the log is JSON, and names function and job. */
    static void logs(UnpackedZip zip) throws IOException {
        try (EmptyAccount account = new EmptyAccount();
                ZippedFunction started = ZippedFunction.start(
                        zip, TestFunctions.setup(FunctionDescription.COMMIT_FILES, account.url()))) {
            FunctionAnswer unused = started.invoke(TestFunctions.event(FunctionDescription.COMMIT_FILES));
            List<String> log = started.log();
            assertThat(log).first().asString().startsWith("{").endsWith("}");
            JsonNode line = json(log.get(0));
            assertThat(line.path("message").asText()).isEqualTo("Step failed: UNAVAILABLE");
            assertThat(line.path("level").asText()).isEqualTo("WARN");
            assertThat(line.path("function_name").asText()).isEqualTo("sleeper-one-commit-files");
            assertThat(line.path("jobId").asText()).isEqualTo("orders-7");
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a line of the log is not JSON: " + line, e);
        }
    }

    /** Native libraries are found in the zip. */
    static void codecs(UnpackedZip zip) throws IOException {
        Path probe = zip.folder().resolve(CodecProbe.class.getName().replace('.', '/') + ".class");
        Files.createDirectories(probe.getParent());
        try (InputStream bytes = CodecProbe.class.getResourceAsStream("CodecProbe.class")) {
            Files.copy(bytes, probe);
        }
        FunctionSetup setup =
                TestFunctions.setup("probe", CodecProbe.class.getName() + "::handleRequest", "http://127.0.0.1:9");
        try (ZippedFunction started = ZippedFunction.start(zip, setup)) {
            assertThat(started.invoke("\"some text\""))
                    .isEqualTo(new FunctionAnswer.Returned("\"some text some text\""));
        }
    }
}
