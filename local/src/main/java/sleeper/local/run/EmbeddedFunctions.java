package sleeper.local.run;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import sleeper.lambda.LambdaWiring;
import sleeper.lambda.port.LambdaPorts;
import sleeper.local.task.lambda.LambdaFunction;
import sleeper.local.task.lambda.LambdaFunctions;

/** The deployed functions, all that there are. {@link EmbeddedDeployment} has the state machines call them by the same names. */
final class EmbeddedFunctions {
    private EmbeddedFunctions() {}

    static LambdaFunctions of(LambdaPorts ports) {
        List<LambdaFunction<?, ?>> functions = new ArrayList<>();
        new LambdaWiring(ports).handlers().forEach((name, handler) -> functions.add(function(name, handler)));
        return new LambdaFunctions(functions, () -> UUID.randomUUID().toString());
    }

    private static <I, O> LambdaFunction<I, O> function(String name, RequestHandler<I, O> handler) {
        return new LambdaFunction<>(name, handler);
    }
}
