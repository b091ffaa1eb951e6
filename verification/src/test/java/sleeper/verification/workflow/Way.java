package sleeper.verification.workflow;

import static sleeper.verification.workflow.Disturbance.ALWAYS;
import static sleeper.verification.workflow.Place.ingest;
import static sleeper.verification.workflow.Place.reap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import sleeper.verification.workflow.Disturbance.Kind;

/** How a job goes when the state that is looked at is left in peace; each state is reached on at least one of these. */
enum Way {
    LOADS("the job loads"),
    LOADS_AND_TELLS("the job loads, and success is told"),
    REFUSED("an input file is missing"),
    FAILS("the ingest task fails"),
    UNDEPLOYED("the platform went between plan and run"),
    LOADS_UNCLEANED("the job loads, its tear-down fails"),
    FAILS_UNCLEANED("the ingest task fails, and the tear-down too"),
    FAILS_UNRECORDED("the ingest task fails, and the failure cannot be recorded"),
    REFUSED_UNRECORDED("an input file is missing, and the refusal cannot be recorded"),
    ABORTED("a person stops the job while the task runs"),
    ABORTED_LATE("a person stops the job after the commit, and success is told"),
    ABORTED_UNREAPED("a person stops the job, and it cannot be reaped");

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
            Map.entry(reap("Finish as reaped"), List.of(ABORTED)),
            Map.entry(reap("Finish unreaped"), List.of(ABORTED_UNREAPED)));

    private final String words;

    Way(String words) {
        this.words = words;
    }

    /** @return what befalls the states before, or instead */
    Map<Place, Disturbance> script() {
        return switch (this) {
            case LOADS, LOADS_AND_TELLS, REFUSED -> Map.of();
            case FAILS -> Map.of(ingest("Run ingest task"), failed());
            case UNDEPLOYED -> Map.of(ingest("Validate job"), Disturbance.answer(Way::onAnotherPlatform));
            case LOADS_UNCLEANED -> Map.of(ingest("Tear down"), unserved());
            case FAILS_UNCLEANED -> Map.of(ingest("Run ingest task"), failed(), ingest("Tear down"), unserved());
            case FAILS_UNRECORDED -> Map.of(ingest("Run ingest task"), failed(), ingest("Record failure"), unserved());
            case REFUSED_UNRECORDED -> Map.of(ingest("Refuse job"), unserved());
            case ABORTED -> Map.of(ingest("Run ingest task"), Disturbance.of(Kind.ABORT, ALWAYS));
            case ABORTED_LATE -> Map.of(ingest("Commit files"), Disturbance.of(Kind.WORK_AND_ABORT, ALWAYS));
            case ABORTED_UNREAPED ->
                Map.of(ingest("Run ingest task"), Disturbance.of(Kind.ABORT, ALWAYS), reap("Reap attempt"), unserved());
        };
    }

    private static JsonNode onAnotherPlatform(JsonNode output) {
        ObjectNode changed = output.deepCopy();
        ((ObjectNode) changed.get("Payload")).put("platform", "emr");
        return changed;
    }

    private static Disturbance failed() {
        return Disturbance.fail("States.TaskFailed", ALWAYS);
    }

    private static Disturbance unserved() {
        return Disturbance.fail("Lambda.ServiceException", ALWAYS);
    }

    /** @return the ways into a state; none for a state that nobody has thought of */
    static List<Way> into(Place place) {
        return INTO.getOrDefault(place, List.of());
    }

    String words() {
        return words;
    }

    boolean tellsSuccess() {
        return this == LOADS_AND_TELLS || this == ABORTED_LATE;
    }

    /** @return what is loaded, in the bucket of the input */
    String inputFile() {
        return this == REFUSED || this == REFUSED_UNRECORDED ? "in/missing.parquet" : "in";
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
