package sleeper.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobPlan;
import sleeper.core.json.StoredJson;
import sleeper.core.platform.JobQueue;
import sleeper.lambda.start.Message;
import sleeper.lambda.start.StartJob;
import sleeper.lambda.start.StartResult;
import sleeper.lambda.validate.ValidateJob;

/** The guide's job documents, word for word, each on a fresh instance with its table and files. */
class SeedJobsIT {
    private static final Path SEED = Path.of(System.getProperty("project.root"), "test-events", "seed");

    @TempDir
    private Path home;

    static Stream<JsonNode> documents() throws IOException {
        JsonNode list = StoredJson.parse("The list", Files.readString(SEED.resolve("expected.json")));
        return StreamSupport.stream(list.spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldTakeOrRefuseTheDocumentAsTheListExpects(JsonNode expected) throws IOException {
        // Given its table and its files
        Scenario scenario = new Scenario(home);
        TestInstance instance = scenario.instance();
        if (expected.has("tableName")) {
            scenario.given(
                    StoredJson.object().put("table", expected.get("tableName").textValue()));
            expected.get("inputs").forEach(input -> instance.write(file(input.textValue()), "rows=10"));
        }
        // When its message comes
        String body = Files.readString(SEED.resolve(expected.get("file").textValue()));
        JobQueue queue = JobQueue.ofWord(expected.get("queue").textValue()).orElseThrow();
        StartResult result = new StartJob(instance.ports()).start(new Message("message-1", body, queue));
        // Then
        switch (expected.get("status").textValue()) {
            case "DEAD_LETTER" ->
                assertThat(((StartResult.Refused) result).faults())
                        .extracting(fault -> fault.code() + " at " + fault.where())
                        .containsExactly("MALFORMED_JSON at line 13, column 9");
            default ->
                assertThat(validate(instance, attempt(result)))
                        .extracting(JobPlan::platform, JobPlan::inputRows)
                        .containsExactly(
                                queue.platform().orElseThrow(),
                                10L * expected.get("inputs").size());
        }
    }

    private static FilePath file(String input) {
        String path = input.endsWith("/") ? input + "part-0.parquet" : input;
        int slash = path.indexOf('/');
        return new FilePath(path.substring(0, slash), path.substring(slash + 1));
    }

    private static AttemptId attempt(StartResult result) {
        return ((StartResult.Started) result).attempt();
    }

    private static JobPlan validate(TestInstance instance, AttemptId attempt) {
        return new ValidateJob(instance.ports(), instance, instance).validate(attempt);
    }
}
