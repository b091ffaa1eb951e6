package sleeper.local.run;

import java.util.List;
import java.util.UUID;
import sleeper.lambda.commit.CommitFilesHandler;
import sleeper.lambda.launch.LaunchHandler;
import sleeper.lambda.launch.WatchPodHandler;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.reap.ReapAttemptHandler;
import sleeper.lambda.record.RecordFailureHandler;
import sleeper.lambda.record.RecordNotificationHandler;
import sleeper.lambda.start.StarterHandler;
import sleeper.lambda.teardown.TearDownHandler;
import sleeper.lambda.validate.ValidateJobHandler;
import sleeper.local.task.lambda.LambdaFunction;
import sleeper.local.task.lambda.LambdaFunctions;

/** The deployed functions, by the names that {@link EmbeddedDeployment} gives them. */
final class EmbeddedFunctions {
    private EmbeddedFunctions() {}

    static LambdaFunctions of(LambdaPorts ports) {
        return new LambdaFunctions(
                List.of(
                        new LambdaFunction<>(EmbeddedDeployment.STARTER, new StarterHandler(ports)),
                        new LambdaFunction<>(EmbeddedDeployment.VALIDATE_JOB, new ValidateJobHandler(ports)),
                        new LambdaFunction<>(EmbeddedDeployment.LAUNCH, new LaunchHandler(ports)),
                        new LambdaFunction<>(EmbeddedDeployment.WATCH_POD, new WatchPodHandler(ports)),
                        new LambdaFunction<>(EmbeddedDeployment.COMMIT_FILES, new CommitFilesHandler(ports)),
                        new LambdaFunction<>(EmbeddedDeployment.RECORD_FAILURE, new RecordFailureHandler(ports)),
                        new LambdaFunction<>(EmbeddedDeployment.TEAR_DOWN, new TearDownHandler(ports)),
                        new LambdaFunction<>(
                                EmbeddedDeployment.RECORD_NOTIFICATION, new RecordNotificationHandler(ports)),
                        new LambdaFunction<>(EmbeddedDeployment.REAP_ATTEMPT, new ReapAttemptHandler(ports))),
                () -> UUID.randomUUID().toString());
    }
}
