package sleeper.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import sleeper.lambda.port.LambdaPorts;

/**
 * The functions that {@link FunctionDescription} lists, all over one set of ports: for the embedded run and for tests. A deployed
 * function makes its own handler instead, by the handler's no-argument constructor. Safe for use by many threads if the ports are.
 */
public final class LambdaWiring {
    private static final Set<String> FUNCTIONS = Arrays.stream(FunctionDescription.values())
            .map(FunctionDescription::word)
            .collect(Collectors.toUnmodifiableSet());

    private final Map<String, RequestHandler<?, ?>> handlers;

    public LambdaWiring(LambdaPorts ports) {
        this.handlers = Arrays.stream(FunctionDescription.values())
                .collect(Collectors.toUnmodifiableMap(FunctionDescription::word, function -> function.over(ports)));
    }

    /** @throws IllegalStateException if no deployment's module is on the class path */
    public static LambdaWiring fromEnvironment() {
        return new LambdaWiring(LambdaPorts.fromEnvironment());
    }

    /** @return the names of all functions */
    public static Set<String> functions() {
        return FUNCTIONS;
    }

    /** @return the handlers by the names of their functions */
    public Map<String, RequestHandler<?, ?>> handlers() {
        return handlers;
    }
}
