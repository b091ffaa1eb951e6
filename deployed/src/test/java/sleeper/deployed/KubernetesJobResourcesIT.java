package sleeper.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.ResourceStage;
import sleeper.deployed.eks.EksPlace;
import sleeper.deployed.eks.EksTokens;
import sleeper.deployed.eks.KubernetesJobResources;
import sleeper.deployed.eks.KubernetesRights;
import sleeper.local.task.eks.api.ApiCertificate;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;

class KubernetesJobResourcesIT extends DeployedResourcesContract<EksDouble, KubernetesJobResources> {
    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private final AtomicLong seconds = new AtomicLong();
    private int created;

    @Override
    EksDouble startDouble() throws IOException {
        EksDouble kubernetes = new EksDouble(Files.createTempDirectory(folder, "cluster"), shared);
        kubernetes.grant(KubernetesRights.VERBS);
        return kubernetes;
    }

    @Override
    KubernetesJobResources connect(EksDouble kubernetes) throws IOException {
        return connected(kubernetes.place(), ServiceDouble.credentials());
    }

    /** The clock goes on with each look at it, so that no two tokens are alike. */
    private KubernetesJobResources connected(EksPlace place, AwsCredentialsProvider credentials) {
        Surroundings surroundings = new Surroundings(
                () -> Instant.parse("2026-11-29T10:00:00Z").plusSeconds(seconds.incrementAndGet() % 600),
                () -> "id",
                new Random(1),
                time -> {});
        return new KubernetesJobResources(
                place,
                new EksTokens(place.cluster(), Region.EU_WEST_2, credentials, surroundings.clock()),
                surroundings);
    }

    @Override
    ResourceService over(KubernetesJobResources connected) {
        return connected;
    }

    @Override
    protected String create(AttemptId attempt) throws IOException {
        String name = "job-" + created++;
        service().createJob(name, attempt);
        return name;
    }

    @Override
    protected void finish(String id) throws IOException {
        service().kill(id);
    }

    private static Resource remains(String id) {
        return new Resource(ResourceKind.KUBERNETES_JOB, id, ResourceStage.RUNNING, "Terminating", "");
    }

    @Test
    void shouldShowAJobUntilTheLastOfItsExecutorsHasEnded() throws IOException {
        String id = create(ATTEMPT);
        service().createDeafExecutor(id, ATTEMPT);

        sameService().end(id, "over");
        service().letTimePass();

        assertThat(service().pods()).containsExactly(id + "-exec-1");
        assertThat(sameService().find(ATTEMPT)).containsExactly(remains(id));
        assertThat(sameService().describe(id)).contains(remains(id));
    }

    @Test
    void shouldEndThePodsOfAJobThatSomebodyDeletedWithoutThem() throws IOException {
        String id = create(ATTEMPT);
        service().orphan(id);
        assertThat(sameService().find(ATTEMPT)).containsExactly(remains(id));

        sameService().end(id, "over");
        awaitEnd(id);

        assertThat(service().pods()).isEmpty();
    }

    @Test
    void shouldShowASecondTokenWhereTheFirstIsNotTaken() throws IOException {
        String id = create(ATTEMPT);
        service().gate().answer(401);

        assertThat(sameService().find(ATTEMPT)).extracting(Resource::id).containsExactly(id);

        List<String> tokens = service().gate().tokens();
        assertThat(tokens.get(1)).isNotEqualTo(tokens.get(0));
        assertThat(tokens.subList(1, tokens.size())).containsOnly(tokens.get(1));
    }

    @Test
    void shouldSayThatTheClusterDoesNotKnowTheRole() {
        service().gate().answer(401);
        service().gate().answer(401);

        assertThatThrownBy(() -> sameService().find(ATTEMPT))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("FILE_FORBIDDEN")
                .hasMessageContaining("list jobs.batch was answered by 401 (said with 401)")
                .hasMessageContaining(
                        "an access entry of the EKS cluster sleeper-one with the group sleeper-functions");
        assertThat(service().gate().tokens()).hasSize(2);
    }

    static Stream<String> rights() {
        return KubernetesRights.VERBS.entrySet().stream()
                .flatMap(resource -> resource.getValue().stream().map(verb -> verb + " " + resource.getKey()));
    }

    @Test
    void shouldNeedTheRightsThatItNames() throws IOException {
        String id = create(ATTEMPT);
        doAll(sameService(), id);

        assertThat(service().calls()).containsExactlyInAnyOrderElementsOf(rights().toList());
    }

    private static void doAll(ResourceService jobs, String id) {
        var found = jobs.find(ATTEMPT);
        var described = jobs.describe(id);
        jobs.end(id, "over");
        assertThat(described).isEqualTo(found.stream().findFirst());
    }

    @ParameterizedTest
    @MethodSource("rights")
    void shouldSayWhichRightIsMissing(String right) throws Exception {
        String verb = right.split(" ")[0];
        String resource = right.split(" ")[1];
        Map<String, List<String>> rights = new HashMap<>(KubernetesRights.VERBS);
        List<String> verbs = new ArrayList<>(rights.get(resource));
        verbs.remove(verb);
        rights.put(resource, verbs);
        try (EksDouble strict = new EksDouble(Files.createTempDirectory(folder, "strict"), shared);
                KubernetesJobResources jobs = connected(strict.place(), ServiceDouble.credentials())) {
            strict.grant(rights);
            strict.createJob("job", ATTEMPT);

            assertThatThrownBy(() -> doAll(jobs, "job"))
                    .isInstanceOf(TransientFailureException.class)
                    .hasMessageContaining("FILE_FORBIDDEN")
                    .hasMessageContaining("in the namespace sleeper-one-bulk-import of the EKS cluster sleeper-one")
                    .hasMessageContaining(verb + " " + resource + " was answered by 403")
                    .hasMessageContaining(
                            "Grant the Kubernetes group sleeper-functions the verb " + verb + " on " + resource);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429, 500, 503, 504})
    void shouldTryAgainWhatMayPass(int status) throws IOException {
        String id = create(ATTEMPT);
        service().gate().answer(status);
        service().gate().answer(status);

        sameService().end(id, "over");
        awaitEnd(id);

        assertThat(sameService().find(ATTEMPT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 422})
    void shouldNotTryAgainWhatWouldEndAlike(int status) {
        service().gate().answer(status);

        assertThatThrownBy(() -> sameService().find(ATTEMPT))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("UNAVAILABLE")
                .hasMessageContaining("list jobs.batch was answered by " + status + " (said with " + status + ")");
        assertThat(service().gate().tokens()).hasSize(1);
    }

    @Test
    void shouldGiveUpOnAServerThatFailsAgainAndAgain() {
        for (int i = 0; i < 5; i++) {
            service().gate().answer(500);
        }

        assertThatThrownBy(() -> sameService().find(ATTEMPT))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("list jobs.batch was answered by 500");
        assertThat(service().gate().tokens()).hasSize(5);
    }

    @Test
    void shouldAskAgainWhereAnAnswerIsLost() throws IOException {
        String id = create(ATTEMPT);
        service().gate().loseAnswer();

        sameService().end(id, "over");
        awaitEnd(id);

        assertThat(sameService().find(ATTEMPT)).isEmpty();
        assertThat(service().pods()).isEmpty();
    }

    @Test
    void shouldSayThatNothingListens() {
        service().gate().close();

        assertThatThrownBy(() -> sameService().describe("job-0"))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("UNAVAILABLE at jobs.batch job-0 in the namespace sleeper-one-bulk-import")
                .hasMessageContaining("get jobs.batch had no answer");
    }

    @Test
    void shouldTrustNoServerThatTheAuthorityDidNotSign() throws Exception {
        Path other =
                ApiCertificate.of(Files.createTempDirectory(folder, "other")).pem();
        EksPlace place = new EksPlace(
                "sleeper-one",
                service().gate().address(),
                Base64.getEncoder().encodeToString(Files.readAllBytes(other)),
                "sleeper-one-bulk-import");
        try (KubernetesJobResources jobs = connected(place, ServiceDouble.credentials())) {
            assertThatThrownBy(() -> jobs.find(ATTEMPT))
                    .isInstanceOf(TransientFailureException.class)
                    .hasMessageContaining("list jobs.batch had no answer")
                    .hasMessageContaining("sets SLEEPER_EKS_CERTIFICATE_AUTHORITY");
        }
        assertThat(service().gate().tokens()).isEmpty();
    }

    @Test
    void shouldSayThatThereAreNoCredentials() throws Exception {
        try (KubernetesJobResources jobs = connected(service().place(), () -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers in the chain");
        })) {
            assertThatThrownBy(() -> jobs.find(ATTEMPT))
                    .isInstanceOf(TransientFailureException.class)
                    .hasMessageContaining("sts:GetCallerIdentity was not sent, since no credentials were found");
        }
    }
}
