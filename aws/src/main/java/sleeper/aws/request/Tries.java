package sleeper.aws.request;

import java.time.Duration;
import sleeper.statestore.util.Surroundings;

/**
 * How often one request is sent again, and after which waits. Waits are random below a bound that doubles. After throttles, of which 503
 * may be one, they are in all about two minutes on the average: what is throttled for a minute is waited for. Other failures have five
 * tries. An interrupt ends the wait, and then the tries. For one thread.
 */
public final class Tries {
    private static final Duration LEAST_WAIT = Duration.ofMillis(25);
    private static final Duration MOST_WAIT = Duration.ofSeconds(5);
    private static final int MOST_THROTTLES = 50;
    private static final int MOST_OTHERS = 5;

    private final Surroundings surroundings;
    private int throttles;
    private int others;

    public Tries(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Waits for the next try after one that failed.
     *
     * @param isBusy whether the service had too much to do
     * @return whether there is a next one; if not, it has not waited
     */
    public boolean hasNext(boolean isBusy) {
        boolean left = isBusy ? ++throttles < MOST_THROTTLES : ++others < MOST_OTHERS;
        if (!left || Thread.currentThread().isInterrupted()) {
            return false;
        }
        surroundings.backOff(throttles + others, LEAST_WAIT, MOST_WAIT);
        return true;
    }
}
