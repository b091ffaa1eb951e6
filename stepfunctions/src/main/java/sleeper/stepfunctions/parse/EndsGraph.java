package sleeper.stepfunctions.parse;

import sleeper.stepfunctions.definition.ChoiceState;
import sleeper.stepfunctions.definition.FailState;
import sleeper.stepfunctions.definition.MapState;
import sleeper.stepfunctions.definition.ParallelState;
import sleeper.stepfunctions.definition.PassState;
import sleeper.stepfunctions.definition.StateVisitor;
import sleeper.stepfunctions.definition.SucceedState;
import sleeper.stepfunctions.definition.TaskState;
import sleeper.stepfunctions.definition.WaitState;

/** Whether a state ends its graph: a Succeed, a Fail, and what says {@code "End": true}. */
final class EndsGraph implements StateVisitor<Boolean> {
    @Override
    public Boolean pass(PassState state) {
        return state.transition().isEnd();
    }

    @Override
    public Boolean task(TaskState state) {
        return state.transition().isEnd();
    }

    @Override
    public Boolean choice(ChoiceState state) {
        return false;
    }

    @Override
    public Boolean waiting(WaitState state) {
        return state.transition().isEnd();
    }

    @Override
    public Boolean succeed(SucceedState state) {
        return true;
    }

    @Override
    public Boolean fail(FailState state) {
        return true;
    }

    @Override
    public Boolean parallel(ParallelState state) {
        return state.transition().isEnd();
    }

    @Override
    public Boolean map(MapState state) {
        return state.transition().isEnd();
    }
}
