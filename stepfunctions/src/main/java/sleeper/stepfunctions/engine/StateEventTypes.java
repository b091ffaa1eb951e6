package sleeper.stepfunctions.engine;

import java.util.Optional;
import sleeper.stepfunctions.definition.ChoiceState;
import sleeper.stepfunctions.definition.FailState;
import sleeper.stepfunctions.definition.MapState;
import sleeper.stepfunctions.definition.ParallelState;
import sleeper.stepfunctions.definition.PassState;
import sleeper.stepfunctions.definition.State;
import sleeper.stepfunctions.definition.StateVisitor;
import sleeper.stepfunctions.definition.SucceedState;
import sleeper.stepfunctions.definition.TaskState;
import sleeper.stepfunctions.definition.WaitState;
import sleeper.stepfunctions.history.EventType;

/**
 * The events of a kind of state.
 *
 * @param entered when it is entered
 * @param exited  when it is exited; a Fail state never is
 * @param aborted when it is in progress and a sibling fails; empty for a kind that takes no time
 */
record StateEventTypes(EventType entered, Optional<EventType> exited, Optional<EventType> aborted) {
    private static final ByKind BY_KIND = new ByKind();

    static StateEventTypes of(State state) {
        return state.accept(BY_KIND);
    }

    private StateEventTypes(EventType entered, EventType exited) {
        this(entered, Optional.of(exited), Optional.empty());
    }

    private StateEventTypes(EventType entered, EventType exited, EventType aborted) {
        this(entered, Optional.of(exited), Optional.of(aborted));
    }

    private static final class ByKind implements StateVisitor<StateEventTypes> {
        @Override
        public StateEventTypes pass(PassState state) {
            return new StateEventTypes(EventType.PASS_STATE_ENTERED, EventType.PASS_STATE_EXITED);
        }

        @Override
        public StateEventTypes task(TaskState state) {
            return new StateEventTypes(
                    EventType.TASK_STATE_ENTERED, EventType.TASK_STATE_EXITED, EventType.TASK_STATE_ABORTED);
        }

        @Override
        public StateEventTypes choice(ChoiceState state) {
            return new StateEventTypes(EventType.CHOICE_STATE_ENTERED, EventType.CHOICE_STATE_EXITED);
        }

        @Override
        public StateEventTypes waiting(WaitState state) {
            return new StateEventTypes(
                    EventType.WAIT_STATE_ENTERED, EventType.WAIT_STATE_EXITED, EventType.WAIT_STATE_ABORTED);
        }

        @Override
        public StateEventTypes succeed(SucceedState state) {
            return new StateEventTypes(EventType.SUCCEED_STATE_ENTERED, EventType.SUCCEED_STATE_EXITED);
        }

        @Override
        public StateEventTypes fail(FailState state) {
            return new StateEventTypes(EventType.FAIL_STATE_ENTERED, Optional.empty(), Optional.empty());
        }

        @Override
        public StateEventTypes parallel(ParallelState state) {
            return new StateEventTypes(
                    EventType.PARALLEL_STATE_ENTERED,
                    EventType.PARALLEL_STATE_EXITED,
                    EventType.PARALLEL_STATE_ABORTED);
        }

        @Override
        public StateEventTypes map(MapState state) {
            return new StateEventTypes(
                    EventType.MAP_STATE_ENTERED, EventType.MAP_STATE_EXITED, EventType.MAP_STATE_ABORTED);
        }
    }
}
