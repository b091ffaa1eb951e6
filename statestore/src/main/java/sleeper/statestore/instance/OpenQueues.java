package sleeper.statestore.instance;

/** The queues of an instance for the time of a command. To be closed by whoever opened them. Safe for use by many threads. */
public interface OpenQueues extends AutoCloseable {
    JobQueues jobs();

    DeadLetterQueues deadLetters();

    /** @return whether somebody takes messages from the queues */
    boolean areServed();

    @Override
    void close();
}
