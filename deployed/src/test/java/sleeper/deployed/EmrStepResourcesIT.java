package sleeper.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.ResourceStage;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.emr.EmrClient;

class EmrStepResourcesIT extends DeployedResourcesContract<EmrDouble, EmrClient> {
    @Override
    EmrDouble startDouble() throws IOException {
        return new EmrDouble();
    }

    @Override
    EmrClient connect(EmrDouble service) {
        return service.clients("EMR")
                .configured(
                        "EMR",
                        EmrClient.serviceMetadata(),
                        EmrClient.builder().credentialsProvider(ServiceDouble.credentials()))
                .build();
    }

    @Override
    ResourceService over(EmrClient connected) {
        return over(connected, true, Optional.of(EmrDouble.PERMANENT));
    }

    private static ResourceService over(EmrClient connected, boolean clustersAreMade, Optional<String> permanent) {
        Surroundings surroundings = ServiceDouble.surroundings(EmrDouble.NOW);
        return new EmrStepResources(
                connected,
                clustersAreMade
                        ? Optional.of(new EmrClusterResources(connected, "one", surroundings))
                        : Optional.empty(),
                permanent,
                surroundings);
    }

    @Override
    protected String create(AttemptId attempt) {
        return service().addStep(EmrDouble.PERMANENT, attempt.executionName());
    }

    @Override
    protected void finish(String id) {
        service().set(id, "COMPLETED", "", "");
    }

    @Test
    void shouldFindAStepOnTheClusterThatTheAttemptMade() {
        String cluster = service().createCluster("sleeper-one." + ATTEMPT.executionName(), EmrDouble.NOW);
        String other = service().createCluster("sleeper-one.other-a1", EmrDouble.NOW);
        String step = service().addStep(cluster, ATTEMPT.executionName());
        service().addStep(cluster, "other-a1");
        service().addStep(other, "other-a1");

        assertThat(sameService().find(ATTEMPT)).extracting(Resource::id).containsExactly(step);
        assertThat(sameService().describe(step)).map(Resource::stage).contains(ResourceStage.RUNNING);

        sameService().end(step, "over");
        awaitEnd(step);
        assertThat(sameService().describe(step)).map(Resource::state).contains("CANCELLED");
    }

    @Test
    void shouldLookOnlyOnTheClustersThatCanBeThere() {
        String cluster = service().createCluster("sleeper-one." + ATTEMPT.executionName(), EmrDouble.NOW);
        String onIts = service().addStep(cluster, ATTEMPT.executionName());
        String onPermanent = create(ATTEMPT);
        EmrClient client = connect(service());

        assertThat(over(client, true, Optional.empty()).find(ATTEMPT))
                .extracting(Resource::id)
                .containsExactly(onIts);
        assertThat(over(client, false, Optional.of(EmrDouble.PERMANENT)).find(ATTEMPT))
                .extracting(Resource::id)
                .containsExactly(onPermanent);
        client.close();
    }

    @Test
    void shouldKnowNothingOfAnIdWithoutACluster() {
        String id = create(ATTEMPT);
        String step = id.substring(id.indexOf('/') + 1);

        for (String none : List.of(step, "/" + step, EmrDouble.PERMANENT + "/")) {
            assertThat(sameService().describe(none)).isEmpty();
            sameService().end(none, "over");
        }
        assertThat(sameService().describe(id)).map(Resource::stage).contains(ResourceStage.RUNNING);
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, STARTING",
        "RUNNING, RUNNING",
        "CANCEL_PENDING, ENDING",
        "COMPLETED, SUCCEEDED",
        "CANCELLED, FAILED",
        "FAILED, FAILED",
        "INTERRUPTED, FAILED"
    })
    void shouldSayWhereAStepStandsAndWhy(String state, ResourceStage stage) {
        String id = create(ATTEMPT);
        service().set(id, state, "", "it was so");

        assertThat(sameService().describe(id)).hasValueSatisfying(step -> {
            assertThat(step.stage()).isEqualTo(stage);
            assertThat(step.state()).isEqualTo(state);
            assertThat(step.reason()).isEqualTo("it was so");
        });
    }

    @Test
    void shouldSayWhichRightIsMissing() {
        ResourceService onPermanent = over(connect(service()), false, Optional.of(EmrDouble.PERMANENT));
        service().refuse("AccessDeniedException");

        assertThatThrownBy(() -> onPermanent.find(ATTEMPT))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("the action elasticmapreduce:ListSteps on steps of cluster j-PERMANENT");
    }
}
