package sleeper.lambda.record;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.runtime.Late;
import sleeper.lambda.runtime.Step;
import sleeper.lambda.verdict.VerdictDto;

/** The steps <i>Refuse job</i> and <i>Record failure</i>. */
public final class RecordFailureHandler implements RequestHandler<FailureRequest, VerdictDto> {
    private final LambdaPorts ports;
    private final Late<RecordFailure> recordFailure;

    public RecordFailureHandler() {
        this(LambdaPorts.fromEnvironment());
    }

    public RecordFailureHandler(LambdaPorts ports) {
        this.ports = ports;
        this.recordFailure = Late.of(() -> new RecordFailure(ports));
    }

    @Override
    public VerdictDto handleRequest(FailureRequest request, Context context) {
        return Step.run(
                context,
                ports.metrics(),
                request.jobId(),
                () -> recordFailure.get().record(request));
    }
}
