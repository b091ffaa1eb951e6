package sleeper.verification.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes down what happened in each case. */
final class CoveragePage {
    static final String PATH = "docs/reference/state-coverage.md";

    private static final String INTRODUCTION = """
            # State coverage

            <!-- Made by sleeper.verification.workflow.StateCoverageIT: run mvn -pl verification -am verify -Dit.test=StateCoverageIT -Dpages.write -->

            Every state of both machines, entered and disturbed in every way that its definition names, with the real handlers, a real
            table of %d input rows, the embedded run's own EMR, EMR Serverless and Kubernetes, and time that is virtual. Of these platforms only
            Spark is played: a driver does the ingest task's work within the test. What befalls their Tasks is what their own switches for
            faults do. The cells are computed from the definitions as they are deployed on the embedded run. *Once* disturbs the first try of the Task only; *each time* all of them, so that its Retry is exhausted
            where it has one; *late* lets each try take almost its time, until the execution's own is over (`States.ALL` stands for an error that the definition does not name). *Reply lost* does the work, or has it go on where it takes its time, and
            answers with nothing or an error. *At work*, a cluster is starting, or a driver runs: then a person stops the execution, or
            it goes on for longer than the Task may. *Then* are the states after the one disturbed, in its machine, and how that execution
            ended; reap-job starts when an execution of ingest-job ends otherwise than well. *Job* is its status when no execution
            is open any more; after an arrow, once the disturbance is over and the hourly sweep has come. *Rows* are those that a
            reader of the table finds, *mails* the notifications about the job, both by then.

            In each case the test `StateCoverageIT` (the case's name is *machine / state / case (way)*) also checks that the table
            verifies, that after garbage collection no file is left that the log does not name, and that nothing is left on any platform: no
            cluster, step, job run or Job that has not ended, no driver that runs, no folder of a pod; the permanent cluster waits for steps. What the
            attempt made there is all on its record, and seen to be gone.
            """;

    private CoveragePage() {}

    static String render(Map<Case, Story> stories) {
        StringBuilder page = new StringBuilder(INTRODUCTION.formatted(VirtualInstance.ROWS));
        for (Place place : Case.places()) {
            page.append("\n## ").append(place).append("\n\n");
            page.append("| case | way | then | job | rows | mails |\n|---|---|---|---|---|---|\n");
            stories.forEach((what, story) -> {
                if (what.place().equals(place)) {
                    page.append(row(what, story));
                }
            });
            exemptions(place)
                    .forEach(exemption -> page.append("\n").append(exemption).append("\n"));
        }
        return page.toString();
    }

    private static String row(Case what, Story story) {
        Trace trace = story.of(what.place().machine());
        String then = Rounds.of(trace.after(what.place().state())).stream()
                .map(states -> states + " → ")
                .collect(Collectors.joining());
        String job = story.status() == story.settled() ? "" + story.status() : story.status() + " → " + story.settled();
        String title = Choices.isChoice(what.place()) ? "entered, " + Choices.takenIn(what, story) : what.title();
        return "| "
                + String.join(
                        " | ",
                        List.of(
                                title,
                                what.way().words(),
                                then + trace.end(),
                                job,
                                Long.toString(story.rowsInAll()),
                                Long.toString(story.mailsInAll())))
                + " |\n";
    }

    /** @return why the state has no more cells than it has */
    private static List<String> exemptions(Place place) {
        List<String> reasons = new ArrayList<>();
        switch (Case.stateOf(place).path("Type").asText()) {
            case "Choice" ->
                reasons.add(
                        "Exempt: errors, time-out, abort. A Choice takes no time and calls nobody; it is left in the transition"
                                + " that enters it. A comparison of a missing field ends the execution with States.Runtime, which"
                                + " nothing can catch; the state before always writes the field.");
            case "Wait" -> reasons.add("Exempt: errors, time-out. A Wait calls nobody.");
            case "Parallel" ->
                reasons.add(
                        "Exempt: errors, time-out, abort. The Tasks of its branches have them, each with its own cells.");
            case "Map" ->
                reasons.add(
                        "Exempt: errors, time-out, abort. The Tasks of its items have them, each with its own cells, and catch"
                                + " their own errors.");
            case "Pass" -> reasons.add("Exempt: errors, time-out, abort. A Pass takes no time and calls nobody.");
            case "Succeed", "Fail" ->
                reasons.add("Exempt: errors, time-out, abort. The execution ends in the transition that enters it.");
            default -> {}
        }
        return reasons;
    }
}
