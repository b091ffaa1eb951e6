package sleeper.core.job.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobId;

class JobDocumentJsonTest {
    @Nested
    class Accepting {
        @Test
        void shouldReadEveryField() {
            assertThat(JobDocumentJson.parse("""
                                    {"id":"id1","tableName":"my-table","files":["b/f.parquet","b/d/"],
                                     "platformSpec":{"p":"2"},"sparkConf":{"s":"1g"},"className":"a.B"}"""))
                    .isEqualTo(new JobDocument(
                            Optional.of(new JobId("id1")),
                            "my-table",
                            List.of("b/f.parquet", "b/d/"),
                            Map.of("p", "2"),
                            Map.of("s", "1g"),
                            Optional.of("a.B")));
        }

        @Test
        void shouldTakeNumbersAndBooleansForTheStringsTheyAreWrittenAs() {
            assertThat(JobDocumentJson.parse(
                                    "{\"tableName\":\"t\",\"files\":[],\"platformSpec\":{\"a\":2,\"b\":0.80,\"c\":true}}")
                            .platformSpec())
                    .isEqualTo(Map.of("a", "2", "b", "0.80", "c", "true"));
        }

        @Test
        void shouldLeaveOutWhatTheSenderLeftOut() {
            assertThat(JobDocumentJson.parse("{\"tableName\":\"t\",\"files\":[\"b/k\"]}"))
                    .isEqualTo(new JobDocument(
                            Optional.empty(), "t", List.of("b/k"), Map.of(), Map.of(), Optional.empty()));
        }
    }

    @Test
    void shouldReadAStoredDocumentThatAnEarlierVersionTook() {
        assertThat(JobDocumentJson.parseStored(
                        "{\"tableName\":\"t\",\"files\":[\"b/\\ud800\"],\"className\":\"\\u0000\"}"))
                .isEqualTo(new JobDocument(
                        Optional.empty(), "t", List.of("b/\ud800"), Map.of(), Map.of(), Optional.of("\u0000")));
    }

    @Nested
    class Refusing {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"id\":\"\\ud800\",\"tableName\":\"t\",\"files\":[\"b/k\"]}",
                    "{\"id\":\"r\",\"tableName\":\"\\ud800\",\"files\":[\"b/k\"]}",
                    "{\"id\":\"r\",\"tableName\":\"t\",\"files\":[\"b1/\\ud800.parquet\"]}",
                    "{\"tableName\":\"t\",\"files\":[\"b/k\"],\"className\":\"\\ud800\"}",
                    "{\"tableName\":\"t\",\"files\":[\"b/k\"],\"platformSpec\":{\"a\":\"\\udc00\"}}",
                    "{\"tableName\":\"t\",\"files\":[\"b/k\"],\"platformSpec\":{\"\\udc00\":\"a\"}}",
                    "{\"tableName\":\"t\",\"files\":[\"b/k\"],\"sparkConf\":{\"a\":\"\\u0000\"}}",
                    "{\"\\ud800\":0,\"tableName\":\"t\",\"files\":[\"b/k\"]}"
                })
        void shouldRefuseTextThatIsNoUnicodeWhereverItStands(String text) {
            assertThat(catchThrowableOfType(InvalidRequestException.class, () -> JobDocumentJson.parse(text))
                            .code())
                    .isEqualTo(ErrorCode.MALFORMED_JSON);
        }

        @Test
        void shouldTellAllFaultsAtOnceWithTheirPlaces() {
            String text = """
                    {
                      "id": "no spaces",
                      "tabelName": "t",
                      "files": ["ok", 7, null],
                      "files": [],
                      "platformSpec": {"a": [], "b": "1", "b": "2"},
                      "sparkConf": [],
                      "className": 1
                    }""";

            assertThat(faultsOf(text))
                    .containsExactly(
                            "UNKNOWN_FIELD at line 3, column 3: found the field 'tabelName'; allowed: id, tableName, files,"
                                    + " platformSpec, sparkConf, className. Use 'tableName', or remove the field.",
                            "DUPLICATE_FIELD at line 5, column 3: found the field 'files' again; allowed: each field once."
                                    + " Name the field once.",
                            "BAD_ID at line 2, column 9 (id): found 'no spaces'; allowed: 1 to 63 characters of A-Z a-z 0-9"
                                    + " _ -. Use letters, digits, '_' and '-' only.",
                            "MISSING_FIELD at line 1, column 1: found no field 'tableName'; allowed: an object with"
                                    + " 'tableName'. Add the field.",
                            "WRONG_TYPE at line 4, column 19 (files[1]): found the number 7; allowed: a string. Give a"
                                    + " string.",
                            "WRONG_TYPE at line 4, column 22 (files[2]): found null; allowed: a string. Leave the field out,"
                                    + " or give a string.",
                            "WRONG_TYPE at line 6, column 25 (platformSpec.a): found an array; allowed: a string, a number,"
                                    + " true or false. Give a string, a number, true or false.",
                            "DUPLICATE_FIELD at line 6, column 39 (platformSpec): found 'b' again; allowed: each property"
                                    + " once. Name the property once.",
                            "WRONG_TYPE at line 7, column 16 (sparkConf): found an array; allowed: an object. Give an"
                                    + " object.",
                            "WRONG_TYPE at line 8, column 16 (className): found the number 1; allowed: a string. Give a"
                                    + " string.");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "a b",
                    "a/b",
                    "..",
                    "é",
                    "a.b",
                    "a\\n",
                    "0123456789012345678901234567890123456789012345678901234567890123"
                })
        void shouldRefuseAnIdThatCouldNotBePartOfAPath(String id) {
            InvalidRequestException thrown = catchThrowableOfType(
                    InvalidRequestException.class,
                    () -> JobDocumentJson.parse("{\"id\":\"" + id + "\",\"tableName\":\"t\",\"files\":[]}"));

            assertThat(thrown.faults()).extracting(Fault::code).containsExactly(ErrorCode.BAD_ID);
        }

        @Test
        void shouldRefuseATableNameThatCouldNotBePartOfAPath() {
            assertThatThrownBy(() -> JobDocumentJson.parse("{\"id\":\"j\",\"tableName\":\"../t\",\"files\":[]}"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("The job document of job 'j' was not accepted. BAD_ID at line 1, column 23 (tableName):"
                            + " found '../t'; allowed: 1 to 64 characters of A-Z a-z 0-9 _ -. Use letters, digits, '_'"
                            + " and '-' only.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"[]", "\"text\"", "1", "null"})
        void shouldRefuseWhatIsNoObject(String text) {
            assertThat(faultsOf(text)).singleElement().asString().startsWith("WRONG_TYPE at line 1, column 1: ");
        }

        @Test
        void shouldCapTheFaultsItTells() {
            String files = "7,".repeat(5_000) + "7";

            InvalidRequestException thrown = catchThrowableOfType(
                    InvalidRequestException.class,
                    () -> JobDocumentJson.parse("{\"tableName\":\"t\",\"files\":[" + files + "]}"));

            assertThat(thrown.faults()).hasSize(100);
            assertThat(thrown.getMessage()).contains("The first 100 of 5001 faults are told.");
        }
    }

    @Nested
    class Digesting {
        @Test
        void shouldGiveOneDigestToOneDocumentHoweverItIsLaidOut() {
            JobDocument one = JobDocumentJson.parse(
                    "{\"tableName\":\"t\",\"files\":[\"b/f\"],\"sparkConf\":{\"y\":1,\"x\":\"2\"}}");
            JobDocument other = JobDocumentJson.parse(
                    "{ \"sparkConf\":{\"x\":2,\"y\":\"1\"},\"platformSpec\":{}, \"files\":[\"b/f\"], \"tableName\":\"t\"}");

            assertThat(JobDocumentJson.digest(one)).isEqualTo(JobDocumentJson.digest(other));
        }

        @Test
        void shouldTakeTheDigestWithTheIdFilledIn() {
            JobDocument document =
                    JobDocumentJson.parse("{\"tableName\":\"t\",\"files\":[\"b/f\"],\"className\":\"a.B\"}");

            assertThat(JobDocumentJson.canonical(document.withId(new JobId("j"))))
                    .isEqualTo("{\"className\":\"a.B\",\"files\":[\"b/f\"],\"id\":\"j\",\"tableName\":\"t\"}");
            assertThat(JobDocumentJson.digest(document.withId(new JobId("j"))))
                    .isNotEqualTo(JobDocumentJson.digest(document));
        }

        @Test
        void shouldReadBackTheCanonicalText() {
            JobDocument document = new JobDocument(
                    Optional.of(new JobId("j")),
                    "t",
                    List.of("b/\"f\"", "b/ü"),
                    Map.of("a", "$.x{}", "b", "States.Format('{}')"),
                    Map.of("c", "\n"),
                    Optional.of("a.B"));

            assertThat(JobDocumentJson.parse(JobDocumentJson.canonical(document)))
                    .isEqualTo(document);
        }
    }

    private static List<String> faultsOf(String text) {
        return catchThrowableOfType(InvalidRequestException.class, () -> JobDocumentJson.parse(text)).faults().stream()
                .map(Fault::message)
                .toList();
    }
}
