package sleeper.faults;

/**
 * One use of a port, at a place that nothing else uses, and a look at what came of it. It sees the truth through a client that meets no
 * faults.
 */
public interface Scenario {
    /**
     * Does it, once. It may be done again, and then means the same.
     *
     * @return how the port said that it ended
     * @throws Exception     as the port throws it
     * @throws AssertionError if the port gave back what is not stored
     */
    Outcome act() throws Exception;

    /** @return all that readers see at the place, in words that are the same wherever the place is */
    String truth() throws Exception;

    /** @return whether this is the truth after a part of what is several steps, each whole in itself; none where it is one */
    default boolean isPart(String truth) {
        return false;
    }

    /** @return whether another may do the same there with content of its own */
    default boolean hasAnother() {
        return false;
    }

    /** Another writer does the same with content of its own, and nothing hinders it. */
    default void another() throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Takes away what no reader sees, as the collector does. @return in words what that was; empty if there was nothing */
    default String collect() throws Exception {
        return "";
    }

    /** @return what whoever may not do it has to be told: the table, or bucket and key */
    String place();
}
