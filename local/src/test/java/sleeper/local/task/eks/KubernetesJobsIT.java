package sleeper.local.task.eks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.ResourceStage;
import sleeper.local.task.Held;
import sleeper.local.task.eks.objects.Deletion;
import sleeper.local.task.eks.objects.Meta;
import sleeper.local.task.eks.objects.ObjectKey;
import sleeper.local.task.eks.objects.ObjectKind;
import sleeper.testkit.resource.ResourceServiceContract;

class KubernetesJobsIT extends ResourceServiceContract {
    @TempDir
    private Path folder;

    private TestCluster kubernetes;
    private int created;

    @AfterEach
    void close() {
        kubernetes.close();
    }

    @Override
    protected ResourceService newService() throws Exception {
        kubernetes = new TestCluster(Files.createTempDirectory(folder, "cluster"), 9);
        return sameService();
    }

    @Override
    protected ResourceService sameService() {
        return new KubernetesJobs(kubernetes.cluster());
    }

    @Override
    protected String create(AttemptId attempt) {
        String name = Meta.name(kubernetes.createJob("job-" + created++, attempt));
        kubernetes.started();
        return name;
    }

    @Override
    protected void finish(String id) {
        String pod = kubernetes.pods().stream()
                .filter(found -> id.equals(Meta.labels(found).get("job-name")))
                .map(Meta::name)
                .findFirst()
                .orElseThrow();
        kubernetes.cluster().kubelet().kill(TestCluster.NAMESPACE, pod);
    }

    @Override
    protected void awaitEnd(String id) {
        kubernetes.started();
    }

    @Test
    void shouldShowAJobUntilTheLastOfItsExecutorsHasEnded() throws Exception {
        // Given
        ResourceService jobs = newService();
        AttemptId attempt = TestCluster.attempt("load", 1);
        String id = create(attempt);
        kubernetes.createExecutor(kubernetes.pod(), 1);
        kubernetes.started();
        kubernetes.executors().get(0).deafen();
        // When
        jobs.end(id, "the test");
        kubernetes.loop().runUntilIdle();
        // Then the executor alone is left
        assertThat(kubernetes.pods()).extracting(Meta::name).containsExactly("load-exec-1");
        Resource left = new Resource(ResourceKind.KUBERNETES_JOB, id, ResourceStage.RUNNING, "Terminating", "");
        assertThat(jobs.describe(id)).contains(left);
        assertThat(jobs.find(attempt)).containsExactly(left);
        // When
        kubernetes.executors().get(0).exit(137);
        kubernetes.loop().runUntilIdle();
        // Then
        assertThat(jobs.describe(id)).isEmpty();
        assertThat(jobs.find(attempt)).isEmpty();
    }

    @Test
    void shouldEndThePodsOfAJobThatSomebodyDeletedWithoutThem() throws Exception {
        // Given a Job that is deleted as clients do it that say nothing of its pods
        ResourceService jobs = newService();
        AttemptId attempt = TestCluster.attempt("load", 1);
        String id = create(attempt);
        kubernetes.createExecutor(kubernetes.pod(), 1);
        kubernetes.started();
        new Deletion(kubernetes.cluster().store())
                .delete(
                        new ObjectKey(ObjectKind.JOB, TestCluster.NAMESPACE, id),
                        OptionalLong.empty(),
                        Deletion.Policy.ORPHAN);
        kubernetes.loop().runUntilIdle();
        Resource left = new Resource(ResourceKind.KUBERNETES_JOB, id, ResourceStage.RUNNING, "Terminating", "");
        assertThat(jobs.find(attempt)).containsExactly(left);
        // Then people see that its pods still run
        assertThat(HeldJobs.in(kubernetes.records())).singleElement().satisfies(held -> {
            assertThat(held.resource()).isEqualTo(left);
            assertThat(held.asked()).contains("load-exec-1");
        });
        // When
        jobs.end(id, "the test");
        kubernetes.started();
        // Then
        assertThat(kubernetes.pods()).isEmpty();
        assertThat(jobs.find(attempt)).isEmpty();
        assertThat(HeldJobs.in(kubernetes.records())).isEmpty();
    }

    @Test
    void shouldShowWhatIsHeldToWhoeverReadsTheRecords() throws Exception {
        // Given
        ResourceService jobs = newService();
        String id = create(TestCluster.attempt("load", 1));
        kubernetes.createExecutor(kubernetes.pod(), 1);
        kubernetes.started();
        // When
        List<Held> held = HeldJobs.in(kubernetes.records());
        // Then
        String driver = kubernetes.pods().stream()
                .map(Meta::name)
                .filter(name -> name.startsWith(id))
                .findFirst()
                .orElseThrow();
        assertThat(held).singleElement().satisfies(job -> {
            assertThat(job.resource()).isEqualTo(jobs.describe(id).orElseThrow());
            assertThat(job.name()).isEqualTo(id);
            assertThat(job.asked().split("; "))
                    .containsExactlyInAnyOrder(driver + ": 1 CPU, 7936Mi", "load-exec-1: any CPU, any memory");
            assertThat(job.given())
                    .isEqualTo("load-exec-1 asked for 14661 MiB of heap, runs with 1024; for 4 cores, runs with 1");
            assertThat(job.permanent()).isFalse();
        });
        assertThat(HeldJobs.in(folder.resolve("none"))).isEmpty();
    }
}
