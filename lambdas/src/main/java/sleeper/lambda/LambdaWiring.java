package sleeper.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.LinkedHashMap;
import java.util.Map;
import sleeper.lambda.commit.CommitFilesHandler;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.reap.ReapAttemptHandler;
import sleeper.lambda.reap.SweepHandler;
import sleeper.lambda.record.RecordFailureHandler;
import sleeper.lambda.record.RecordNotificationHandler;
import sleeper.lambda.start.StarterHandler;
import sleeper.lambda.teardown.TearDownHandler;
import sleeper.lambda.validate.ValidateJobHandler;

/**
 * All steps over one set of ports: for the embedded run and for tests. A deployed function makes its own handler
 * instead, by the handler's no-argument constructor. Safe for use by many threads if the ports are.
 */
public final class LambdaWiring {
    private final Map<String, RequestHandler<?, ?>> handlers = new LinkedHashMap<>();

    public LambdaWiring(LambdaPorts ports) {
        handlers.put("starter", new StarterHandler(ports));
        handlers.put("validate-job", new ValidateJobHandler(ports));
        handlers.put("commit-files", new CommitFilesHandler(ports));
        handlers.put("record-failure", new RecordFailureHandler(ports));
        handlers.put("tear-down", new TearDownHandler(ports));
        handlers.put("record-notification", new RecordNotificationHandler(ports));
        handlers.put("reap-attempt", new ReapAttemptHandler(ports));
        handlers.put("sweep", new SweepHandler(ports));
    }

    /** @throws IllegalStateException if no deployment's module is on the class path */
    public static LambdaWiring fromEnvironment() {
        return new LambdaWiring(LambdaPorts.fromEnvironment());
    }

    /** @return the handlers by the names of their functions */
    public Map<String, RequestHandler<?, ?>> handlers() {
        return Map.copyOf(handlers);
    }
}
