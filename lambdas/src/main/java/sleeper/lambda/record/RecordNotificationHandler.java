package sleeper.lambda.record;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import sleeper.core.job.AttemptId;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.runtime.AttemptRef;
import sleeper.lambda.runtime.Step;
import sleeper.lambda.verdict.Verdicts;

/** The step <i>Record notification</i>: remembers that people were told of an attempt's end. */
public final class RecordNotificationHandler implements RequestHandler<AttemptRef, AttemptRef> {
    private final LambdaPorts ports;

    public RecordNotificationHandler() {
        this(LambdaPorts.fromEnvironment());
    }

    public RecordNotificationHandler(LambdaPorts ports) {
        this.ports = ports;
    }

    @Override
    public AttemptRef handleRequest(AttemptRef request, Context context) {
        return Step.run(context, ports.metrics(), request.jobId(), () -> {
            AttemptId attempt = request.toAttempt();
            ports.stores().jobs().recordNotified(attempt, Verdicts.NOTIFIED);
            return request;
        });
    }
}
