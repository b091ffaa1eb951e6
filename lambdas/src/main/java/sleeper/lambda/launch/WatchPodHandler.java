package sleeper.lambda.launch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.runtime.AttemptRef;
import sleeper.lambda.runtime.Late;
import sleeper.lambda.runtime.Step;

/** The step <i>Watch pod</i>. */
public final class WatchPodHandler implements RequestHandler<WatchPodRequest, WatchStep> {
    private final LambdaPorts ports;
    private final Late<WatchPod> watchPod;

    public WatchPodHandler() {
        this(LambdaPorts.fromEnvironment());
    }

    public WatchPodHandler(LambdaPorts ports) {
        this.ports = ports;
        this.watchPod = Late.of(() -> new WatchPod(ports));
    }

    @Override
    public WatchStep handleRequest(WatchPodRequest request, Context context) {
        return Step.run(
                context,
                ports.metrics(),
                request.jobId(),
                () -> watchPod.get()
                        .next(
                                AttemptRef.attemptOf(request.jobId(), request.attempt()),
                                request.pods(),
                                request.before()));
    }
}
