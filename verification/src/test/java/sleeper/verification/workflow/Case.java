package sleeper.verification.workflow;

import static sleeper.verification.workflow.Disturbance.ALWAYS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.Settings;
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

    /** All platforms are deployed. */
    private static final Settings ALL = Settings.ofInstance(
            Map.of(InstanceSettings.OPTIONAL_STACKS.name(), String.join(",", InstanceSettings.allStacks())));

    private static final String EMR_ERROR = "EMR.AmazonElasticMapReduceException";

    /** What a failed request for something of EMR's may mean, with a text that says so. */
    private static final Map<String, String> REFUSALS = new TreeMap<>(Map.of(
            "throttled", "Rate exceeded (Error Code: ThrottlingException)",
            "full", "Maximum number of active steps(State = Running, Pending or Cancel Pending) for cluster exceeded.",
            "no capacity", "InsufficientInstanceCapacity",
            "refused", "ValidationException"));

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

        /** It is looked for and asked for until that was in vain for hours; then the job fails, with time left to say why. */
        record GivenUp() implements Expected {}

        /** It is looked for, and asked for so often in all; then the job is loaded. */
        record AskedAgain(String next, int attempts) implements Expected {}

        record Aborted() implements Expected {}
    }

    static JsonNode definition(StateMachineFile machine) {
        return parse(EmbeddedMachines.definition(machine, ALL));
    }

    static JsonNode parse(String definition) {
        try {
            return JSON.readTree(definition);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return all states of the machines as they are deployed */
    static List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (StateMachineFile machine : StateMachineFile.all()) {
            statesOf(definition(machine)).keySet().forEach(state -> places.add(new Place(machine, state)));
        }
        return places;
    }

    static JsonNode stateOf(Place place) {
        return statesOf(definition(place.machine())).get(place.state());
    }

    /** @return the states of a graph, and of the branches of its states, by name */
    private static Map<String, JsonNode> statesOf(JsonNode graph) {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        graph.path("States").properties().forEach(entry -> {
            all.put(entry.getKey(), entry.getValue());
            entry.getValue().path("Branches").forEach(branch -> all.putAll(statesOf(branch)));
            all.putAll(statesOf(entry.getValue().path("ItemProcessor")));
        });
        return all;
    }

    /** @return what catches the errors of a state: itself, or the state that it is in a branch of */
    private static JsonNode catcherOf(Place place) {
        JsonNode state = stateOf(place);
        return state.has("Catch")
                ? state
                : statesOf(definition(place.machine())).values().stream()
                        .filter(other -> !other.path("Branches").isMissingNode()
                                && other.findParents(place.state()).size() > 0)
                        .findFirst()
                        .orElse(state);
    }

    /** @return whether what catches the state's other errors looks for what was asked for, and may ask again */
    private static boolean isAskedAgain(Place place) {
        return rule(catcherOf(place).path("Catch"), UNFORESEEN)
                .filter(rule -> rule.path("Next").asText().startsWith("Look for"))
                .isPresent();
    }

    boolean isWait() {
        return stateOf(place).path("Type").asText().equals("Wait");
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
        String type = state.path("Type").asText();
        if (type.equals("Task")) {
            for (String error : errorsNamed(place)) {
                cases.addAll(failures(place, way, error));
            }
            cases.addAll(timeouts(place, way));
            cases.addAll(lostReplies(place, way));
            cases.addAll(refusals(place, way));
            cases.add(aborted(place, way, "abort before the work", Kind.ABORT));
            cases.add(aborted(place, way, "abort after the work", Kind.WORK_AND_ABORT));
            if (isAskedAgain(place) && creates(place)) {
                cases.add(aborted(place, way, "abort at work", Kind.ABORT_AT_WORK));
                cases.add(disturbed(
                        place, way, "time-out at work", Disturbance.of(Kind.RUN_ON, ALWAYS), caught(place, TIMEOUT)));
            }
        } else if (type.equals("Wait")) {
            cases.add(aborted(place, way, "abort", Kind.ABORT));
        }
        return cases.stream();
    }

    private static Case aborted(Place place, Way way, String title, Kind kind) {
        return disturbed(place, way, title, Disturbance.of(kind, ALWAYS), new Expected.Aborted());
    }

    /** Only a request to EMR is told apart by the text of its error. */
    private static List<Case> refusals(Place place, Way way) {
        String resource = stateOf(place).path("Resource").asText();
        if (!isAskedAgain(place) || !resource.contains(":elasticmapreduce:")) {
            return List.of();
        }
        List<Case> cases = new ArrayList<>();
        REFUSALS.forEach((title, text) -> {
            boolean lasting = title.equals("refused") || title.equals("no capacity");
            cases.add(disturbed(
                    place,
                    way,
                    title + (lasting ? "" : " five times"),
                    Disturbance.fail(EMR_ERROR, lasting ? ALWAYS : 5).saying(text),
                    lasting ? new Expected.Caught(caughtBy(place, UNFORESEEN), 1) : askedAgain(place, 6)));
        });
        return cases;
    }

    private static Expected askedAgain(Place place, int attempts) {
        return new Expected.AskedAgain(caughtBy(place, UNFORESEEN), attempts);
    }

    private static Case disturbed(Place place, Way way, String title, Disturbance disturbance, Expected expected) {
        return new Case(place, way, title, Optional.of(disturbance), expected);
    }

    private static Set<String> errorsNamed(Place place) {
        Set<String> errors = new LinkedHashSet<>();
        for (JsonNode rules :
                List.of(stateOf(place).path("Retry"), catcherOf(place).path("Catch"))) {
            for (JsonNode rule : rules) {
                rule.path("ErrorEquals").forEach(error -> errors.add(error.asText()));
            }
        }
        return errors;
    }

    private static List<Case> failures(Place place, Way way, String named) {
        String error = named.equals("States.ALL") ? UNFORESEEN : named;
        List<Case> cases = new ArrayList<>();
        if (retries(place, error) > 0) {
            cases.add(disturbed(place, way, named + " once", Disturbance.fail(error, 1), new Expected.Undisturbed()));
        } else if (leadsToALook(place, error)) {
            cases.add(disturbed(
                    place,
                    way,
                    named + " once",
                    Disturbance.fail(error, 1),
                    askedAgain(place, creates(place) ? 2 : 1)));
        }
        cases.add(disturbed(place, way, named + " each time", Disturbance.fail(error, ALWAYS), lasting(place, error)));
        if (!fitsInTheExecution(place, error) && retries(place, error) > 0) {
            cases.add(disturbed(
                    place,
                    way,
                    named + " each time, late",
                    Disturbance.failLate(error, ALWAYS),
                    new Expected.TimedOut()));
        }
        return cases;
    }

    private static boolean leadsToALook(Place place, String error) {
        return caughtBy(place, error).startsWith("Look for");
    }

    /** What is asked for may be had the next time; what fails beside something that is there leaves that to be looked for. */
    private static Expected lasting(Place place, String error) {
        if (!leadsToALook(place, error)) {
            return caught(place, error);
        }
        return creates(place) ? new Expected.GivenUp() : askedAgain(place, retries(place, error) + 1);
    }

    private static boolean creates(Place place) {
        return stateOf(place).path("Resource").asText().endsWith(".sync");
    }

    /** @return whether a state's Task may be tried to the last within the time of the execution */
    private static boolean fitsInTheExecution(Place place, String error) {
        long longestSeconds = (retries(place, error) + 1L)
                * stateOf(place).path("TimeoutSeconds").asLong();
        return longestSeconds
                < definition(place.machine()).path("TimeoutSeconds").asLong();
    }

    private static List<Case> timeouts(Place place, Way way) {
        List<Case> cases = new ArrayList<>();
        if (retries(place, TIMEOUT) > 0) {
            cases.add(disturbed(place, way, "time-out once", Disturbance.of(Kind.HANG, 1), new Expected.Undisturbed()));
        }
        cases.add(disturbed(
                place,
                way,
                "time-out each time",
                Disturbance.of(Kind.HANG, ALWAYS),
                fitsInTheExecution(place, TIMEOUT) ? caught(place, TIMEOUT) : new Expected.TimedOut()));
        return cases;
    }

    /** The work is done, and nobody hears of it. */
    private static List<Case> lostReplies(Place place, Way way) {
        List<Case> cases = new ArrayList<>();
        if (retries(place, TIMEOUT) > 0) {
            cases.add(disturbed(
                    place, way, "reply lost once", Disturbance.of(Kind.WORK_AND_HANG, 1), new Expected.Undisturbed()));
        }
        String error = isAskedAgain(place)
                ? UNFORESEEN
                : errorsNamed(place).iterator().next().replace("States.ALL", UNFORESEEN);
        cases.add(disturbed(
                place,
                way,
                "reply lost each time",
                Disturbance.loseReply(error, ALWAYS),
                isAskedAgain(place) ? askedAgain(place, retries(place, error) + 1) : caught(place, error)));
        return cases;
    }

    private static Expected caught(Place place, String error) {
        return new Expected.Caught(caughtBy(place, error), retries(place, error) + 1);
    }

    private static String caughtBy(Place place, String error) {
        return rule(catcherOf(place).path("Catch"), error)
                .map(rule -> rule.path("Next").asText())
                .orElseThrow(() -> new IllegalStateException("nothing catches " + error));
    }

    private static int retries(Place place, String error) {
        return rule(stateOf(place).path("Retry"), error)
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
