package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a branch is waiting for. */
interface Activity {
    /** Its state, for {@link ActivityCodec}; {@code kind} says which activity it is. */
    ObjectNode snapshot();

    /** Begins or goes on; also after a restart. */
    void start();

    /** Gives up what it waits for, without events: timers and tasks are cancelled. */
    void abandon();

    /** Writes the events of a state that is ended because a sibling failed; most have no more than the state's own. */
    default void writeAborted(long previousEventId) {}
}
