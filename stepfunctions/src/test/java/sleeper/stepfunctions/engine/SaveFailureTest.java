package sleeper.stepfunctions.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.ScriptedIntegration;
import sleeper.stepfunctions.StartOutcome;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.history.EventType;
import sleeper.stepfunctions.history.HistoryEvent;
import sleeper.stepfunctions.store.ExecutionStart;
import sleeper.stepfunctions.store.ExecutionState;
import sleeper.stepfunctions.store.ExecutionStatus;

/** A store that cannot write for a while, as on a full disk. */
class SaveFailureTest {
    private static final String WAIT_THEN_TASK =
            "{\"StartAt\":\"W\",\"States\":{\"W\":{\"Type\":\"Wait\",\"Seconds\":10,"
                    + "\"Next\":\"T\"},\"T\":{\"Type\":\"Task\",\"Resource\":\"" + ScriptedIntegration.RESOURCE
                    + "\",\"End\":true}}}";

    private static final String TASK_THEN_WAIT =
            "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":\"" + ScriptedIntegration.RESOURCE
                    + "\",\"Next\":\"W\"},\"W\":{\"Type\":\"Wait\",\"Seconds\":10,\"End\":true}}}";

    private final FullStore store = new FullStore();
    private final ScriptedIntegration integration = new ScriptedIntegration();

    private static final class FullStore extends ForwardingExecutionStore {
        private int failures;
        private boolean refusesOpen;
        private String unwritable = "";

        private void write(ExecutionState state, List<HistoryEvent> events) {
            if (!unwritable.isEmpty() && (state + " " + events).contains(unwritable)) {
                throw new IllegalStateException("that cannot be written");
            }
            if (refusesOpen && !state.status().isClosed()) {
                throw new IllegalStateException("nested too deeply");
            }
            if (failures > 0) {
                failures--;
                throw new UncheckedIOException("the disk", new IOException("No space left on device"));
            }
        }

        @Override
        public void begin(ExecutionStart start, ExecutionState state, List<HistoryEvent> events) {
            write(state, events);
            super.begin(start, state, events);
        }

        @Override
        public void advance(ExecutionStart start, ExecutionState state, List<HistoryEvent> newEvents) {
            write(state, newEvents);
            super.advance(start, state, newEvents);
        }
    }

    @Test
    void shouldCallNoTaskBeforeItsStateCouldBeSaved() {
        try (VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered(), store)) {
            String machine = service.functions().createStateMachine("m", WAIT_THEN_TASK);
            String arn = service.functions().startExecution(machine, "{}").executionArn();

            store.failures = 2;
            service.loop().advanceTo(VirtualStepFunctions.START.plusSeconds(19));
            assertThat(integration.requests()).isEmpty();

            ExecutionDescription execution = service.functions().awaitClosed(arn);
            assertThat(execution.stopDate()).contains(VirtualStepFunctions.START.plusSeconds(20));
            assertThat(integration.requests()).hasSize(1);
            assertThat(store.history(execution.start()))
                    .extracting(HistoryEvent::id)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldFailAnExecutionWhoseStateCannotBeWrittenDown() {
        try (VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered(), store)) {
            String machine = service.functions().createStateMachine("m", WAIT_THEN_TASK);
            String arn = service.functions().startExecution(machine, "{}").executionArn();

            store.refusesOpen = true;
            ExecutionDescription execution = service.functions().awaitClosed(arn);

            assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(execution.cause()).get().asString().contains("nested too deeply");
            assertThat(integration.requests()).isEmpty();
        }
    }

    @Test
    void shouldFailAnExecutionOneOfWhoseEventsCanNeverBeWritten() {
        try (VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered(), store)) {
            String machine = service.functions().createStateMachine("m", TASK_THEN_WAIT);
            integration.thenReturn(Json.object().put("a", "poison"));
            store.unwritable = "poison";

            String arn = service.functions().startExecution(machine, "{}").executionArn();
            ExecutionDescription execution = service.functions().awaitClosed(arn);

            assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(execution.error()).contains("States.Runtime");
            assertThat(execution.cause()).get().asString().contains("that cannot be written");
            assertThat(store.history(execution.start()))
                    .extracting(HistoryEvent::type)
                    .endsWith(EventType.TASK_STARTED, EventType.EXECUTION_FAILED);
        }
    }

    @Test
    void shouldFailAnExecutionWhoseOutputCanNeverBeWritten() {
        try (VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered(), store)) {
            String machine = service.functions().createStateMachine("m", WAIT_THEN_TASK);
            integration.thenReturn(Json.object().put("a", "poison"));
            store.unwritable = "poison";

            String arn = service.functions().startExecution(machine, "{}").executionArn();
            ExecutionDescription execution = service.functions().awaitClosed(arn);

            assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(execution.output()).isEmpty();
        }
    }

    @Test
    void shouldShowThatAnExecutionWaitsToBeSaved() {
        try (VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered(), store)) {
            String machine = service.functions().createStateMachine("m", WAIT_THEN_TASK);
            String arn = service.functions().startExecution(machine, "{}").executionArn();

            store.failures = 2;
            service.loop().advanceTo(VirtualStepFunctions.START.plusSeconds(12));

            assertThat(service.functions().describe(arn))
                    .returns(ExecutionStatus.RUNNING, ExecutionDescription::status)
                    .returns(
                            Optional.of("It could not be saved and waits until it can be: the disk: No space left on"
                                    + " device. It goes on by itself, and can be stopped."),
                            ExecutionDescription::waiting);
            assertThat(service.functions().list(machine, Optional.of(ExecutionStatus.RUNNING)))
                    .singleElement()
                    .satisfies(listed -> assertThat(listed.waiting()).isPresent());

            assertThat(service.functions().awaitClosed(arn).waiting()).isEmpty();
        }
    }

    @Test
    void shouldStopAtOnceWhatCannotBeSavedYet() {
        try (VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered(), store)) {
            // Given a task that runs, and a full disk
            String machine = service.functions().createStateMachine("m", TASK_THEN_WAIT);
            integration.thenHang();
            String arn = service.functions().startExecution(machine, "{}").executionArn();
            service.loop().advanceTo(VirtualStepFunctions.START.plusSeconds(1));
            store.failures = 3;
            // When
            ExecutionDescription stopped = service.functions().stop(arn, Optional.of("E"), Optional.of("by a person"));
            // Then
            assertThat(stopped)
                    .returns(ExecutionStatus.ABORTED, ExecutionDescription::status)
                    .returns(Optional.of(VirtualStepFunctions.START.plusSeconds(1)), ExecutionDescription::stopDate)
                    .returns(Optional.of("by a person"), ExecutionDescription::cause);
            assertThat(stopped.waiting()).isPresent();
            assertThat(integration.cancelled()).isEqualTo(1);
            assertThat(service.functions().describe(arn)).isEqualTo(stopped);
            assertThat(service.functions().stop(arn, Optional.of("F"), Optional.empty()))
                    .isEqualTo(stopped);
            assertThat(store.executions().get(0).state().status()).isEqualTo(ExecutionStatus.RUNNING);
            // And when there is room
            service.loop().advanceTo(VirtualStepFunctions.START.plusSeconds(20));
            assertThat(service.functions().describe(arn).waiting()).isEmpty();
            assertThat(store.executions().get(0).state().status()).isEqualTo(ExecutionStatus.ABORTED);
            assertThat(integration.cancelled()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotStartAnExecutionThatCannotBeSaved() {
        try (VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered(), store)) {
            String machine = service.functions().createStateMachine("m", WAIT_THEN_TASK);

            store.failures = 1;
            assertThatThrownBy(() -> service.functions().startExecution(machine, "e", "{}"))
                    .isInstanceOf(UncheckedIOException.class);

            assertThat(service.functions().list(machine, Optional.empty())).isEmpty();
            assertThat(service.functions().startExecution(machine, "e", "{}")).isInstanceOf(StartOutcome.Started.class);
        }
    }
}
