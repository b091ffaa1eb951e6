package sleeper.verification.workflow;

import static sleeper.verification.workflow.Disturbance.ALWAYS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sleeper.local.run.EmbeddedMachines;
import sleeper.statemachine.StateMachineFile;
import sleeper.verification.workflow.Disturbance.Kind;

/**
 * A cell of the coverage page: a state, the way into it, and what befalls it there. The cells are computed from the definitions.
 *
 * @param title       what befalls it, in words
 * @param disturbance empty if nothing does
 * @param expected    what the definition says must follow
 */
record Case(Place place, Way way, String title, Optional<Disturbance> disturbance, Expected expected) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An error that no definition names. */
    private static final String UNFORESEEN = "Test.Unforeseen";

    private static final String TIMEOUT = "States.Timeout";

    /** What the definition says must follow. */
    sealed interface Expected {
        /** The state is entered. */
        record Entered() implements Expected {}

        /** As if nothing had been. */
        record Undisturbed() implements Expected {}

        /** After so many attempts, this state. */
        record Caught(String next, int attempts) implements Expected {}

        /** The execution's own time is over before the attempts are. */
        record TimedOut() implements Expected {}

        record Aborted() implements Expected {}
    }

    static JsonNode definition(StateMachineFile machine) {
        try {
            return JSON.readTree(EmbeddedMachines.definition(machine));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return all states of the machines as they are deployed */
    static List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (StateMachineFile machine : StateMachineFile.all()) {
            definition(machine)
                    .path("States")
                    .fieldNames()
                    .forEachRemaining(state -> places.add(new Place(machine, state)));
        }
        return places;
    }

    static JsonNode stateOf(Place place) {
        return definition(place.machine()).path("States").path(place.state());
    }

    /** @return every case of every state */
    static List<Case> all() {
        return places().stream()
                .flatMap(place -> Way.into(place).stream().flatMap(way -> of(place, way)))
                .toList();
    }

    private static Stream<Case> of(Place place, Way way) {
        List<Case> cases = new ArrayList<>();
        cases.add(new Case(place, way, "entered", Optional.empty(), new Expected.Entered()));
        JsonNode state = stateOf(place);
        if (state.path("Type").asText().equals("Task")) {
            for (String error : errorsNamed(state)) {
                cases.addAll(failures(place, way, state, error));
            }
            cases.addAll(timeouts(place, way, state));
            cases.addAll(lostReplies(place, way, state));
            cases.add(disturbed(
                    place, way, "abort before the work", Disturbance.of(Kind.ABORT, ALWAYS), new Expected.Aborted()));
            cases.add(disturbed(
                    place,
                    way,
                    "abort after the work",
                    Disturbance.of(Kind.WORK_AND_ABORT, ALWAYS),
                    new Expected.Aborted()));
        }
        return cases.stream();
    }

    private static Case disturbed(Place place, Way way, String title, Disturbance disturbance, Expected expected) {
        return new Case(place, way, title, Optional.of(disturbance), expected);
    }

    private static Set<String> errorsNamed(JsonNode state) {
        Set<String> errors = new LinkedHashSet<>();
        for (String field : List.of("Retry", "Catch")) {
            for (JsonNode rule : state.path(field)) {
                rule.path("ErrorEquals").forEach(error -> errors.add(error.asText()));
            }
        }
        return errors;
    }

    private static List<Case> failures(Place place, Way way, JsonNode state, String named) {
        String error = named.equals("States.ALL") ? UNFORESEEN : named;
        List<Case> cases = new ArrayList<>();
        if (retries(state, error) > 0) {
            cases.add(disturbed(place, way, named + " once", Disturbance.fail(error, 1), new Expected.Undisturbed()));
        }
        cases.add(disturbed(place, way, named + " each time", Disturbance.fail(error, ALWAYS), caught(state, error)));
        if (!fitsInTheExecution(place, state, error) && cases.size() > 1) {
            cases.add(disturbed(
                    place,
                    way,
                    named + " each time, late",
                    Disturbance.failLate(error, ALWAYS),
                    new Expected.TimedOut()));
        }
        return cases;
    }

    /** @return whether a state's Task may be tried to the last within the time of the execution */
    private static boolean fitsInTheExecution(Place place, JsonNode state, String error) {
        long longestSeconds =
                (retries(state, error) + 1L) * state.path("TimeoutSeconds").asLong();
        return longestSeconds
                < definition(place.machine()).path("TimeoutSeconds").asLong();
    }

    private static List<Case> timeouts(Place place, Way way, JsonNode state) {
        List<Case> cases = new ArrayList<>();
        if (retries(state, TIMEOUT) > 0) {
            cases.add(disturbed(place, way, "time-out once", Disturbance.of(Kind.HANG, 1), new Expected.Undisturbed()));
        }
        cases.add(disturbed(
                place,
                way,
                "time-out each time",
                Disturbance.of(Kind.HANG, ALWAYS),
                fitsInTheExecution(place, state, TIMEOUT) ? caught(state, TIMEOUT) : new Expected.TimedOut()));
        return cases;
    }

    /** The work is done, and nobody hears of it. */
    private static List<Case> lostReplies(Place place, Way way, JsonNode state) {
        List<Case> cases = new ArrayList<>();
        if (retries(state, TIMEOUT) > 0) {
            cases.add(disturbed(
                    place, way, "reply lost once", Disturbance.of(Kind.WORK_AND_HANG, 1), new Expected.Undisturbed()));
        }
        String error = errorsNamed(state).iterator().next();
        String lost = error.equals("States.ALL") ? UNFORESEEN : error;
        cases.add(disturbed(
                place, way, "reply lost each time", Disturbance.loseReply(lost, ALWAYS), caught(state, lost)));
        return cases;
    }

    private static Expected caught(JsonNode state, String error) {
        String next = rule(state.path("Catch"), error)
                .map(rule -> rule.path("Next").asText())
                .orElseThrow(() -> new IllegalStateException("nothing catches " + error));
        return new Expected.Caught(next, retries(state, error) + 1);
    }

    private static int retries(JsonNode state, String error) {
        return rule(state.path("Retry"), error)
                .map(rule -> rule.path("MaxAttempts").asInt())
                .orElse(0);
    }

    private static Optional<JsonNode> rule(JsonNode rules, String error) {
        for (JsonNode rule : rules) {
            for (JsonNode named : rule.path("ErrorEquals")) {
                if (named.asText().equals(error) || named.asText().equals("States.ALL")) {
                    return Optional.of(rule);
                }
            }
        }
        return Optional.empty();
    }

    String name() {
        return place + " / " + title + " (" + way.words() + ")";
    }
}
