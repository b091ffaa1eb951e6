package sleeper.local.task.eks;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.AttemptId;
import sleeper.core.resource.ResourceService;
import sleeper.local.task.eks.objects.Meta;
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
}
