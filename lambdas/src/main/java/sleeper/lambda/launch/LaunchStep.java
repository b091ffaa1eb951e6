package sleeper.lambda.launch;

import java.util.Map;
import java.util.Optional;

/**
 * What is to be done next about something that an attempt needs, and what the next look must know. It travels in the execution; a
 * failed request adds {@code failure} to it, one that was granted {@code made}.
 *
 * @param next      what to do: create it, wait, or go on since it is ready, each in that one word; empty before the first look
 * @param seconds   how long to wait; 0 where there is nothing to wait for
 * @param id        the service's id of what was found; empty if nothing was
 * @param offer     which of the offers is asked for, from 0 on
 * @param waits     how often in a row the service had no room
 * @param lookUntil until when a request may have been granted that nobody heard of, in seconds since 1970; 0 if none may
 * @param since     since when something is awaited that is there, in seconds since 1970; 0 if nothing is
 * @param reason    why there is something to wait for, for people; empty if there is not
 * @param request   what is to be asked for; empty unless it is
 * @param failure   {@code Error} and {@code Cause} of the request, as Step Functions gives them to a Catch
 * @param made      {@code id} of what the request created
 */
public record LaunchStep(
        String next,
        int seconds,
        String id,
        int offer,
        int waits,
        long lookUntil,
        long since,
        String reason,
        Map<String, Object> request,
        Map<String, String> failure,
        Map<String, String> made) {
    static final String CREATE = "create";
    static final String WAIT = "wait";
    static final String READY = "ready";

    /** Before the first look. */
    static final LaunchStep FIRST = new LaunchStep("", 0, "", 0, 0, 0, 0, "", Map.of(), Map.of(), Map.of());

    public LaunchStep {
        next = orEmpty(next);
        id = orEmpty(id);
        reason = orEmpty(reason);
        request = request == null ? Map.of() : request;
        failure = failure == null ? Map.of() : failure;
        made = made == null ? Map.of() : made;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    boolean failed() {
        return !failure.isEmpty();
    }

    String error() {
        return orEmpty(failure.get("Error"));
    }

    String cause() {
        return orEmpty(failure.get("Cause"));
    }

    /** @return the id of what the request before this look created, or of what the look before found */
    Optional<String> knownId() {
        return Optional.ofNullable(made.get("id"))
                .filter(known -> !known.isEmpty())
                .or(() -> Optional.of(id).filter(known -> !known.isEmpty()));
    }

    static LaunchStep create(int offer, int waits, Map<String, Object> request) {
        return new LaunchStep(CREATE, 0, "", offer, waits, 0, 0, "", request, Map.of(), Map.of());
    }

    static LaunchStep lookAgain(int seconds, int offer, int waits, long lookUntil, String reason) {
        return new LaunchStep(WAIT, seconds, "", offer, waits, lookUntil, 0, reason, Map.of(), Map.of(), Map.of());
    }

    static LaunchStep await(String id, int seconds, int offer, int waits, long since, String reason) {
        return new LaunchStep(WAIT, seconds, id, offer, waits, 0, since, reason, Map.of(), Map.of(), Map.of());
    }

    static LaunchStep ready(String id, int offer) {
        return new LaunchStep(READY, 0, id, offer, 0, 0, 0, "", Map.of(), Map.of(), Map.of());
    }
}
