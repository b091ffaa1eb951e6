package sleeper.lambda.teardown;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.runtime.AttemptRef;
import sleeper.lambda.runtime.Late;
import sleeper.lambda.runtime.Step;

/** The step <i>Tear down</i>. */
public final class TearDownHandler implements RequestHandler<AttemptRef, TearDownHandler.Report> {
    /** How many files were deleted. */
    public record Report(int deleted) {}

    private final LambdaPorts ports;
    private final Late<TearDown> tearDown;

    public TearDownHandler() {
        this(LambdaPorts.fromEnvironment());
    }

    public TearDownHandler(LambdaPorts ports) {
        this.ports = ports;
        this.tearDown = Late.of(() -> new TearDown(ports));
    }

    @Override
    public Report handleRequest(AttemptRef request, Context context) {
        return Step.run(
                context,
                ports.metrics(),
                request.jobId(),
                () -> new Report(tearDown.get().tearDown(request.toAttempt())));
    }
}
