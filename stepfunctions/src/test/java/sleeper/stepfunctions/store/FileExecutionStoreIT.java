package sleeper.stepfunctions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.ScriptedIntegration;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.history.EventDetails;
import sleeper.stepfunctions.history.EventType;
import sleeper.stepfunctions.history.HistoryEvent;

class FileExecutionStoreIT {
    @TempDir
    Path directory;

    private static final StateMachineRecord MACHINE = new StateMachineRecord(
            "arn:m", "m..", "{}", "role", VirtualStepFunctions.START, Optional.of("r"), Map.of("k", "v"));
    private static final ExecutionStart RUN =
            new ExecutionStart("arn:e", "..", "arn:m", "m..", "role", "{}", "{\"a\":1}", VirtualStepFunctions.START);

    private static ExecutionState running(long events) {
        return new ExecutionState(
                ExecutionStatus.RUNNING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                events,
                Optional.of(EventDetails.none()),
                false,
                Redrives.none());
    }

    private static HistoryEvent event(long id) {
        return new HistoryEvent(
                id,
                id - 1,
                VirtualStepFunctions.START.plusSeconds(id),
                EventType.PASS_STATE_ENTERED,
                EventDetails.stateEntered("P", "{\"line\":\"a\\nb\"}"));
    }

    private Path only(String name) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void shouldGiveBackWhatWasWritten() {
        FileExecutionStore written = new FileExecutionStore(directory);
        ExecutionState closed = new ExecutionState(
                ExecutionStatus.FAILED,
                Optional.of(VirtualStepFunctions.START),
                Optional.empty(),
                Optional.of("E"),
                Optional.of("c"),
                2,
                Optional.of(EventDetails.stateEntered("P", "{}")),
                true,
                Redrives.none()
                        .plus(Optional.of("token"), VirtualStepFunctions.START)
                        .plus(Optional.empty(), VirtualStepFunctions.START.plusSeconds(5)));
        written.putStateMachine(MACHINE);
        written.begin(RUN, running(1), List.of(event(1)));
        written.advance(RUN, closed, List.of(event(2)));

        FileExecutionStore read = new FileExecutionStore(directory);
        assertThat(read.stateMachines()).containsExactly(MACHINE);
        assertThat(read.executions()).containsExactly(new StoredExecution(RUN, closed));
        assertThat(read.history(RUN)).isEqualTo(List.of(event(1), event(2)));

        read.deleteStateMachine("arn:m");
        assertThat(new FileExecutionStore(directory).stateMachines()).isEmpty();
    }

    @Test
    void shouldHoldWhatItTakesToRedriveAfterARestart() {
        String definition = ("{'StartAt':'S','States':{'S':{'Type':'Pass','Assign':{'v':[1.0,'x']},'Next':'M'},"
                        + "'M':{'Type':'Map','MaxConcurrency':1,'ItemProcessor':{'StartAt':'T','States':{'T':{'Type':'Task',"
                        + "'Resource':'" + ScriptedIntegration.RESOURCE + "','ResultSelector':{'in.$':'$','v.$':'$v'},"
                        + "'End':true}}},'End':true}}}")
                .replace('\'', '"');
        ScriptedIntegration first =
                new ScriptedIntegration().thenReturn(Json.readKnown("0")).thenFail("E", "c");
        String arn;
        try (VirtualStepFunctions service =
                VirtualStepFunctions.open(first.registered(), new FileExecutionStore(directory))) {
            arn = service.runDefinition(definition, "[1,2,3]").start().arn();
        }

        try (VirtualStepFunctions service =
                VirtualStepFunctions.open(new ScriptedIntegration().registered(), new FileExecutionStore(directory))) {
            service.functions().redrive(arn, Optional.empty());

            assertThat(service.functions().awaitClosed(arn).output())
                    .contains(
                            "[{\"in\":0,\"v\":[1.0,\"x\"]},{\"in\":2,\"v\":[1.0,\"x\"]},{\"in\":3,\"v\":[1.0,\"x\"]}]");
        }
    }

    @Test
    void shouldDropEventsThatNoStateCounts() throws IOException {
        new FileExecutionStore(directory).begin(RUN, running(1), List.of(event(1)));
        Files.writeString(only("history.jsonl"), "{\"id\":2,\"torn", StandardOpenOption.APPEND);

        FileExecutionStore reopened = new FileExecutionStore(directory);
        assertThat(reopened.executions()).hasSize(1);
        reopened.advance(RUN, running(2), List.of(event(2)));

        assertThat(reopened.history(RUN)).isEqualTo(List.of(event(1), event(2)));
    }

    @Test
    void shouldWriteEventsOnceWhereTheStateCouldNotBeWrittenAfterThem() throws IOException {
        FileExecutionStore store = new FileExecutionStore(directory);
        store.begin(RUN, running(1), List.of(event(1)));
        Path inTheWay = only("state.json").resolveSibling("state.json.tmp");
        Files.createDirectory(inTheWay);
        assertThatThrownBy(() -> store.advance(RUN, running(3), List.of(event(2), event(3))))
                .isInstanceOf(UncheckedIOException.class);
        Files.delete(inTheWay);

        store.advance(RUN, running(4), List.of(event(2), event(3), event(4)));

        assertThat(store.history(RUN)).isEqualTo(List.of(event(1), event(2), event(3), event(4)));
    }

    @Test
    void shouldForgetAnExecutionWhoseStartWasNotFinished() throws IOException {
        new FileExecutionStore(directory).begin(RUN, running(1), List.of(event(1)));
        Files.delete(only("state.json"));

        FileExecutionStore reopened = new FileExecutionStore(directory);
        assertThat(reopened.executions()).isEmpty();
        reopened.begin(RUN, running(1), List.of(event(1)));
        assertThat(reopened.history(RUN)).isEqualTo(List.of(event(1)));
    }

    @Test
    void shouldGiveADamagedExecutionWithTheEventsThatCanBeReadAndTheOthersWhole() throws IOException {
        FileExecutionStore written = new FileExecutionStore(directory);
        written.begin(RUN, running(2), List.of(event(1), event(2)));
        Files.writeString(only("state.json"), "");
        Files.writeString(
                only("history.jsonl"), Files.readString(only("history.jsonl")).replace("\"id\":2", "\u0000\u0000"));
        Files.writeString(directory.resolve("executions/.DS_Store"), "not a directory");
        Files.writeString(directory.resolve("state-machines/torn.json"), "{\"arn\"");
        ExecutionStart other = new ExecutionStart(
                "arn:o", "o", "arn:m", "m..", "role", "{}", "{}", VirtualStepFunctions.START.plusSeconds(1));
        written.begin(other, running(1), List.of(event(1)));

        FileExecutionStore reopened = new FileExecutionStore(directory);

        ExecutionState damaged = new ExecutionState(
                ExecutionStatus.RUNNING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty(),
                false,
                Redrives.none());
        assertThat(reopened.executions())
                .containsExactly(new StoredExecution(RUN, damaged), new StoredExecution(other, running(1)));
        assertThat(reopened.history(RUN)).isEqualTo(List.of(event(1)));
        assertThat(reopened.stateMachines()).isEmpty();
    }

    @Test
    void shouldKeepTheOutcomeOfAnExecutionWhoseLastEventsAreLost() throws IOException {
        FileExecutionStore written = new FileExecutionStore(directory);
        ExecutionState closed = new ExecutionState(
                ExecutionStatus.SUCCEEDED,
                Optional.of(VirtualStepFunctions.START),
                Optional.of("{}"),
                Optional.empty(),
                Optional.empty(),
                2,
                Optional.empty(),
                true,
                Redrives.none());
        written.begin(RUN, closed, List.of(event(1), event(2)));
        Files.delete(only("history.jsonl"));

        FileExecutionStore reopened = new FileExecutionStore(directory);

        assertThat(reopened.executions()).containsExactly(new StoredExecution(RUN, closed.withEventCount(0)));
        assertThat(reopened.history(RUN)).isEmpty();
    }

    @Test
    void shouldCloseAsFailedWhatCannotGoOnAndLetTheOthersGoOn() throws IOException {
        String definition = "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":\""
                + ScriptedIntegration.RESOURCE + "\",\"End\":true}}}";
        String damaged;
        String whole;
        try (VirtualStepFunctions service = VirtualStepFunctions.open(
                new ScriptedIntegration().thenHang().thenHang().registered(), new FileExecutionStore(directory))) {
            String machine = service.functions().createStateMachine("m", definition);
            damaged = service.functions().startExecution(machine, "e", "{}").executionArn();
            Files.writeString(only("state.json"), "");
            whole = service.functions()
                    .startExecution(machine, "f", "{\"x\":1}")
                    .executionArn();
        }
        List<JsonNode> ends = new ArrayList<>();
        try (VirtualStepFunctions service = VirtualStepFunctions.open(
                new ScriptedIntegration().registered(), new FileExecutionStore(directory), event -> {
                    ends.add(event);
                    return CompletableFuture.completedFuture(null);
                })) {
            assertThat(service.functions().awaitClosed(whole).output()).contains("{\"x\":1}");
            ExecutionDescription failed = service.functions().describe(damaged);
            assertThat(failed.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(failed.error()).contains("States.Runtime");
            assertThat(failed.cause()).contains("The execution could not go on after a restart: its files are damaged");
            assertThat(service.eventTypes(failed))
                    .containsExactly(
                            "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "ExecutionFailed");
            assertThat(ends)
                    .extracting(event -> event.at("/detail/executionArn").textValue())
                    .containsExactly(damaged, whole);
        }
    }

    @Test
    void shouldKeepOddNamesInsideTheDirectory() throws IOException {
        new FileExecutionStore(directory).begin(RUN, running(1), List.of(event(1)));

        Path executions = directory.resolve("executions");
        assertThat(only("state.json").normalize().startsWith(executions)).isTrue();
        assertThat(executions.relativize(only("state.json")).getNameCount()).isEqualTo(3);
    }

    @Test
    void shouldLetAServiceGoOnAfterARestart() {
        String definition = "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":\""
                + ScriptedIntegration.RESOURCE + "\",\"End\":true}}}";
        String arn;
        try (VirtualStepFunctions service = VirtualStepFunctions.open(
                new ScriptedIntegration().thenHang().registered(), new FileExecutionStore(directory))) {
            String machine = service.functions().createStateMachine("m", definition);
            arn = service.functions().startExecution(machine, "e", "{\"x\":1}").executionArn();
        }
        try (VirtualStepFunctions service =
                VirtualStepFunctions.open(new ScriptedIntegration().registered(), new FileExecutionStore(directory))) {
            ExecutionDescription execution = service.functions().awaitClosed(arn);
            assertThat(execution.output()).contains("{\"x\":1}");
            assertThat(service.eventTypes(execution))
                    .filteredOn("TaskScheduled"::equals)
                    .hasSize(2);
        }
    }

    @Test
    void shouldKeepTextThatIsNoUnicode() {
        String text = "\ud800 a\udfff \ud83d\ude00 \u0000 \\ud800 \\\ud800 \\\\";
        StateMachineRecord machine = new StateMachineRecord(
                "arn:" + text, text, text, text, VirtualStepFunctions.START, Optional.of(text), Map.of(text, text));
        ExecutionStart start =
                new ExecutionStart("arn:" + text, text, "arn:m", text, text, text, text, VirtualStepFunctions.START);
        HistoryEvent first = new HistoryEvent(
                1,
                0,
                VirtualStepFunctions.START,
                EventType.PASS_STATE_ENTERED,
                EventDetails.stateEntered(text, "\"" + text + "\""));
        ExecutionState failed = new ExecutionState(
                ExecutionStatus.FAILED,
                Optional.of(VirtualStepFunctions.START),
                Optional.of(text),
                Optional.of(text),
                Optional.of(text),
                1,
                Optional.empty(),
                false,
                Redrives.none());
        FileExecutionStore written = new FileExecutionStore(directory);

        written.putStateMachine(machine);
        written.begin(start, failed, List.of(first));

        FileExecutionStore read = new FileExecutionStore(directory);
        assertThat(read.stateMachines()).containsExactly(machine);
        assertThat(read.executions()).containsExactly(new StoredExecution(start, failed));
        assertThat(read.history(start)).isEqualTo(List.of(first));
        assertThat(read.find(text, text)).contains(new StoredExecution(start, failed));
    }

    @Test
    void shouldTellNamesApartThatAreNoUnicode() {
        FileExecutionStore store = new FileExecutionStore(directory);
        for (String name : List.of("\ud800", "\ud801", "?")) {
            store.begin(
                    new ExecutionStart("arn:" + name, name, "arn:m", "m", "r", "{}", "{}", VirtualStepFunctions.START),
                    running(1),
                    List.of(event(1)));
        }

        assertThat(store.executions())
                .extracting(execution -> execution.start().name())
                .containsExactlyInAnyOrder("\ud800", "\ud801", "?");
    }
}
