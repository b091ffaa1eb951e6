package sleeper.statemachine.way;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.statemachine.way.Visit.Outcome;
import sleeper.statestore.instance.Executions.Status;

/** A visit while its events are read. For one thread. */
final class OpenVisit {
    private final String state;
    private final String kind;
    private final Instant enteredAt;
    private final List<StateFailure> failures = new ArrayList<>();
    private Optional<Instant> endedAt = Optional.empty();
    private Optional<Outcome> outcome = Optional.empty();
    private int tries;
    private boolean failing;

    OpenVisit(String state, String kind, Instant enteredAt) {
        this.state = state;
        this.kind = kind;
        this.enteredAt = enteredAt;
    }

    String state() {
        return state;
    }

    boolean isOpen() {
        return outcome.isEmpty();
    }

    boolean isOpen(String ofKind) {
        return isOpen() && kind.equals(ofKind);
    }

    boolean isCaught() {
        return outcome.equals(Optional.of(Outcome.CAUGHT));
    }

    boolean isFailing() {
        return failing;
    }

    List<StateFailure> failures() {
        return failures;
    }

    void tried() {
        tries++;
        failing = false;
    }

    void succeeded() {
        failing = false;
    }

    void failed(StateFailure failure) {
        failures.add(failure);
        failing = true;
    }

    void left(Instant at) {
        end(at, failing ? Outcome.CAUGHT : Outcome.LEFT);
    }

    /** A Task that failed in a branch is ended like its siblings, by the state that runs the branch. */
    void aborted(Instant at) {
        end(at, failing ? Outcome.FAILED : Outcome.ABORTED);
    }

    private void end(Instant at, Outcome how) {
        endedAt = Optional.of(at);
        outcome = Optional.of(how);
    }

    /** @return the visit as it is when its execution stands so; what is open then ended with it */
    Visit with(Status status, Optional<Instant> executionEndedAt) {
        return new Visit(
                state,
                enteredAt,
                endedAt.or(() -> executionEndedAt),
                outcome.orElseGet(() -> ofOpen(status)),
                Math.max(0, tries - 1),
                failures);
    }

    private static Outcome ofOpen(Status status) {
        return switch (status) {
            case RUNNING -> Outcome.RUNNING;
            case SUCCEEDED -> Outcome.LEFT;
            case FAILED -> Outcome.FAILED;
            case TIMED_OUT -> Outcome.TIMED_OUT;
            case ABORTED -> Outcome.ABORTED;
        };
    }
}
