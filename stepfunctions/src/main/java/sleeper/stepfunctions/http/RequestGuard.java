package sleeper.stepfunctions.http;

import java.util.Optional;

/** Decides, by a request's head alone, whether an endpoint takes it. Called by many threads at once. */
@FunctionalInterface
public interface RequestGuard {
    /** @return why the request is not taken, or empty if it is */
    Optional<Refusal> refuse(RequestHead head);
}
