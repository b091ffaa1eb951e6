package sleeper.api.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.job.AttemptId;
import sleeper.core.util.Amounts;
import sleeper.statemachine.Phases;
import sleeper.statemachine.StateMachineFile;
import sleeper.statestore.instance.ExecutionStories;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.Executions.Status;
import sleeper.statestore.instance.TaskProgress;

/**
 * How far an attempt's execution has come.
 *
 * @param states  names of the states entered, in order; the last is the current one while it runs
 * @param status  where it stands
 * @param waiting why it does not go on, for people; empty if it does
 * @param task    how far the task has come that works in the current state
 */
public record Progress(List<String> states, Status status, Optional<String> waiting, Optional<TaskProgress> task) {
    public static final Progress NOT_TAKEN =
            new Progress(List.of(), Status.RUNNING, Optional.of("waiting to be taken"), Optional.empty());

    /** Why a job waits whose task has no room yet. */
    private static final String FOR_ITS_TURN = "for its turn: as many tasks run as there is room for";

    private static final Phases PHASES = Phases.of(StateMachineFile.INGEST_JOB);
    private static final Map<String, String> PHASE_OF_TASK =
            Map.of("reading", "reading", "writing", "sorting and writing");

    public Progress {
        states = List.copyOf(states);
    }

    /** @param story what the attempt's execution did so far */
    public static Progress of(ExecutionStories stories, AttemptId attempt, ExecutionStory story) {
        boolean works = !story.statesVisited().isEmpty() && PHASES.isWork(last(story.statesVisited()));
        return new Progress(
                story.statesVisited(),
                story.status(),
                story.waiting()
                        .map(why -> "waiting: " + why)
                        .or(() -> whyWaits(story).map(why -> "waiting " + why)),
                works ? stories.progress(attempt) : Optional.empty());
    }

    /** @return why an execution waits, for people; empty if it does not */
    public static Optional<String> whyWaits(ExecutionStory story) {
        return story.waiting().or(() -> story.waitsSince().map(since -> FOR_ITS_TURN));
    }

    /** @return what goes on, in a word or two; empty if the current state is none that people are told of */
    public Optional<String> phase() {
        if (waiting.isPresent()) {
            return waiting;
        }
        return task.isPresent()
                ? task.map(now -> PHASE_OF_TASK.getOrDefault(now.phase(), now.phase()))
                : Optional.of(states).filter(all -> !all.isEmpty()).flatMap(all -> PHASES.find(last(all)));
    }

    /** @return such as {@code 1,200 of 5,000 rows, 400 rows/s, 10 s left} */
    public static String words(TaskProgress task) {
        StringBuilder words = new StringBuilder()
                .append(Amounts.count(task.rows()))
                .append(" of ")
                .append(Amounts.count(task.totalRows(), "row"));
        task.rowsPerSecond()
                .ifPresent(
                        rate -> words.append(", ").append(Amounts.count(rate)).append(" rows/s"));
        task.secondsLeft()
                .filter(left -> left > 0)
                .ifPresent(left -> words.append(", ")
                        .append(Amounts.duration(Duration.ofSeconds(left)))
                        .append(" left"));
        return words.toString();
    }

    /** @return where the task is seen as it runs, such as {@code Spark UI http://127.0.0.1:4040} */
    public static Optional<String> pages(TaskProgress task) {
        return task.pages().map(address -> "Spark UI " + address);
    }

    private static String last(List<String> states) {
        return states.get(states.size() - 1);
    }
}
