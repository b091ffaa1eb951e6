package sleeper.deployed;

/** A double of a service that can be told to refuse. */
interface FaultyService extends AutoCloseable {
    /** The next request that has none before it is answered by an error, such as {@code ThrottlingException}. */
    void refuse(String code);

    /** Lets what was asked for go on. */
    default void letTimePass() {
        Thread.onSpinWait();
    }

    @Override
    void close();
}
