package sleeper.lambda.maintain;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.runtime.Late;
import sleeper.lambda.runtime.Step;

/** The Tasks of maintain-table, but for the notification and the start of the next page. */
public final class MaintainTableHandler implements RequestHandler<MaintainRequest, Map<String, Object>> {
    /** How many tables an execution looks after at most. */
    public static final int PAGE_TABLES = MaintainTable.PAGE_TABLES;

    private final LambdaPorts ports;
    private final Late<MaintainTable> maintain;

    public MaintainTableHandler() {
        this(LambdaPorts.fromEnvironment());
    }

    public MaintainTableHandler(LambdaPorts ports) {
        this.ports = ports;
        this.maintain = Late.of(() -> new MaintainTable(ports));
    }

    @Override
    public Map<String, Object> handleRequest(MaintainRequest request, Context context) {
        return Step.run(context, ports.metrics(), "", () -> maintain.get().run(request));
    }
}
