package sleeper.local.task.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import sleeper.lambda.runtime.StepJson;

/**
 * A handler as the Lambda runtime calls it: real request text in, real response text out, by what serializes them on AWS.
 *
 * @param <I> the handler's request
 * @param <O> its response
 */
public final class LambdaFunction<I, O> {
    private final String name;
    private final RequestHandler<I, O> handler;
    private final StepJson json = new StepJson();
    private final Type request;
    private final Type response;

    /**
     * @param name    the function's name
     * @param handler the handler; its request and response types are read off its {@code handleRequest}
     */
    public LambdaFunction(String name, RequestHandler<I, O> handler) {
        this.name = name;
        this.handler = handler;
        Method method = handleRequest(handler.getClass());
        this.request = method.getGenericParameterTypes()[0];
        this.response = method.getGenericReturnType();
    }

    private static Method handleRequest(Class<?> handler) {
        return Arrays.stream(handler.getMethods())
                .filter(method -> method.getName().equals("handleRequest") && !method.isBridge())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(handler + " has no handleRequest"));
    }

    public String name() {
        return name;
    }

    /**
     * Calls the handler.
     *
     * @return the response's JSON
     * @throws RuntimeException what the handler throws
     */
    public String invoke(String payload, String requestId) {
        I read = json.fromJson(payload, request);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        json.toJson(handler.handleRequest(read, new EmbeddedContext(name, requestId)), out, response);
        return out.toString(StandardCharsets.UTF_8);
    }
}
