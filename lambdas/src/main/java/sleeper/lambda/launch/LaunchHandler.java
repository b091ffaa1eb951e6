package sleeper.lambda.launch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.runtime.Late;
import sleeper.lambda.runtime.Step;

/** The steps <i>Look for cluster</i>, <i>Look for step</i>, <i>Look for job run</i> and <i>Look for Job</i>. */
public final class LaunchHandler implements RequestHandler<LaunchRequest, LaunchStep> {
    private final LambdaPorts ports;
    private final Late<Launch> launch;

    public LaunchHandler() {
        this(LambdaPorts.fromEnvironment());
    }

    public LaunchHandler(LambdaPorts ports) {
        this.ports = ports;
        this.launch = Late.of(() -> new Launch(ports));
    }

    @Override
    public LaunchStep handleRequest(LaunchRequest request, Context context) {
        String jobId =
                request.state() == null ? "" : String.valueOf(request.state().jobId());
        return Step.run(
                context,
                ports.metrics(),
                jobId,
                () -> launch.get().next(request.toKind(), request.toAttempt(), request.before(), request.clusterId()));
    }
}
