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
import sleeper.stepfunctions.history.HistoryEvent;
import sleeper.stepfunctions.store.ExecutionStart;
import sleeper.stepfunctions.store.ExecutionState;
import sleeper.stepfunctions.store.ExecutionStatus;
import sleeper.stepfunctions.store.ExecutionStore;
import sleeper.stepfunctions.store.InMemoryExecutionStore;
import sleeper.stepfunctions.store.StateMachineRecord;
import sleeper.stepfunctions.store.StoredExecution;

/** A store that cannot write for a while, as on a full disk. */
class SaveFailureTest {
    private static final String WAIT_THEN_TASK =
            "{\"StartAt\":\"W\",\"States\":{\"W\":{\"Type\":\"Wait\",\"Seconds\":10,"
                    + "\"Next\":\"T\"},\"T\":{\"Type\":\"Task\",\"Resource\":\"" + ScriptedIntegration.RESOURCE
                    + "\",\"End\":true}}}";

    private final FullStore store = new FullStore();
    private final ScriptedIntegration integration = new ScriptedIntegration();

    private static final class FullStore implements ExecutionStore {
        private final InMemoryExecutionStore kept = new InMemoryExecutionStore();
        private int failures;
        private boolean refusesOpen;

        private void write(ExecutionState state) {
            if (refusesOpen && !state.status().isClosed()) {
                throw new IllegalStateException("nested too deeply");
            }
            if (failures > 0) {
                failures--;
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
        }

        @Override
        public List<StateMachineRecord> stateMachines() {
            return kept.stateMachines();
        }

        @Override
        public void putStateMachine(StateMachineRecord stateMachine) {
            kept.putStateMachine(stateMachine);
        }

        @Override
        public void deleteStateMachine(String arn) {
            kept.deleteStateMachine(arn);
        }

        @Override
        public List<StoredExecution> executions() {
            return kept.executions();
        }

        @Override
        public void begin(ExecutionStart start, ExecutionState state, List<HistoryEvent> events) {
            write(state);
            kept.begin(start, state, events);
        }

        @Override
        public void advance(ExecutionStart start, ExecutionState state, List<HistoryEvent> newEvents) {
            write(state);
            kept.advance(start, state, newEvents);
        }

        @Override
        public List<HistoryEvent> history(ExecutionStart start) {
            return kept.history(start);
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
    void shouldSayThatAStopCouldNotBeSavedAndStopLater() {
        try (VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered(), store)) {
            String machine = service.functions().createStateMachine("m", WAIT_THEN_TASK);
            String arn = service.functions().startExecution(machine, "{}").executionArn();

            store.failures = 1;
            assertThatThrownBy(() -> service.functions().stop(arn, Optional.empty(), Optional.empty()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("was stopped, but that could not be saved yet");

            assertThat(service.functions().awaitClosed(arn).status()).isEqualTo(ExecutionStatus.ABORTED);
            assertThat(integration.requests()).isEmpty();
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
