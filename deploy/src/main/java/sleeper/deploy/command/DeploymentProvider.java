package sleeper.deploy.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import sleeper.core.deployment.Deployer;
import sleeper.deploy.Talk;
import sleeper.run.RealSurroundings;

/** Opens {@link Deployment} over the environment of the process. */
public final class DeploymentProvider implements Deployer.Provider {
    @Override
    public Deployer open(Optional<String> region, Deployer.Dialogue dialogue) {
        return new Deployment(System.getenv(), region, RealSurroundings.get(), new InsideTalk(dialogue));
    }

    /** Inside, a result is an object. */
    private record InsideTalk(Deployer.Dialogue to) implements Talk {
        @Override
        public void say(String text) {
            to.say(text);
        }

        @Override
        public boolean confirm(String question) {
            return to.confirm(question);
        }

        @Override
        public void result(ObjectNode json, String words) {
            to.result(json.toString(), words);
        }
    }
}
