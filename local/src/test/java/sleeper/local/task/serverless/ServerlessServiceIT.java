package sleeper.local.task.serverless;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.AttemptId;
import sleeper.core.resource.ResourceService;
import sleeper.testkit.resource.ResourceServiceContract;

class ServerlessServiceIT extends ResourceServiceContract {
    @TempDir
    private Path folder;

    private ServerlessWorld world;
    private int tokens;

    @Override
    protected ResourceService newService() throws IOException {
        world = new ServerlessWorld(folder, new Capacity(1_000, 10_000_000));
        return world.serverless;
    }

    @Override
    protected ResourceService sameService() {
        return world.serverless;
    }

    /** Two of one attempt come to be by two tokens; a name may be longer than a token. */
    @Override
    protected String create(AttemptId attempt) {
        ObjectNode request = ServerlessWorld.request(attempt.executionName(), "");
        request.put("ClientToken", "token-" + tokens++);
        var unused = world.calls.call(ServerlessTasks.START_JOB_RUN, request);
        world.untilRunning();
        return world.serverless.runs().all().get(tokens - 1).id();
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
