package sleeper.local.instance;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import sleeper.core.job.AttemptId;
import sleeper.local.client.AwsJsonClient.NoAnswerException;
import sleeper.local.client.ServicesClient;
import sleeper.local.run.LocalHome;
import sleeper.local.run.StoredStories;
import sleeper.statestore.instance.ExecutionEvent;
import sleeper.statestore.instance.ExecutionStories;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.Executions.Execution;
import sleeper.statestore.instance.TaskProgress;

/**
 * What the home says of executions, and of those that are open what running services know beyond that: that one waits until it can be
 * saved, or was stopped while it did. Safe for use by many threads.
 */
final class LiveStories implements ExecutionStories {
    private static final String STOPPED = "It was stopped, which is saved as soon as it can be.";

    private final StoredStories stored;
    private final ReachedClient<ServicesClient> services;

    LiveStories(LocalHome home, InstantSource clock) {
        this.stored = new StoredStories(home, clock);
        this.services = new ReachedClient<>(home, ServicesClient::new);
    }

    @Override
    public String executionArn(AttemptId attempt) {
        return stored.executionArn(attempt);
    }

    @Override
    public Optional<ExecutionStory> find(AttemptId attempt) {
        return stored.find(attempt).map(story -> story.isClosed() ? story : asTheServicesHaveIt(story, attempt));
    }

    private ExecutionStory asTheServicesHaveIt(ExecutionStory story, AttemptId attempt) {
        try {
            Optional<Execution> known = services.get().flatMap(client -> client.describe(attempt));
            if (known.isEmpty()) {
                return story;
            }
            Execution execution = known.get();
            if (execution.isRunning()) {
                return execution.cause().isEmpty() ? story : story.waiting(execution.status(), execution.cause());
            }
            // It may have been saved since the first look.
            ExecutionStory saved = stored.find(attempt).orElse(story);
            return saved.isClosed() ? saved : saved.waiting(execution.status(), STOPPED);
        } catch (NoAnswerException e) {
            return story;
        }
    }

    @Override
    public List<ExecutionEvent> history(AttemptId attempt) {
        return stored.history(attempt);
    }

    @Override
    public long lastEvent(AttemptId attempt) {
        return stored.lastEvent(attempt);
    }

    @Override
    public Optional<String> definition(AttemptId attempt) {
        return stored.definition(attempt);
    }

    @Override
    public Optional<TaskProgress> progress(AttemptId attempt) {
        return stored.progress(attempt);
    }

    @Override
    public List<String> log(AttemptId attempt, int most) {
        return stored.log(attempt, most);
    }

    @Override
    public Duration lookEvery() {
        return stored.lookEvery();
    }
}
