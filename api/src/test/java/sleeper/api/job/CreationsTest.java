package sleeper.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sleeper.core.platform.ResourceKind;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.Executions.Status;
import sleeper.statestore.job.AttemptResources;
import sleeper.statestore.job.AttemptResources.Asked;
import sleeper.statestore.job.AttemptResources.Seen;

class CreationsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Asked TASK = new Asked(ResourceKind.ECS_TASK, "load-1-a1", NOW);
    private static final AttemptResources NO_RECORDS = new AttemptResources(List.of(), List.of(), Set.of());

    private static ExecutionStory story(Status status, List<String> created, List<String> tornDown) {
        return new ExecutionStory("arn", status, List.of(), created, tornDown, Optional.empty(), Optional.empty());
    }

    private static Seen seen(String id, Optional<Instant> goneAt) {
        return new Seen(ResourceKind.ECS_TASK, id, NOW, goneAt);
    }

    @Test
    void shouldShowWhatARunningExecutionCreatedSoFar() {
        // Given
        AttemptResources asked = new AttemptResources(List.of(TASK), List.of(), Set.of());
        // When / Then nothing is unknown of an attempt that goes on
        assertThat(Creations.of(asked, Optional.of(story(Status.RUNNING, List.of("t1"), List.of()))))
                .isEqualTo(new Creations(Set.of("t1"), Set.of(), Set.of()));
    }

    @Test
    void shouldShowAFinishedJobsTaskOnceAsCreatedAndTornDown() {
        // Given
        AttemptResources closed = new AttemptResources(
                List.of(TASK), List.of(seen("t1", Optional.of(NOW))), Set.of(ResourceKind.ECS_TASK));
        // When / Then
        assertThat(Creations.of(closed, Optional.of(story(Status.SUCCEEDED, List.of("t1"), List.of("t1")))))
                .isEqualTo(new Creations(Set.of("t1"), Set.of("t1"), Set.of()));
    }

    @Test
    void shouldNotCallATaskTornDownBecauseItsExecutionIsClosed() {
        // Given
        AttemptResources open = new AttemptResources(List.of(TASK), List.of(seen("t1", Optional.empty())), Set.of());
        // When / Then
        assertThat(Creations.of(open, Optional.of(story(Status.ABORTED, List.of("t1"), List.of()))))
                .isEqualTo(new Creations(Set.of("t1"), Set.of(), Set.of("t1")));
    }

    @Test
    void shouldShowATaskThatOnlyTearDownSaw() {
        // Given the reply to its creation was lost
        AttemptResources closed = new AttemptResources(
                List.of(TASK), List.of(seen("t1", Optional.of(NOW))), Set.of(ResourceKind.ECS_TASK));
        // When / Then
        assertThat(Creations.of(closed, Optional.of(story(Status.FAILED, List.of(), List.of()))))
                .isEqualTo(new Creations(Set.of("t1"), Set.of("t1"), Set.of()));
    }

    @Test
    void shouldShowAnAttemptWithoutRecordsAsTheVersionThatMadeItDid() {
        assertThat(Creations.of(NO_RECORDS, Optional.of(story(Status.ABORTED, List.of("t1"), List.of()))))
                .isEqualTo(new Creations(Set.of("t1"), Set.of("t1"), Set.of()));
        assertThat(Creations.of(NO_RECORDS, Optional.of(story(Status.RUNNING, List.of("t1"), List.of()))))
                .isEqualTo(new Creations(Set.of("t1"), Set.of(), Set.of()));
        assertThat(Creations.of(NO_RECORDS, Optional.empty())).isEqualTo(Creations.NONE);
    }

    @Test
    void shouldListWhatIsGoneInTheOrderOfItsCreation() {
        // Given a second task whose end the execution saw, and a first one whose end only tear-down saw
        AttemptResources closed = new AttemptResources(
                List.of(TASK),
                List.of(seen("t2", Optional.of(NOW)), seen("t1", Optional.of(NOW))),
                Set.of(ResourceKind.ECS_TASK));
        // When
        Creations found =
                Creations.of(closed, Optional.of(story(Status.SUCCEEDED, List.of("t1", "t2"), List.of("t2"))));
        // Then
        assertThat(found.created()).containsExactly("t1", "t2");
        assertThat(found.tornDown()).containsExactly("t1", "t2");
    }

    @Test
    void shouldGatherThoseOfAllAttempts() {
        assertThat(new Creations(Set.of("t1"), Set.of("t1"), Set.of())
                        .and(new Creations(Set.of("t2"), Set.of(), Set.of("t2"))))
                .isEqualTo(new Creations(Set.of("t1", "t2"), Set.of("t1"), Set.of("t2")));
    }
}
