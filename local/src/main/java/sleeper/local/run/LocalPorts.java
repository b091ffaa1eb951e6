package sleeper.local.run;

import sleeper.stepfunctions.http.HttpEndpoint;

/**
 * Where the services listen: Step Functions on the first port, the queues on the next, the buckets on the one after, the catalog of
 * Iceberg views on the fourth, the console on the fifth.
 *
 * @param first 1 to {@value #MAX_FIRST}, or 0 for free ones
 */
public record LocalPorts(int first) {
    /** The last port that leaves one for each service. */
    public static final int MAX_FIRST = 65_531;

    /** Any that are free. */
    public static final LocalPorts FREE = new LocalPorts(0);

    public LocalPorts {
        if (first < 0 || first > MAX_FIRST) {
            throw new IllegalArgumentException("first is " + first + ", and must be 0 to " + MAX_FIRST);
        }
    }

    /** @param place 0 for the service that listens on the first port, 1 for the next, and so on */
    public HttpEndpoint listen(String name, int place) {
        return HttpEndpoint.listen(name, at(place));
    }

    /** @param place as for {@link #listen} */
    int at(int place) {
        return first == 0 ? 0 : first + place;
    }
}
