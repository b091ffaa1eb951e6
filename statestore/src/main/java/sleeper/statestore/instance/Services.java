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

    /**
     * Has own services receive no more messages, so that closing them need not wait for the receipt that is under way. What waits in the
     * queues, and what is sent from now on, waits for the services that come next; executions go on. Returns at once. Services of others
     * go on receiving.
     */
    void stopReceiving();

    /** Own services first finish what is open, within half a minute; those of others go on. */
    @Override
    void close();
}
