package sleeper.local.task.emr;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.AttemptId;
import sleeper.core.resource.ResourceService;
import sleeper.testkit.resource.ResourceServiceContract;

class EmrStepServiceIT extends ResourceServiceContract {
    @TempDir
    private Path folder;

    private EmrWorld world;
    private String cluster;

    @Override
    protected ResourceService newService() throws IOException {
        world = new EmrWorld(folder);
        cluster = world.readyCluster();
        return world.emr.stepService();
    }

    @Override
    protected ResourceService sameService() {
        return world.emr.stepService();
    }

    @Override
    protected String create(AttemptId attempt) {
        var unused = world.add(cluster, attempt.executionName());
        return world.emr.steps().all().get(world.emr.steps().all().size() - 1).portId();
    }

    @Override
    protected void finish(String id) {
        world.spark.runs().get(0).end(0);
    }

    @Override
    protected void awaitEnd(String id) {
        world.loop.runUntilIdle();
    }
}
