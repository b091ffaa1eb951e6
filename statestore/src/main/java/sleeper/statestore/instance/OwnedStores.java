package sleeper.statestore.instance;

import java.util.Map;
import sleeper.core.error.SleeperException;

/** The stores of an instance as whoever runs its services has them. Safe for use by many threads. */
public interface OwnedStores extends InstanceStores {
    PropertyStore properties();

    /**
     * Makes the place ready to be written, and tries what the log rests on. For whoever starts up as the owner, before anything is
     * written.
     *
     * @throws SleeperException if it cannot be written, or does not keep what the log rests on
     */
    void prepare();

    /** @return the environment variables by which another process finds the same stores, as {@link InstanceStores#open} reads them */
    Map<String, String> variables();

    /** @return the bucket for input that commands make themselves, such as the demo's; none of {@link #ownBuckets} */
    String inputBucket();
}
