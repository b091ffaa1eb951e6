package sleeper.api.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.StoredJson;
import sleeper.statemachine.graph.MachineGraph;
import sleeper.statemachine.way.ExecutionWay;
import sleeper.statemachine.way.MachineRun;
import sleeper.statemachine.way.RunJson;
import sleeper.statestore.instance.ExecutionStories;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobView;

/**
 * An attempt of a job as the way that its execution took over the state machine.
 *
 * @param job     the job
 * @param attempt the attempt
 * @param story   what its execution did
 * @param run     the machine that the execution runs, and its way
 */
public record JobGraph(JobView job, AttemptView attempt, ExecutionStory story, MachineRun run) {
    /**
     * @param number of the attempt; empty for the last
     * @throws InvalidRequestException WRONG_STATUS if no execution of the attempt is known, or the job is none that executions run;
     *     VALUE_OUT_OF_RANGE if there is no such attempt
     */
    public static JobGraph of(ExecutionStories stories, JobView job, Optional<Integer> number) {
        String summary = "The graph of job '" + job.job().id() + "' was not drawn.";
        Jobs.expectExecutions(
                job,
                summary,
                "See what is known of it with 'sleeper jobs " + job.job().id() + "'.");
        AttemptView attempt = attempt(job, number, summary);
        Optional<ExecutionStory> story = stories.find(attempt.attempt());
        Optional<String> definition = story.flatMap(found -> stories.definition(attempt.attempt()));
        if (definition.isEmpty()) {
            throw Jobs.wrongStatus(
                    job,
                    summary,
                    "attempt " + attempt.attempt().number() + ", which is " + attempt.status()
                            + " and has no execution",
                    "an attempt whose execution was started and is kept, which Step Functions does for 90 days");
        }
        return new JobGraph(
                job,
                attempt,
                story.get(),
                new MachineRun(
                        MachineGraph.parse(definition.get()),
                        ExecutionWay.of(story.get().status(), stories.history(attempt.attempt()))));
    }

    /**
     * @param number of the attempt; empty for the last
     * @throws InvalidRequestException WRONG_STATUS if the job never had an attempt; VALUE_OUT_OF_RANGE if it has none of the number
     */
    public static AttemptView attempt(JobView job, Optional<Integer> number, String summary) {
        AttemptView last = Jobs.lastAttempt(job, summary);
        return number.isEmpty() ? last : attempt(job, number.get(), summary);
    }

    private static AttemptView attempt(JobView job, int number, String summary) {
        return job.attempts().stream()
                .filter(view -> view.attempt().number() == number)
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        summary,
                        List.of(Fault.of(
                                ErrorCode.VALUE_OUT_OF_RANGE,
                                "the attempt",
                                String.valueOf(number),
                                "1 to " + job.attempts().size()))));
    }

    /** @return {@code {"attempt","executionArn"}}, and the run as {@link RunJson} has it */
    public ObjectNode json() {
        return StoredJson.object()
                .put("attempt", attempt.attempt().number())
                .put("executionArn", story.executionArn())
                .setAll(RunJson.toJson(run));
    }
}
