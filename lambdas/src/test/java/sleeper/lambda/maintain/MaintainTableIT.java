package sleeper.lambda.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.table.TableName;
import sleeper.lambda.TestInstance;
import sleeper.lambda.maintain.MaintainRequest.Done;

class MaintainTableIT {
    @TempDir
    private Path home;

    private TestInstance instance;

    @BeforeEach
    void openInstance() {
        instance = new TestInstance(home);
    }

    private Map<String, Object> run(MaintainRequest request) {
        return new MaintainTable(instance.ports()).run(request);
    }

    private static MaintainRequest step(String step, String table) {
        return new MaintainRequest(step, table, null, null, null);
    }

    private static MaintainRequest tell(List<Done> done) {
        return new MaintainRequest("tell", null, null, null, done);
    }

    @Test
    void shouldNameNoTableWhereThereIsNone() {
        assertThat(run(new MaintainRequest("list", null, "", "maintain-2026112907", null)))
                .isEqualTo(
                        Map.of("tables", List.of(), "after", "", "left", "none", "next", "maintain-2026112907_page2"));
    }

    /** Started twice after a lost reply, two executions would look after the same tables. */
    @ParameterizedTest
    @CsvSource({
        "maintain-2026112907, maintain-2026112907_page2",
        "maintain-2026112907_page2, maintain-2026112907_page3",
        "maintain-2026112907_page99, maintain-2026112907_page100",
        "by_hand, by_hand_page2",
        "check_2, check_2_page2",
        "a-name-of-eighty-characters-as-somebody-may-give-it-who-starts-one-by-hand-in-th, a-name-of-eighty-characters-as-somebody-may-give-it-who-starts-one-b_page2"
    })
    void shouldNameTheNextExecutionByThisOne(String execution, String next) {
        assertThat(run(new MaintainRequest("list", null, "", execution, null))).containsEntry("next", next);
    }

    @Test
    void shouldShortenWhyATableWasLeftOut() {
        Map<String, Object> shortened = run(new MaintainRequest(
                "shorten", "a", null, null, List.of(new Done("a", "E".repeat(256), "\u4E16\n".repeat(16_000)))));

        assertThat(shortened).containsEntry("table", "a");
        assertThat((String) shortened.get("error")).hasSize(80).startsWith("EE");
        assertThat((String) shortened.get("cause")).hasSize(200).startsWith("\u4E16 \u4E16");
    }

    /** Step Functions ends an execution whose state is larger, and no Catch gets that. */
    @Test
    void shouldHoldAPageOfFailedTablesFarBelowWhatAStateTakes() throws JsonProcessingException {
        String table = "t".repeat(TableName.MAX_LENGTH);
        List<Map<String, Object>> done = Collections.nCopies(
                MaintainTable.PAGE_TABLES,
                run(new MaintainRequest(
                        "shorten",
                        table,
                        null,
                        null,
                        List.of(new Done(table, "\u4E16".repeat(256), "\u4E16".repeat(32_768))))));
        Map<String, Object> state =
                Map.of("tables", Collections.nCopies(MaintainTable.PAGE_TABLES, table), "done", done);

        assertThat(new ObjectMapper().writeValueAsBytes(state)).hasSizeLessThan(256 * 1_024 * 9 / 10);
    }

    @Test
    void shouldTellNobodyWhereEveryTableWasMaintained() {
        assertThat(run(tell(List.of(new Done("a", null, null), new Done("b", null, null)))))
                .isEqualTo(Map.of("tell", "nobody", "subject", "", "message", ""));
    }

    @Test
    void shouldNameEachTableThatWasLeftOutWithItsError() {
        assertThat(run(tell(List.of(
                        new Done("a", null, null),
                        new Done("b", "sleeper.core.error.CorruptDataException", "LOG_CORRUPT\nat slot 7")))))
                .isEqualTo(Map.of("tell", "operator", "subject", "1 table was not maintained", "message", """
                        1 table was not maintained. Nothing is lost: the next run, within the hour, tries again.
                        Table b: sleeper.core.error.CorruptDataException: LOG_CORRUPT at slot 7
                        """));
    }

    @Test
    void shouldKeepAMessageAboutManyTablesWithinWhatATopicTakes() {
        List<Done> done = new ArrayList<>();
        IntStream.range(0, MaintainTable.PAGE_TABLES)
                .forEach(i -> done.add(new Done("t" + i, "States.Timeout", "\u00FC".repeat(1_000))));

        String message = (String) run(tell(done)).get("message");

        assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4_096);
        assertThat(message).startsWith("150 tables were not maintained.").matches("(?s).*And \\d{2,3} more\\.\n");
    }

    @Test
    void shouldPublishNothingWhereTheStackOfViewsIsNotDeployed() throws IOException {
        Files.writeString(home.resolve("instance.properties"), "sleeper.optional.stacks=\n");

        assertThat(run(step("publish", "orders"))).isEqualTo(Map.of("published", "IcebergStack is not deployed"));
    }

    @Test
    void shouldRefuseWhatIsNoStepAndNoTable() {
        assertThatThrownBy(() -> run(step("mend", "a")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(
                        "found mend; allowed: one of list, snapshot, publish, collect, history, shorten, tell");
        for (String step : List.of("snapshot", "publish", "collect", "history")) {
            assertThatThrownBy(() -> run(step(step, "../a")))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("found ../a; allowed: the name of a table");
        }
    }
}
