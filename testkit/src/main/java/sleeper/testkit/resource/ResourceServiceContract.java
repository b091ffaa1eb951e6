package sleeper.testkit.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;

/**
 * What every service of resources must do. A service's test extends it, gives a service that knows nothing for each test, and says
 * how a resource comes to be there.
 */
public abstract class ResourceServiceContract {
    private static final AttemptId ATTEMPT = attempt("load-1", 1);

    private ResourceService service;

    /** @return a service on which nothing was created */
    protected abstract ResourceService newService() throws Exception;

    /** @return another client of the service last given by {@link #newService()}, as another process would have it */
    protected abstract ResourceService sameService() throws Exception;

    /** Has an attempt create a resource, as the state machine does. @return the resource's id; it runs until it is asked to end */
    protected abstract String create(AttemptId attempt) throws Exception;

    /** Has a resource end by itself. */
    protected abstract void finish(String id) throws Exception;

    /** Waits until what was asked to end has ended. */
    protected abstract void awaitEnd(String id) throws Exception;

    @BeforeEach
    void openService() throws Exception {
        service = newService();
    }

    private static AttemptId attempt(String job, int number) {
        return new AttemptId(new JobId(job), number);
    }

    @Test
    void shouldFindNothingOfAnAttemptThatCreatedNothing() throws Exception {
        create(attempt("load-1", 2));
        assertThat(service.find(ATTEMPT)).isEmpty();
    }

    @Test
    void shouldFindWhatAnAttemptCreatedByTheAttemptsName() throws Exception {
        // When
        String id = create(ATTEMPT);
        // Then
        assertThat(service.find(ATTEMPT)).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(service.kind());
            assertThat(found.id()).isEqualTo(id);
            assertThat(found.ended()).isFalse();
            assertThat(found.state()).isNotBlank();
        });
        assertThat(sameService().find(ATTEMPT)).isEqualTo(service.find(ATTEMPT));
    }

    @Test
    void shouldFindAllThatAnAttemptCreated() throws Exception {
        List<String> ids = List.of(create(ATTEMPT), create(ATTEMPT));
        assertThat(service.find(ATTEMPT)).extracting(Resource::id).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void shouldNotTakeAnotherAttemptsForThatOfANameLikeIt() throws Exception {
        // Given
        create(attempt("load-1", 10));
        create(attempt("load-1-a1", 1));
        create(attempt("LOAD-1", 1));
        create(attempt("oad-1", 1));
        // When / Then
        assertThat(service.find(ATTEMPT)).isEmpty();
    }

    @Test
    void shouldFindWhatAnAttemptOfTheLongestNameCreated() throws Exception {
        // Given two that differ in the last character only
        AttemptId longest = attempt("j".repeat(JobId.MAX_LENGTH), 999_999_998);
        create(attempt("j".repeat(JobId.MAX_LENGTH), 999_999_999));
        String id = create(longest);
        // When / Then
        assertThat(service.find(longest)).extracting(Resource::id).containsExactly(id);
    }

    @Test
    void shouldDescribeWhatRuns() throws Exception {
        String id = create(ATTEMPT);
        assertThat(service.describe(id)).get().isEqualTo(service.find(ATTEMPT).get(0));
    }

    @Test
    void shouldEndWhatRunsAndShowItsEnd() throws Exception {
        // Given
        String id = create(ATTEMPT);
        String other = create(ATTEMPT);
        // When
        service.end(id, "the attempt is over");
        awaitEnd(id);
        // Then
        assertThat(isGone(service, id)).isTrue();
        assertThat(isGone(sameService(), id)).isTrue();
        assertThat(isGone(service, other)).isFalse();
        assertThat(service.find(ATTEMPT))
                .filteredOn(found -> found.id().equals(id))
                .allMatch(Resource::ended);
    }

    @Test
    void shouldTakeARequestToEndFromAnotherProcess() throws Exception {
        // Given
        String id = create(ATTEMPT);
        // When
        sameService().end(id, "the attempt is over");
        awaitEnd(id);
        // Then
        assertThat(isGone(service, id)).isTrue();
    }

    @Test
    void shouldEndWhatHasEndedWithoutComplaint() throws Exception {
        // Given
        String id = create(ATTEMPT);
        service.end(id, "the attempt is over");
        awaitEnd(id);
        // When
        service.end(id, "once more");
        // Then
        assertThat(isGone(service, id)).isTrue();
    }

    @Test
    void shouldShowWhatEndedByItself() throws Exception {
        // Given
        String id = create(ATTEMPT);
        // When
        finish(id);
        awaitEnd(id);
        // Then
        assertThat(isGone(service, id)).isTrue();
        assertThat(service.find(ATTEMPT)).extracting(Resource::id).containsExactly(id);
    }

    @Test
    void shouldKnowNothingOfAnIdThatNobodyWasGiven() throws Exception {
        String id = create(ATTEMPT);
        assertThat(service.describe(id + "0")).isEmpty();
        service.end(id + "0", "nothing is there");
        assertThat(isGone(service, id)).isFalse();
    }

    private static boolean isGone(ResourceService service, String id) {
        return service.describe(id).map(Resource::ended).orElse(true);
    }
}
