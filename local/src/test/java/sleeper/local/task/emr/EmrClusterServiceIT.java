package sleeper.local.task.emr;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.AttemptId;
import sleeper.core.resource.ResourceService;
import sleeper.testkit.resource.ResourceServiceContract;

class EmrClusterServiceIT extends ResourceServiceContract {
    @TempDir
    private Path folder;

    private EmrWorld world;

    @Override
    protected ResourceService newService() throws IOException {
        world = new EmrWorld(folder);
        return world.emr.clusterService();
    }

    @Override
    protected ResourceService sameService() {
        return world.emr.clusterService();
    }

    @Override
    protected String create(AttemptId attempt) {
        var created = world.create(attempt.executionName());
        world.untilReady();
        return created.output().get("ClusterId").asText();
    }

    @Override
    protected void finish(String id) {
        world.pass(Duration.ofMinutes(30));
    }

    @Override
    protected void awaitEnd(String id) {
        world.pass(EmrWorld.TIMES.terminating());
    }
}
