package sleeper.core.job.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.JobDocument;
import sleeper.core.json.StoredJson;
import sleeper.core.platform.JobQueue;

/** The guide's job documents, word for word. */
class SeedDocumentsIT {
    private static final Path SEED = Path.of(System.getProperty("project.root"), "test-events", "seed");

    static Stream<JsonNode> documents() throws IOException {
        return StreamSupport.stream(
                StoredJson.parse("The list", Files.readString(SEED.resolve("expected.json")))
                        .spliterator(),
                false);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldReadEachDocumentAsTheListExpects(JsonNode expected) throws IOException {
        String text = Files.readString(SEED.resolve(expected.get("file").textValue()));
        assertThat(JobQueue.ofWord(expected.get("queue").textValue())).isPresent();

        if (expected.get("status").textValue().equals("DEAD_LETTER")) {
            InvalidRequestException thrown =
                    catchThrowableOfType(InvalidRequestException.class, () -> JobDocumentJson.parse(text));
            JsonNode fault = expected.get("faults").get(0);
            assertThat(thrown.faults())
                    .extracting(Fault::code, Fault::where)
                    .containsExactly(tuple(
                            ErrorCode.valueOf(fault.get("code").textValue()),
                            fault.get("where").textValue()));
        } else {
            JobDocument document = JobDocumentJson.parse(text);
            assertThat(document.tableName()).isEqualTo(expected.get("tableName").textValue());
            assertThat(document.files()).isEqualTo(StoredJson.textList(expected, "inputs"));
        }
    }

    @Test
    void shouldSayInWordsWhereTheCommaIsMissing() throws IOException {
        String text = Files.readString(SEED.resolve("eks-missing-comma.json"));

        InvalidRequestException thrown =
                catchThrowableOfType(InvalidRequestException.class, () -> JobDocumentJson.parse(text));

        assertThat(thrown.faults())
                .containsExactly(Fault.of(
                                ErrorCode.MALFORMED_JSON,
                                "line 13, column 9",
                                "'\"'",
                                "comma to separate Object entries")
                        .at(FaultLocation.NONE.atLine(13)));
    }

    @Test
    void shouldReadTheFragmentWithTheExampleBeforeIt() throws IOException {
        String example = Files.readString(SEED.resolve("persistent-emr-spark-conf.json"));
        String fragment = Files.readString(SEED.resolve("class-name-fragment.txt"));
        String joined = Files.readString(SEED.resolve("persistent-emr-class-name.json"));

        assertThat(joined).contains(fragment.strip()).startsWith(example.substring(0, example.lastIndexOf("  }") + 3));
        assertThat(JobDocumentJson.parse(joined).sparkConf()).isEqualTo(Map.of("spark.executor.instances", "29"));
        assertThat(JobDocumentJson.parse(joined).className())
                .contains("sleeper.bulkimport.job.runner.rdd.BulkImportJobRDDRunner");
        assertThat(JobDocumentJson.parse(joined).files()).isEqualTo(List.of("mybucket/data/"));
    }
}
