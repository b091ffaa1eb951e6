package sleeper.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.stepfunctions.expression.Json;

/**
 * Runs the state machines that were recorded on AWS and compares terminal event, error, cause, output, states entered and event types.
 * The recordings lie outside the project, in the folder that the system property {@code asl.corpus} names.
 */
class AslCorpusTest {
    private static final String FILE_SUFFIX = ".jsonl";

    @BeforeAll
    static void skipWithoutRecordings() {
        String folder = System.getProperty("asl.corpus", "");
        assumeTrue(
                !folder.isEmpty() && Files.isDirectory(Path.of(folder)),
                "SKIPPED: no recorded executions, since the folder named by -Dasl.corpus is absent: '" + folder + "'");
    }

    static List<RecordedExecution> recordings() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("asl.corpus")))) {
            return files.filter(file -> file.toString().endsWith(FILE_SUFFIX))
                    .sorted()
                    .flatMap(AslCorpusTest::lines)
                    .map(Json::readKnown)
                    .map(json -> new RecordedExecution(json.get("id").textValue(), json))
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().filter(line -> !line.isBlank());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<RecordedExecution> jsonPathRecordings() throws IOException {
        return recordings().stream().filter(recording -> !recording.isJsonata());
    }

    static Stream<RecordedExecution> jsonataRecordings() throws IOException {
        return recordings().stream().filter(RecordedExecution::isJsonata);
    }

    @Test
    void shouldFindRecordingsWhereTheFolderIsGiven() throws IOException {
        assertThat(jsonPathRecordings()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("jsonPathRecordings")
    void shouldDoWhatAwsDid(RecordedExecution recording) {
        try (VirtualStepFunctions service = VirtualStepFunctions.open()) {
            String machine = service.functions().createStateMachine("recorded", recording.definition());
            ExecutionDescription execution = service.run(machine, recording.input());

            var history = service.functions().history(execution.start().arn());
            assertThat(history.get(history.size() - 1).type().wireName()).isEqualTo(recording.terminal());
            assertThat(execution.error()).isEqualTo(recording.error());
            assertThat(recording.causeMatches(execution.cause()))
                    .as(
                            "cause %s, recorded %s",
                            execution.cause(), recording.json().get("cause"))
                    .isTrue();
            assertOutput(recording.output(), execution.output());
            assertThat(RecordedExecution.steps(history)).isEqualTo(recording.steps());
        }
    }

    private static void assertOutput(Optional<JsonNode> recorded, Optional<String> output) {
        assertThat(output.isPresent()).isEqualTo(recorded.isPresent());
        recorded.ifPresent(json -> assertThat(RecordedExecution.matches(json, Json.readKnown(output.orElseThrow())))
                .as("output %s, recorded %s", output.orElseThrow(), json)
                .isTrue());
    }

    @ParameterizedTest
    @MethodSource("jsonataRecordings")
    void shouldRefuseJsonataAtCreation(RecordedExecution recording) {
        try (VirtualStepFunctions service = VirtualStepFunctions.open()) {
            assertThatThrownBy(() -> service.functions().createStateMachine("recorded", recording.definition()))
                    .isInstanceOf(StepFunctionsException.class)
                    .hasMessageContaining("The query language JSONata is not supported here. Use JSONPath");
        }
    }
}
