package sleeper.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Arrays;
import java.util.function.Function;
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
import sleeper.lambda.view.PublishViewHandler;

/**
 * The functions that state machines, queues, schedules and rules call. The time-out of each is the longest {@code TimeoutSeconds} of the
 * Tasks that call it, so that neither cuts the other short.
 */
public enum FunctionDescription implements DeployedFunction {
    STARTER("starter", StarterHandler.class, StarterHandler::new, Memory.USUAL, 120),
    VALIDATE_JOB("validate-job", ValidateJobHandler.class, ValidateJobHandler::new, Memory.WHOLE_CPU, 900),
    LAUNCH("launch", LaunchHandler.class, LaunchHandler::new, Memory.USUAL, 300),
    WATCH_POD("watch-pod", WatchPodHandler.class, WatchPodHandler::new, Memory.USUAL, 60),
    COMMIT_FILES("commit-files", CommitFilesHandler.class, CommitFilesHandler::new, Memory.WHOLE_CPU, 300),
    RECORD_FAILURE("record-failure", RecordFailureHandler.class, RecordFailureHandler::new, Memory.USUAL, 300),
    TEAR_DOWN("tear-down", TearDownHandler.class, TearDownHandler::new, Memory.USUAL, 900),
    RECORD_NOTIFICATION(
            "record-notification", RecordNotificationHandler.class, RecordNotificationHandler::new, Memory.USUAL, 60),
    REAP_ATTEMPT("reap-attempt", ReapAttemptHandler.class, ReapAttemptHandler::new, Memory.USUAL, 300),
    SWEEP("sweep", SweepHandler.class, SweepHandler::new, Memory.USUAL, 900),
    MAINTAIN_TABLE("maintain-table", MaintainTableHandler.class, MaintainTableHandler::new, Memory.WHOLE_CPU, 900),
    PUBLISH_VIEW("publish-view", PublishViewHandler.class, PublishViewHandler::new, Memory.WHOLE_CPU, 300);

    private final String word;
    private final Class<? extends RequestHandler<?, ?>> handler;

    @SuppressWarnings("ImmutableEnumChecker") // a constructor, which has no state
    private final Function<LambdaPorts, RequestHandler<?, ?>> maker;

    private final int memoryMiB;
    private final int timeoutSeconds;

    <H extends RequestHandler<?, ?>> FunctionDescription(
            String word, Class<H> handler, Function<LambdaPorts, H> maker, int memoryMiB, int timeoutSeconds) {
        this.word = word;
        this.handler = handler;
        this.maker = maker::apply;
        this.memoryMiB = memoryMiB;
        this.timeoutSeconds = timeoutSeconds;
    }

    /**
     * @return the function of that word
     * @throws IllegalArgumentException if there is none
     */
    public static FunctionDescription of(String word) {
        return Arrays.stream(values())
                .filter(function -> function.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no function " + word + "; there are "
                        + Arrays.stream(values()).map(FunctionDescription::word).toList()));
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public String handler() {
        return handler.getName() + "::handleRequest";
    }

    @Override
    public int memoryMiB() {
        return memoryMiB;
    }

    @Override
    public int timeoutSeconds() {
        return timeoutSeconds;
    }

    RequestHandler<?, ?> over(LambdaPorts ports) {
        return maker.apply(ports);
    }
}
