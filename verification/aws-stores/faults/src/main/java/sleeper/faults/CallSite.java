package sleeper.faults;

import java.util.Comparator;

/**
 * A place in the drivers that sends requests.
 *
 * @param operation of the service, such as {@code PutItem}
 * @param method    class and method that ask for it, such as {@code DynamoCommitLog.append}
 */
public record CallSite(String operation, String method) implements Comparable<CallSite> {
    private static final Comparator<CallSite> ORDER =
            Comparator.comparing(CallSite::method).thenComparing(CallSite::operation);

    @Override
    public int compareTo(CallSite other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return operation + " by " + method;
    }
}
