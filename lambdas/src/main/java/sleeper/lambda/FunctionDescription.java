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

/**
 * The functions of an instance, each with what it is deployed with. Its time-out is the longest {@code TimeoutSeconds} of the Tasks that
 * call it, so that neither cuts the other short, and at most {@link #LONGEST_SECONDS}. No function writes more to its disk than the
 * native libraries of its codecs, so that the least disk that there is will do for all.
 */
public enum FunctionDescription {
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
    MAINTAIN_TABLE("maintain-table", MaintainTableHandler.class, MaintainTableHandler::new, Memory.WHOLE_CPU, 900);

    /** What Lambda allows a call at most, in seconds. */
    public static final int LONGEST_SECONDS = 900;

    /** What is in {@code /tmp}, in MiB: the least that Lambda gives, and what it does not charge for. */
    public static final int DISK_MIB = 512;

    private final String word;
    private final Class<? extends RequestHandler<?, ?>> handler;

    @SuppressWarnings("ImmutableEnumChecker") // a constructor, which has no state
    private final Function<LambdaPorts, RequestHandler<?, ?>> maker;

    private final int memoryMiB;
    private final int timeoutSeconds;

    /** Lambda gives a share of a CPU by memory (AWS Lambda Developer Guide, "Configure Lambda function memory"). */
    private static final class Memory {
        /** For what replays a log or reads footers: one whole CPU. */
        static final int WHOLE_CPU = 1769;

        static final int USUAL = 1024;
    }

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

    /** @return its name within an instance, such as {@code validate-job} */
    public String word() {
        return word;
    }

    /** @return its class and method, as Lambda's configuration names them */
    public String handler() {
        return handler.getName() + "::handleRequest";
    }

    /** @return its memory, in MiB */
    public int memoryMiB() {
        return memoryMiB;
    }

    /** @return how long a call may take, in seconds; at most {@link #LONGEST_SECONDS} */
    public int timeoutSeconds() {
        return timeoutSeconds;
    }

    RequestHandler<?, ?> over(LambdaPorts ports) {
        return maker.apply(ports);
    }
}
