package sleeper.lambda.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.InvalidRequestException;
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
        return new MaintainRequest(step, table, null, null);
    }

    private static MaintainRequest tell(List<Done> done) {
        return new MaintainRequest("tell", null, null, done);
    }

    @Test
    void shouldNameNoTableWhereThereIsNone() {
        assertThat(run(new MaintainRequest("list", null, "", null)))
                .isEqualTo(Map.of("tables", List.of(), "after", "", "left", "none"));
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
        assertThat(message).startsWith("400 tables were not maintained.").matches("(?s).*And \\d{3} more\\.\n");
    }

    @Test
    void shouldRefuseWhatIsNoStepAndNoTable() {
        assertThatThrownBy(() -> run(step("mend", "a")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("found mend; allowed: one of list, snapshot, collect, history, tell");
        for (String step : List.of("snapshot", "collect", "history")) {
            assertThatThrownBy(() -> run(step(step, "../a")))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("found ../a; allowed: the name of a table");
        }
    }
}
