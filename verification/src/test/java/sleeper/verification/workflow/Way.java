package sleeper.verification.workflow;

import static sleeper.verification.workflow.Disturbance.ALWAYS;
import static sleeper.verification.workflow.Place.ingest;
import static sleeper.verification.workflow.Place.maintain;
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
    ABORTED_UNTOLD,
    LOADS_ON_EMR,
    LOADS_ON_PERSISTENT_EMR,
    LOADS_ON_EMR_SERVERLESS,
    LOADS_ON_EKS,
    FAILS_ON_EMR,
    WAITS_FOR_CLUSTER,
    WAITS_FOR_STEP,
    WAITS_FOR_JOB_RUN,
    WAITS_FOR_JOB,
    WAITS_FOR_POD,
    FINDS_STEP,
    FINDS_JOB_RUN,
    FINDS_JOB,
    MAINTAINS,
    MAINTAINS_MORE,
    LEAVES_A_TABLE_OUT,
    LEAVES_A_TABLE_OUT_UNTOLD,
    LEAVES_A_TABLE_OUT_UNSHORTENED;

    private static final Map<Place, List<Way>> INTO = Map.ofEntries(
            Map.entry(ingest("Validate job"), List.of(LOADS)),
            Map.entry(
                    ingest("Which platform?"),
                    List.of(
                            LOADS,
                            LOADS_ON_EMR,
                            LOADS_ON_PERSISTENT_EMR,
                            LOADS_ON_EMR_SERVERLESS,
                            LOADS_ON_EKS,
                            UNDEPLOYED)),
            Map.entry(ingest("Platform not deployed"), List.of(UNDEPLOYED)),
            Map.entry(ingest("Run ingest task"), List.of(LOADS)),
            Map.entry(ingest("Look for cluster"), List.of(LOADS_ON_EMR)),
            Map.entry(ingest("What about the cluster?"), List.of(LOADS_ON_EMR, WAITS_FOR_CLUSTER)),
            Map.entry(ingest("Wait for cluster"), List.of(WAITS_FOR_CLUSTER)),
            Map.entry(ingest("Create cluster"), List.of(LOADS_ON_EMR)),
            Map.entry(ingest("Use permanent cluster"), List.of(LOADS_ON_PERSISTENT_EMR)),
            Map.entry(ingest("Look for step"), List.of(LOADS_ON_EMR, LOADS_ON_PERSISTENT_EMR)),
            Map.entry(ingest("What about the step?"), List.of(LOADS_ON_EMR, WAITS_FOR_STEP, FINDS_STEP)),
            Map.entry(ingest("Wait for step"), List.of(WAITS_FOR_STEP)),
            Map.entry(ingest("Run step"), List.of(LOADS_ON_EMR, LOADS_ON_PERSISTENT_EMR)),
            Map.entry(ingest("Look for job run"), List.of(LOADS_ON_EMR_SERVERLESS)),
            Map.entry(
                    ingest("What about the job run?"),
                    List.of(LOADS_ON_EMR_SERVERLESS, WAITS_FOR_JOB_RUN, FINDS_JOB_RUN)),
            Map.entry(ingest("Wait for job run"), List.of(WAITS_FOR_JOB_RUN)),
            Map.entry(ingest("Start job run"), List.of(LOADS_ON_EMR_SERVERLESS)),
            Map.entry(ingest("Look for Job"), List.of(LOADS_ON_EKS)),
            Map.entry(ingest("What about the Job?"), List.of(LOADS_ON_EKS, WAITS_FOR_JOB, FINDS_JOB)),
            Map.entry(ingest("Wait for Job"), List.of(WAITS_FOR_JOB)),
            Map.entry(ingest("Run Job and watch"), List.of(LOADS_ON_EKS)),
            Map.entry(ingest("Start Job"), List.of(LOADS_ON_EKS)),
            Map.entry(ingest("Wait for pod"), List.of(LOADS_ON_EKS)),
            Map.entry(ingest("List pods"), List.of(LOADS_ON_EKS)),
            Map.entry(ingest("Watch pod"), List.of(LOADS_ON_EKS)),
            Map.entry(ingest("Does the pod run?"), List.of(LOADS_ON_EKS, WAITS_FOR_POD)),
            Map.entry(ingest("Stop watching"), List.of(LOADS_ON_EKS)),
            Map.entry(ingest("Is a cluster to be ended?"), List.of(LOADS, FAILS, LOADS_ON_EMR)),
            Map.entry(ingest("Terminate cluster"), List.of(LOADS_ON_EMR, FAILS_ON_EMR)),
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
            Map.entry(reap("Finish unreaped"), List.of(ABORTED_UNREAPED, ABORTED_UNTOLD)),
            Map.entry(maintain("List tables"), List.of(MAINTAINS)),
            Map.entry(maintain("Look after tables"), List.of(MAINTAINS)),
            Map.entry(maintain("Write snapshot"), List.of(MAINTAINS)),
            Map.entry(maintain("Collect garbage"), List.of(MAINTAINS)),
            Map.entry(maintain("Project history"), List.of(MAINTAINS)),
            Map.entry(maintain("Publish view"), List.of(MAINTAINS)),
            Map.entry(maintain("Note success"), List.of(MAINTAINS)),
            Map.entry(maintain("Shorten failure"), List.of(LEAVES_A_TABLE_OUT)),
            Map.entry(maintain("Note failure"), List.of(LEAVES_A_TABLE_OUT_UNSHORTENED)),
            Map.entry(maintain("Word failures"), List.of(MAINTAINS)),
            Map.entry(maintain("Who is told?"), List.of(MAINTAINS, LEAVES_A_TABLE_OUT)),
            Map.entry(maintain("Notify"), List.of(LEAVES_A_TABLE_OUT)),
            Map.entry(maintain("Are there more tables?"), List.of(MAINTAINS, MAINTAINS_MORE)),
            Map.entry(maintain("Start with the next tables"), List.of(MAINTAINS_MORE)),
            Map.entry(maintain("Was all done?"), List.of(MAINTAINS, LEAVES_A_TABLE_OUT, LEAVES_A_TABLE_OUT_UNTOLD)),
            Map.entry(maintain("Finish as maintained"), List.of(MAINTAINS)),
            Map.entry(maintain("Finish with tables left out"), List.of(LEAVES_A_TABLE_OUT)),
            Map.entry(maintain("Finish unmaintained"), List.of(LEAVES_A_TABLE_OUT_UNTOLD)));

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

    /** @return word of the queue that the job is sent to */
    String queue() {
        return event.queue();
    }

    /** @return whether the tables are maintained once the job is over */
    boolean maintains() {
        return event.maintains();
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
