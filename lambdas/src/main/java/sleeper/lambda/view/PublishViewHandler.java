package sleeper.lambda.view;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.runtime.Late;
import sleeper.lambda.runtime.Step;

/** Publishes the view of the table that a job has loaded. Called by the event of an execution that ended well. */
public final class PublishViewHandler implements RequestHandler<PublishViewRequest, Map<String, Object>> {
    private final LambdaPorts ports;
    private final Late<PublishView> publish;

    public PublishViewHandler() {
        this(LambdaPorts.fromEnvironment());
    }

    public PublishViewHandler(LambdaPorts ports) {
        this.ports = ports;
        this.publish = Late.of(() -> new PublishView(ports));
    }

    @Override
    public Map<String, Object> handleRequest(PublishViewRequest request, Context context) {
        return Step.run(context, ports.metrics(), "", () -> publish.get().of(request));
    }
}
