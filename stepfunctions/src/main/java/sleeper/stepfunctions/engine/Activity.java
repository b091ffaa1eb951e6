package sleeper.stepfunctions.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a branch is waiting for. */
interface Activity {
    /** Its state, for {@link ActivityCodec}; {@code kind} says which activity it is. */
    ObjectNode snapshot();

    /** Begins or goes on; also after a restart. */
    void start();

    /**
     * Goes on, when the execution is redriven, with what did not succeed within it.
     *
     * @param eventId the event of the redrive, which what happens next follows
     * @return whether it does; otherwise its state is run from its beginning
     */
    default boolean redrive(long eventId) {
        return false;
    }

    /** Gives up what it waits for, without events: timers and tasks are cancelled. */
    void abandon();

    /** Writes the events of a state that is ended because a sibling failed; most have no more than the state's own. */
    default void writeAborted(long previousEventId) {}
}
