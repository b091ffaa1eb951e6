package sleeper.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sleeper.api.Answering;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.statestore.instance.ExecutionEvent;
import sleeper.statestore.instance.ExecutionStories;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.Executions.Status;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.instance.TaskProgress;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.job.JobView;
import sleeper.statestore.job.StoredJob;
import sleeper.statestore.table.TableStore;
import sleeper.statestore.util.Surroundings;
import sleeper.testkit.log.InMemoryObjectStore;

class LiveJobTest {
    private static final JobId ID = new JobId("j");
    private static final long LAST_EVENT = 41;

    private int lastEventAsked;

    /** One job of one attempt, as it is shown. */
    private ObjectNode json(JobStatus job, Optional<Status> execution) {
        StoredJob stored = new StoredJob(ID, "{}", "digest", "standard", "m", Instant.EPOCH);
        AttemptView attempt =
                new AttemptView(new AttemptId(ID, 1), job, Instant.EPOCH, Optional.empty(), List.of(), 0, 0);
        JobView view = new JobView(stored, "t", job, List.of(attempt), List.of());
        return new LiveJob(new Jobs(instance(new OneStory(execution))), view).json();
    }

    @Test
    void shouldSayTheLastEventOfAnEndedJobWhileItsExecutionRunsOn() {
        ObjectNode json = json(JobStatus.FAILED, Optional.of(Status.RUNNING));

        assertThat(json.get("lastEvent").longValue()).isEqualTo(LAST_EVENT);
        assertThat(json.has("progress")).isFalse();
    }

    @Test
    void shouldAskNoMoreForEventsWhenTheExecutionHasEndedToo() {
        ObjectNode json = json(JobStatus.FAILED, Optional.of(Status.FAILED));

        assertThat(json.has("lastEvent")).isFalse();
        assertThat(lastEventAsked).isZero();
    }

    @Test
    void shouldAskNoMoreForEventsOfAnEndedJobWhoseExecutionIsNotKept() {
        ObjectNode json = json(JobStatus.FAILED, Optional.empty());

        assertThat(json.has("lastEvent")).isFalse();
        assertThat(lastEventAsked).isZero();
    }

    @Test
    void shouldSayTheLastEventOfARunningJobInItsProgressTooAndAskForItOnce() {
        ObjectNode json = json(JobStatus.RUNNING, Optional.of(Status.RUNNING));

        assertThat(json.get("lastEvent").longValue()).isEqualTo(LAST_EVENT);
        assertThat(json.get("progress").toString()).isEqualTo("{\"lastEvent\":41}");
        assertThat(lastEventAsked).isEqualTo(1);
    }

    /** An instance that has jobs and a story, and is asked for nothing else. */
    private static Instance instance(ExecutionStories stories) {
        Surroundings surroundings = new Surroundings(() -> Instant.EPOCH, () -> "id", new Random(1), time -> {});
        JobStore jobs = new JobStore(new InMemoryObjectStore(), surroundings);
        TableStore tables = new TableStore(
                List::of,
                table -> {
                    throw new IllegalStateException("no table is read here");
                },
                surroundings);
        OwnedStores stores = Answering.port(OwnedStores.class, Map.of("jobs", jobs, "tables", tables));
        return Answering.port(Instance.class, Map.of("stores", stores, "stories", stories));
    }

    /** The story of the only attempt, and how often its last event was asked for. */
    private final class OneStory implements ExecutionStories {
        private final Optional<Status> execution;

        OneStory(Optional<Status> execution) {
            this.execution = execution;
        }

        @Override
        public String executionArn(AttemptId attempt) {
            return "arn";
        }

        @Override
        public Optional<ExecutionStory> find(AttemptId attempt) {
            return execution.map(status -> new ExecutionStory(
                    "arn", status, List.of(), List.of(), List.of(), Optional.empty(), Optional.empty()));
        }

        @Override
        public List<ExecutionEvent> history(AttemptId attempt) {
            throw new IllegalStateException("no history is read here");
        }

        @Override
        public long lastEvent(AttemptId attempt) {
            lastEventAsked++;
            return LAST_EVENT;
        }

        @Override
        public Optional<String> definition(AttemptId attempt) {
            return Optional.empty();
        }

        @Override
        public Optional<TaskProgress> progress(AttemptId attempt) {
            return Optional.empty();
        }

        @Override
        public List<String> log(AttemptId attempt, int most) {
            return List.of();
        }

        @Override
        public Duration lookEvery() {
            return Duration.ZERO;
        }
    }
}
