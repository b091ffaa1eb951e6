package sleeper.stepfunctions.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How often an execution was redriven, and at whose request.
 *
 * <p>Source: Step Functions API reference, {@code RedriveExecution}, {@code clientToken}.
 *
 * @param count    redrives so far
 * @param last     when it was last redriven; empty if it never was
 * @param requests the last requests that came with a token, oldest first; at most 10
 */
public record Redrives(int count, Optional<Instant> last, List<Request> requests) {
    private static final int REMEMBERED_REQUESTS = 10;
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(15);
    private static final Redrives NONE = new Redrives(0, Optional.empty(), List.of());

    /**
     * A request that redrove the execution.
     *
     * @param token what its sender gave, so that a repetition does not redrive again
     * @param at    when
     */
    public record Request(String token, Instant at) {}

    public Redrives {
        Objects.requireNonNull(last, "last");
        requests = List.copyOf(requests);
    }

    /** Of an execution that was never redriven. */
    public static Redrives none() {
        return NONE;
    }

    /** With one more. */
    public Redrives plus(Optional<String> token, Instant at) {
        List<Request> all = new ArrayList<>(requests);
        token.ifPresent(text -> all.add(new Request(text, at)));
        int forgotten = Math.max(0, all.size() - REMEMBERED_REQUESTS);
        return new Redrives(count + 1, Optional.of(at), all.subList(forgotten, all.size()));
    }

    /** When a request with this token redrove the execution, if that is remembered. */
    public Optional<Instant> answered(String token, Instant now) {
        return requests.stream()
                .filter(request -> request.token().equals(token))
                .map(Request::at)
                .filter(at -> now.isBefore(at.plus(REMEMBERED_FOR)))
                .findFirst();
    }
}
