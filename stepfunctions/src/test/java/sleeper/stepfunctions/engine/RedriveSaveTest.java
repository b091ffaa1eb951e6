package sleeper.stepfunctions.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.ScriptedIntegration;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.history.HistoryEvent;
import sleeper.stepfunctions.store.ExecutionStart;
import sleeper.stepfunctions.store.ExecutionState;
import sleeper.stepfunctions.store.ExecutionStatus;

/** A redrive that cannot be saved, and an end whose place cannot be written down. */
class RedriveSaveTest {
    private static final String TASK = "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":\""
            + ScriptedIntegration.RESOURCE + "\",\"End\":true}}}";

    private final FaultyStore store = new FaultyStore();
    private final ScriptedIntegration integration = new ScriptedIntegration();
    private final VirtualStepFunctions service = VirtualStepFunctions.open(integration.registered(), store);

    @AfterEach
    void close() {
        service.close();
    }

    private static final class FaultyStore extends ForwardingExecutionStore {
        private boolean full;
        private boolean refusesPositions;

        @Override
        public void advance(ExecutionStart start, ExecutionState state, List<HistoryEvent> newEvents) {
            if (full) {
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
            if (refusesPositions && state.position().isPresent()) {
                throw new IllegalStateException("nested too deeply");
            }
            super.advance(start, state, newEvents);
        }
    }

    @Test
    void shouldLeaveAnExecutionAsItWasWhereTheRedriveCannotBeSaved() {
        integration.thenFail("E", "c");
        ExecutionDescription failed = service.runDefinition(TASK, "{}");
        String arn = failed.start().arn();

        service.loop().runUntilIdle();
        store.full = true;
        assertThatThrownBy(() -> service.functions().redrive(arn, Optional.of("token")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("was not redriven, since that could not be saved");
        store.full = false;
        service.loop().runUntilIdle();

        assertThat(service.functions().describe(arn)).isEqualTo(failed);
        assertThat(service.eventTypes(failed)).endsWith("ExecutionFailed");
        assertThat(integration.requests()).hasSize(1);
        service.functions().redrive(arn, Optional.of("token"));
        assertThat(service.functions().awaitClosed(arn).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(service.functions().history(arn))
                .extracting(HistoryEvent::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldEndAnExecutionWhosePlaceCannotBeWrittenDownWithoutIt() {
        integration.thenHang();
        String machine = service.functions().createStateMachine("m", TASK);
        String arn = service.functions().startExecution(machine, "{}").executionArn();

        store.refusesPositions = true;
        ExecutionDescription stopped = service.functions().stop(arn, Optional.empty(), Optional.empty());

        assertThat(stopped.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(stopped.notRedrivable()).get().asString().contains("where it ended is not known");
    }
}
