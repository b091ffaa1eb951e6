package sleeper.deployed.instance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sleeper.core.job.AttemptId;
import sleeper.deployed.SfnExecutions;
import sleeper.statestore.instance.ExecutionEvent;
import sleeper.statestore.instance.ExecutionStories;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.StoryBuilder;
import sleeper.statestore.instance.TaskProgress;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineForExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/**
 * What Step Functions tells of executions, which it does for 90 days after their end (Step Functions developer guide, "Quotas"). Of the
 * execution that was asked for last, only what is new is asked for again. How far a task has come stands in its log, which is not read.
 * Safe for use by many threads.
 */
final class SfnStories implements ExecutionStories {
    /**
     * An account's requests for descriptions and histories are bounded for a region, and others make them too (Step Functions developer
     * guide, "Quotas related to API action throttling").
     */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    /** As many as one request takes (Step Functions API reference, "GetExecutionHistory"). */
    private static final int PAGE = 1_000;

    private static final String NOT_TOLD = "What an execution did is not known.";

    private final SfnClient client;
    private final Supplier<String> ingestJob;
    private final CommandRequests requests;
    private Told last = new Told("", List.of());

    /** An execution and its events so far, the oldest first. */
    private record Told(String arn, List<HistoryEvent> events) {
        long lastId() {
            return events.isEmpty() ? 0 : events.get(events.size() - 1).id();
        }
    }

    /**
     * @param client    sends each request once
     * @param ingestJob gives the ARN of the machine
     */
    SfnStories(SfnClient client, Supplier<String> ingestJob, CommandRequests requests) {
        this.client = client;
        this.ingestJob = ingestJob;
        this.requests = requests;
    }

    @Override
    public String executionArn(AttemptId attempt) {
        return SfnExecutions.executionArn(ingestJob.get(), attempt.executionName());
    }

    /** The status is asked for before the history, so that a story that is closed is also complete. */
    @Override
    public Optional<ExecutionStory> find(AttemptId attempt) {
        return described(executionArn(attempt)).map(this::story);
    }

    private Optional<DescribeExecutionResponse> described(String arn) {
        return requests.askAbout(
                NOT_TOLD,
                "states:DescribeExecution",
                arn,
                () -> client.describeExecution(request -> request.executionArn(arn)),
                ExecutionDoesNotExistException.class::isInstance);
    }

    private ExecutionStory story(DescribeExecutionResponse execution) {
        StoryBuilder story = new StoryBuilder();
        for (HistoryEvent event : events(execution.executionArn())) {
            if (event.stateEnteredEventDetails() != null) {
                story.entered(event.stateEnteredEventDetails().name());
            }
            if (event.taskSubmittedEventDetails() != null) {
                story.submitted(orEmpty(event.taskSubmittedEventDetails().output()));
            }
            if (event.taskSucceededEventDetails() != null) {
                story.ended(orEmpty(event.taskSucceededEventDetails().output()));
            }
            if (event.taskFailedEventDetails() != null) {
                story.ended(orEmpty(event.taskFailedEventDetails().cause()));
            }
        }
        return story.build(execution.executionArn(), SfnExecutions.status(execution.status()));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** {@inheritDoc} Logs lie in CloudWatch, which commands do not read. */
    @Override
    public List<String> log(AttemptId attempt, int most) {
        return List.of();
    }

    @Override
    public List<ExecutionEvent> history(AttemptId attempt) {
        String arn = executionArn(attempt);
        return described(arn).isEmpty() ? List.of() : historyOf(arn);
    }

    /** @param arn of an execution that is there, of whatever machine */
    List<ExecutionEvent> historyOf(String arn) {
        return events(arn).stream().map(SfnStories::event).toList();
    }

    private static ExecutionEvent event(HistoryEvent event) {
        String state = event.stateEnteredEventDetails() != null
                ? event.stateEnteredEventDetails().name()
                : event.stateExitedEventDetails() != null
                        ? event.stateExitedEventDetails().name()
                        : "";
        return new ExecutionEvent(
                event.id(),
                event.previousEventId() == null ? 0 : event.previousEventId(),
                event.timestamp(),
                event.typeAsString(),
                state,
                EventDetails.json(event));
    }

    /** The newest come first, so that what is known already ends the pages. */
    private synchronized List<HistoryEvent> events(String arn) {
        Told known = last.arn().equals(arn) ? last : new Told(arn, List.of());
        List<HistoryEvent> newest = new ArrayList<>();
        String token = null;
        boolean reached = false;
        while (!reached) {
            GetExecutionHistoryResponse page = page(arn, token);
            page.events().stream().filter(event -> event.id() > known.lastId()).forEach(newest::add);
            token = page.nextToken();
            reached = token == null || page.events().stream().anyMatch(event -> event.id() <= known.lastId());
        }
        Collections.reverse(newest);
        List<HistoryEvent> events = new ArrayList<>(known.events());
        events.addAll(newest);
        last = new Told(arn, List.copyOf(events));
        return last.events();
    }

    private GetExecutionHistoryResponse page(String arn, String token) {
        return requests.ask(
                NOT_TOLD,
                "states:GetExecutionHistory",
                arn,
                () -> client.getExecutionHistory(request -> request.executionArn(arn)
                        .reverseOrder(true)
                        .maxResults(PAGE)
                        .nextToken(token)));
    }

    @Override
    public Optional<String> definition(AttemptId attempt) {
        String arn = executionArn(attempt);
        return requests.askAbout(
                        NOT_TOLD,
                        "states:DescribeStateMachineForExecution",
                        arn,
                        () -> client.describeStateMachineForExecution(request -> request.executionArn(arn)),
                        ExecutionDoesNotExistException.class::isInstance)
                .map(DescribeStateMachineForExecutionResponse::definition);
    }

    @Override
    public Optional<TaskProgress> progress(AttemptId attempt) {
        return Optional.empty();
    }

    @Override
    public Duration lookEvery() {
        return LOOK_EVERY;
    }
}
