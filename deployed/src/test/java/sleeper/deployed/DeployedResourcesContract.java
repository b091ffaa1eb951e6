package sleeper.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.testkit.resource.ResourceServiceContract;

/**
 * The kit of resources over a double of their service.
 *
 * @param <D> the double
 * @param <C> the client
 */
abstract class DeployedResourcesContract<D extends FaultyService, C extends AutoCloseable>
        extends ResourceServiceContract {
    private static final int MOST_LOOKS = 500;

    static final AttemptId ATTEMPT = new AttemptId(new JobId("load-1"), 1);

    private D service;
    private C client;

    abstract D startDouble() throws IOException;

    abstract C connect(D service) throws IOException;

    abstract ResourceService over(C connected);

    /** @return the double of this test */
    D service() {
        return service;
    }

    @AfterEach
    void stopDouble() throws Exception {
        client.close();
        service.close();
    }

    @Override
    protected final ResourceService newService() throws IOException {
        service = startDouble();
        client = connect(service);
        return sameService();
    }

    @Override
    protected final ResourceService sameService() {
        return over(client);
    }

    @Override
    protected final void awaitEnd(String id) {
        for (int looks = 0; !sameService().describe(id).map(Resource::ended).orElse(true); looks++) {
            assertThat(looks).as("looks at " + id).isLessThan(MOST_LOOKS);
            service.letTimePass();
        }
    }

    @Override
    protected abstract String create(AttemptId attempt) throws IOException;

    @Test
    void shouldFindMoreThanAPageOfThemTheOldestFirst() throws IOException {
        List<String> ids = List.of(create(ATTEMPT), create(ATTEMPT), create(ATTEMPT), create(ATTEMPT), create(ATTEMPT));

        assertThat(sameService().find(ATTEMPT)).extracting(Resource::id).containsExactlyElementsOf(ids);
    }

    @Test
    void shouldWaitWhereTheServiceTakesNoMoreCalls() throws IOException {
        String id = create(ATTEMPT);
        for (int i = 0; i < 20; i++) {
            service.refuse("ThrottlingException");
        }

        assertThat(sameService().find(ATTEMPT)).extracting(Resource::id).containsExactly(id);
    }
}
