package sleeper.lambda.reap;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.runtime.Late;
import sleeper.lambda.runtime.Step;

/** The hourly sweep; its event says nothing. */
public final class SweepHandler implements RequestHandler<Map<String, Object>, Sweep.Report> {
    private final LambdaPorts ports;
    private final Late<Sweep> sweep;

    public SweepHandler() {
        this(LambdaPorts.fromEnvironment());
    }

    public SweepHandler(LambdaPorts ports) {
        this.ports = ports;
        this.sweep = Late.of(() -> new Sweep(ports));
    }

    @Override
    public Sweep.Report handleRequest(Map<String, Object> event, Context context) {
        return Step.run(context, ports.metrics(), "", () -> sweep.get().sweep());
    }
}
