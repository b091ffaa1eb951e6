package sleeper.statestore.instance;

/**
 * The services of an instance for the time of a command: queues, the starter that takes from them, and Step Functions. To be closed
 * by whoever opened them. Safe for use by many threads.
 */
public interface Services extends AutoCloseable {
    JobQueues jobs();

    Executions executions();

    /** @return whether the services are the command's own and end with it */
    boolean areOwn();

    /** Own services first finish what is open, within half a minute; those of others go on. */
    @Override
    void close();
}
