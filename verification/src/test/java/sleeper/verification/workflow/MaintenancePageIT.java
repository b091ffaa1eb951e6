package sleeper.verification.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static sleeper.verification.workflow.Disturbance.ALWAYS;
import static sleeper.verification.workflow.Place.maintain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.table.TableName;
import sleeper.lambda.maintain.MaintainTableHandler;
import sleeper.statemachine.StateMachineFile;
import sleeper.verification.workflow.VirtualInstance.IngestWork;

/** An execution of maintain-table over as many tables as one takes, that goes as badly as it can. */
class MaintenancePageIT {
    private static final int MOST_EVENTS = 25_000;
    private static final int MOST_CAUSE = 32_768;

    @TempDir
    private Path home;

    /** Step Functions ends an execution whose state is too large, no Catch gets that, and nobody would hear of it. */
    @Test
    void shouldReportAPageOfWhichEachTableFailsWithTheLongestCause() throws IOException {
        List<String> names = IntStream.range(0, MaintainTableHandler.PAGE_TABLES)
                .mapToObj(i -> ("t" + i + "x".repeat(TableName.MAX_LENGTH)).substring(0, TableName.MAX_LENGTH))
                .toList();
        Map<Place, Disturbance> script = Map.of(
                maintain("List tables"), Disturbance.answer(listed(names, "some"), 1),
                maintain("Write snapshot"),
                        Disturbance.fail("sleeper.core.error.CorruptDataException", ALWAYS)
                                .saying("\u4E16".repeat(MOST_CAUSE)));

        try (VirtualInstance instance = VirtualInstance.fresh(home, false, script, IngestWork.ingestTask())) {
            instance.maintain();

            List<Trace> executions = instance.executions(StateMachineFile.MAINTAIN_TABLE).stream()
                    .map(instance::trace)
                    .toList();
            assertThat(executions).hasSize(2).first().satisfies(page -> {
                assertThat(page.error()).contains("TABLES_LEFT_OUT");
                assertThat(page.states()).contains("Notify");
            });
            assertThat(instance.tableMails()).isEqualTo(2);
        }
    }

    /** The next page does not wait for this one, so what becomes of this one cannot keep it. */
    @Test
    void shouldStartTheNextPageBeforeItsOwnTables() throws IOException {
        Map<Place, Disturbance> script = Map.of(
                maintain("List tables"), Disturbance.answer(listed(List.of("events"), "some"), 1),
                maintain("Look after tables"), Disturbance.fail("States.Runtime", ALWAYS),
                maintain("Word failures"), Disturbance.fail("States.Runtime", 1));

        try (VirtualInstance instance = VirtualInstance.fresh(home, false, script, IngestWork.ingestTask())) {
            instance.maintain();

            assertThat(instance.executions(StateMachineFile.MAINTAIN_TABLE).stream()
                            .map(instance::trace)
                            .map(Trace::end))
                    .containsExactlyInAnyOrder("FAILED", "SUCCEEDED");
        }
    }

    @Test
    void shouldStayWithinAHistoryWhateverIsTriedAgain() throws IOException {
        List<String> names = Collections.nCopies(MaintainTableHandler.PAGE_TABLES, VirtualInstance.TABLE.value());
        Map<Place, Disturbance> script = Map.of(
                maintain("List tables"), Disturbance.answer(listed(names, "none"), 1),
                maintain("Publish view"), Disturbance.fail("Lambda.Unknown", ALWAYS),
                maintain("Shorten failure"), Disturbance.fail("Lambda.Unknown", ALWAYS));

        try (VirtualInstance instance = VirtualInstance.fresh(home, false, script, IngestWork.ingestTask())) {
            instance.maintain();

            int events = instance.executions(StateMachineFile.MAINTAIN_TABLE).stream()
                    .mapToInt(instance::events)
                    .sum();
            // Writing the snapshot, collecting and projecting, which went well here, can leave three events more for
            // each
            // of five tries.
            int most = events + MaintainTableHandler.PAGE_TABLES * 3 * 5 * 3;
            assertThat(events).isGreaterThan(MaintainTableHandler.PAGE_TABLES * 50);
            assertThat(most).isLessThan(MOST_EVENTS * 3 / 4);
        }
    }

    private static UnaryOperator<JsonNode> listed(List<String> names, String left) {
        return answer -> {
            ObjectNode changed = answer.deepCopy();
            ObjectNode page = (ObjectNode) changed.path("Payload");
            page.putArray("tables").removeAll();
            names.forEach(page.withArray("tables")::add);
            page.put("left", left).put("after", "a");
            return changed;
        };
    }
}
