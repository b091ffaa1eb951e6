package sleeper.verification.workflow;

import static sleeper.verification.workflow.Disturbance.ALWAYS;
import static sleeper.verification.workflow.Place.ingest;
import static sleeper.verification.workflow.Place.reap;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import sleeper.verification.workflow.Disturbance.Kind;

/**
 * How a job goes when the state that is looked at is left in peace; each state is reached on at least one of these. A way is
 * written down in {@code test-events/execution}.
 */
enum Way {
    LOADS,
    LOADS_AND_TELLS,
    REFUSED,
    FAILS,
    UNDEPLOYED,
    LOADS_UNCLEANED,
    FAILS_UNCLEANED,
    FAILS_UNRECORDED,
    REFUSED_UNRECORDED,
    ABORTED,
    ABORTED_LATE,
    ABORTED_UNREAPED,
    ABORTED_UNTOLD;

    private static final Map<Place, List<Way>> INTO = Map.ofEntries(
            Map.entry(ingest("Validate job"), List.of(LOADS)),
            Map.entry(ingest("Which platform?"), List.of(LOADS, UNDEPLOYED)),
            Map.entry(ingest("Platform not deployed"), List.of(UNDEPLOYED)),
            Map.entry(ingest("Run ingest task"), List.of(LOADS)),
            Map.entry(ingest("Commit files"), List.of(LOADS)),
            Map.entry(ingest("Refuse job"), List.of(REFUSED)),
            Map.entry(ingest("Record failure"), List.of(FAILS)),
            Map.entry(ingest("Tear down"), List.of(LOADS, FAILS)),
            Map.entry(ingest("Hand over tear down"), List.of(LOADS_UNCLEANED, FAILS_UNCLEANED)),
            Map.entry(ingest("Who is told?"), List.of(LOADS, LOADS_AND_TELLS, FAILS, REFUSED)),
            Map.entry(ingest("Notify"), List.of(FAILS, LOADS_AND_TELLS)),
            Map.entry(ingest("Record notification"), List.of(FAILS, LOADS_AND_TELLS)),
            Map.entry(ingest("What does the log say?"), List.of(LOADS, FAILS)),
            Map.entry(ingest("Finish unrecorded"), List.of(FAILS_UNRECORDED, REFUSED_UNRECORDED)),
            Map.entry(ingest("Finish as committed"), List.of(LOADS)),
            Map.entry(ingest("Finish as not committed"), List.of(FAILS, REFUSED)),
            Map.entry(reap("Reap attempt"), List.of(ABORTED, ABORTED_LATE)),
            Map.entry(reap("Who is told?"), List.of(FAILS, ABORTED, ABORTED_LATE)),
            Map.entry(reap("Notify"), List.of(ABORTED, ABORTED_LATE)),
            Map.entry(reap("Record notification"), List.of(ABORTED, ABORTED_LATE)),
            Map.entry(reap("Tear down"), List.of(ABORTED, ABORTED_LATE)),
            Map.entry(reap("Was all done?"), List.of(ABORTED, ABORTED_UNTOLD)),
            Map.entry(reap("Finish as reaped"), List.of(ABORTED)),
            Map.entry(reap("Finish unreaped"), List.of(ABORTED_UNREAPED, ABORTED_UNTOLD)));

    /** Read once and never changed. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final ExecutionEvent event;

    Way() {
        this.event = ExecutionEvent.read(eventName());
    }

    /** @return the name of its file in {@code test-events/execution} */
    String eventName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @return what befalls the states before, or instead */
    Map<Place, Disturbance> script() {
        return event.script();
    }

    /** @return the ways into a state; none for a state that nobody has thought of */
    static List<Way> into(Place place) {
        return INTO.getOrDefault(place, List.of());
    }

    String words() {
        return event.shows();
    }

    boolean tellsSuccess() {
        return event.tellsSuccess();
    }

    /** @return what is loaded, in the bucket of the input */
    String inputFile() {
        return event.input();
    }

    /** @return what must come of it */
    ExecutionEvent.Outcome outcome() {
        return event.then();
    }

    /** @return the script in which a task that does not end well has done its work before */
    Map<Place, Disturbance> scriptAfterWork() {
        return switch (this) {
            case FAILS -> Map.of(ingest("Run ingest task"), Disturbance.loseReply("States.TaskFailed", ALWAYS));
            case ABORTED -> Map.of(ingest("Run ingest task"), Disturbance.of(Kind.WORK_AND_ABORT, ALWAYS));
            default -> script();
        };
    }
}
