package sleeper.statemachine.way;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import sleeper.core.json.StoredJson;
import sleeper.statestore.instance.ExecutionEvent;
import sleeper.statestore.instance.Executions.Status;

/**
 * Reads a way from the events of an execution, given oldest first. Most events do not name their state: it is that of the event that
 * led to them, which lies in the same branch (Step Functions API reference, "HistoryEvent"). For one thread.
 */
final class WayReader {
    private static final String EXECUTION = "Execution";
    private static final Set<String> TRIES = Set.of(
            "TaskScheduled",
            "LambdaFunctionScheduled",
            "ActivityScheduled",
            "ParallelStateStarted",
            "MapStateStarted",
            "MapRunStarted");
    /** Of one item, beside which others go on; that the Map failed with it is an event of its own. */
    private static final String ITEM = "MapIteration";

    private final List<OpenVisit> visits = new ArrayList<>();
    private final Map<Long, OpenVisit> byEvent = new HashMap<>();
    private final Map<Step, Integer> steps = new LinkedHashMap<>();
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<Instant> endedAt = Optional.empty();
    private Optional<StateFailure> failure = Optional.empty();

    private record Step(String from, String to, boolean caught) {}

    void read(ExecutionEvent event) {
        if (event.type().startsWith(EXECUTION)) {
            readOfExecution(event);
            return;
        }
        Optional<OpenVisit> before = Optional.ofNullable(byEvent.get(event.previousId()));
        Optional<OpenVisit> visit =
                event.type().endsWith("StateEntered") ? Optional.of(enter(event, before)) : visitOf(event, before);
        visit.ifPresent(found -> {
            byEvent.put(event.id(), found);
            note(event, found, before);
        });
    }

    private OpenVisit enter(ExecutionEvent event, Optional<OpenVisit> before) {
        before.filter(visit -> !visit.isOpen())
                .ifPresent(visit ->
                        steps.merge(new Step(visit.state(), event.state(), visit.isCaught()), 1, Integer::sum));
        OpenVisit visit = new OpenVisit(event.state(), kind(event), event.at());
        visits.add(visit);
        return visit;
    }

    private static String kind(ExecutionEvent event) {
        int end = event.type().indexOf("State");
        return end < 0 ? "" : event.type().substring(0, end);
    }

    /** What ends a Parallel or a Map follows an event of a state within. */
    private Optional<OpenVisit> visitOf(ExecutionEvent event, Optional<OpenVisit> before) {
        if (!event.state().isEmpty()) {
            return before.filter(visit -> visit.state().equals(event.state()))
                    .or(() -> latest(visit -> visit.isOpen() && visit.state().equals(event.state())));
        }
        String kind = kind(event);
        return kind.isEmpty()
                ? before.or(() -> latest(OpenVisit::isOpen))
                : before.filter(visit -> visit.isOpen(kind)).or(() -> latest(visit -> visit.isOpen(kind)));
    }

    private Optional<OpenVisit> latest(Predicate<OpenVisit> wanted) {
        for (int i = visits.size() - 1; i >= 0; i--) {
            if (wanted.test(visits.get(i))) {
                return Optional.of(visits.get(i));
            }
        }
        return Optional.empty();
    }

    private static void note(ExecutionEvent event, OpenVisit visit, Optional<OpenVisit> before) {
        String type = event.type();
        if (TRIES.contains(type)) {
            visit.tried();
        } else if (type.startsWith(ITEM)) {
            return;
        } else if (type.endsWith("StateExited")) {
            visit.left(event.at());
        } else if (type.endsWith("Aborted")) {
            visit.aborted(event.at());
        } else if (type.endsWith("Succeeded")) {
            visit.succeeded();
        } else if (isFailure(type)) {
            visit.failed(failure(event, before.filter(inner -> inner != visit)));
        }
    }

    /** Such as TaskFailed, TaskSubmitFailed, TaskTimedOut, LambdaFunctionScheduleFailed, ParallelStateFailed. */
    private static boolean isFailure(String type) {
        return type.endsWith("Failed") || type.endsWith("TimedOut");
    }

    /** A Parallel or a Map does not say why it failed: the state within does, which it failed with. */
    private static StateFailure failure(ExecutionEvent event, Optional<OpenVisit> within) {
        JsonNode details = StoredJson.parse("Details of an event", event.details());
        String error = details.path("error").asText();
        String cause = details.path("cause").asText();
        Optional<StateFailure> inner = error.isEmpty() && cause.isEmpty()
                ? within.filter(OpenVisit::isFailing)
                        .map(visit -> visit.failures().get(visit.failures().size() - 1))
                : Optional.empty();
        return inner.map(found -> new StateFailure(event.at(), found.error(), found.cause()))
                .orElseGet(() -> new StateFailure(event.at(), error, cause));
    }

    private void readOfExecution(ExecutionEvent event) {
        switch (event.type()) {
            case "ExecutionStarted" -> startedAt = Optional.of(event.at());
            case "ExecutionRedriven" -> {
                endedAt = Optional.empty();
                failure = Optional.empty();
            }
            case "ExecutionSucceeded" -> endedAt = Optional.of(event.at());
            default -> {
                endedAt = Optional.of(event.at());
                failure = Optional.of(failure(event, Optional.empty()));
            }
        }
    }

    ExecutionWay way(Status status) {
        endState(status);
        List<Transition> transitions = new ArrayList<>();
        steps.forEach((step, times) -> transitions.add(new Transition(step.from(), step.to(), step.caught(), times)));
        return new ExecutionWay(
                status,
                startedAt,
                endedAt,
                failure,
                visits.stream().map(visit -> visit.with(status, endedAt)).toList(),
                transitions);
    }

    /** The state that an execution failed in, such as a Fail, says why by the execution's last event alone. */
    private void endState(Status status) {
        if (status == Status.FAILED) {
            failure.ifPresent(why -> latest(OpenVisit::isOpen)
                    .filter(visit -> !visit.isFailing())
                    .ifPresent(visit -> visit.failed(why)));
        }
    }
}
