package sleeper.faults;

import sleeper.core.util.Require;

/**
 * A store with nothing in it that no other scenario uses.
 *
 * @param faulty     the store by a client that meets faults
 * @param unhindered the same store by one that meets none
 * @param words      the table, or bucket and folder
 */
public record Place<T>(T faulty, T unhindered, String words) {
    public Place {
        Require.notNull("faulty", faulty);
        Require.notNull("unhindered", unhindered);
        Require.notBlank("words", words);
    }

    /** Gives a new place each time. */
    @FunctionalInterface
    public interface Places<T> {
        /** @param impatient whether the client that meets faults waits for each reply but a short time */
        Place<T> open(boolean impatient) throws Exception;
    }
}
