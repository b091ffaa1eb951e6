package sleeper.lambda.reap;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import sleeper.core.job.AttemptId;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.runtime.Late;
import sleeper.lambda.runtime.Step;
import sleeper.lambda.verdict.VerdictDto;

/** The step <i>Reap attempt</i> of {@code reap-job}. */
public final class ReapAttemptHandler implements RequestHandler<ReapRequest, VerdictDto> {
    private final LambdaPorts ports;
    private final Late<ReapAttempt> reapAttempt;

    public ReapAttemptHandler() {
        this(LambdaPorts.fromEnvironment());
    }

    public ReapAttemptHandler(LambdaPorts ports) {
        this.ports = ports;
        this.reapAttempt = Late.of(() -> new ReapAttempt(ports));
    }

    @Override
    public VerdictDto handleRequest(ReapRequest request, Context context) {
        return Step.run(context, ports.metrics(), request.jobInLogs(), () -> {
            AttemptId attempt = request.toAttempt();
            VerdictDto verdict = reapAttempt.get().reap(attempt, request.execution());
            return request.handedOver() ? verdict.toldByNobody() : verdict;
        });
    }
}
