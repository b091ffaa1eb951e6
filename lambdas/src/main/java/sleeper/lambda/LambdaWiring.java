package sleeper.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import sleeper.lambda.commit.CommitFilesHandler;
import sleeper.lambda.launch.LaunchHandler;
import sleeper.lambda.launch.WatchPodHandler;
import sleeper.lambda.maintain.MaintainTableHandler;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.reap.ReapAttemptHandler;
import sleeper.lambda.reap.SweepHandler;
import sleeper.lambda.record.RecordFailureHandler;
import sleeper.lambda.record.RecordNotificationHandler;
import sleeper.lambda.start.StarterHandler;
import sleeper.lambda.teardown.TearDownHandler;
import sleeper.lambda.validate.ValidateJobHandler;

/**
 * The catalogue of the steps' functions, and all of them over one set of ports: for the embedded run and for tests. A deployed
 * function makes its own handler instead, by the handler's no-argument constructor. Safe for use by many threads if the ports are.
 */
public final class LambdaWiring {
    private static final Map<String, Function<LambdaPorts, RequestHandler<?, ?>>> FUNCTIONS = Map.ofEntries(
            Map.entry("starter", StarterHandler::new),
            Map.entry("validate-job", ValidateJobHandler::new),
            Map.entry("launch", LaunchHandler::new),
            Map.entry("watch-pod", WatchPodHandler::new),
            Map.entry("commit-files", CommitFilesHandler::new),
            Map.entry("record-failure", RecordFailureHandler::new),
            Map.entry("tear-down", TearDownHandler::new),
            Map.entry("record-notification", RecordNotificationHandler::new),
            Map.entry("reap-attempt", ReapAttemptHandler::new),
            Map.entry("sweep", SweepHandler::new),
            Map.entry("maintain-table", MaintainTableHandler::new));

    private final Map<String, RequestHandler<?, ?>> handlers;

    public LambdaWiring(LambdaPorts ports) {
        this.handlers = FUNCTIONS.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, function -> function.getValue().apply(ports)));
    }

    /** @throws IllegalStateException if no deployment's module is on the class path */
    public static LambdaWiring fromEnvironment() {
        return new LambdaWiring(LambdaPorts.fromEnvironment());
    }

    /** @return the names of all functions */
    public static Set<String> functions() {
        return FUNCTIONS.keySet();
    }

    /** @return the handlers by the names of their functions */
    public Map<String, RequestHandler<?, ?>> handlers() {
        return handlers;
    }
}
