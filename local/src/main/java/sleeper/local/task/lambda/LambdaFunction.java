package sleeper.local.task.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A handler as the Lambda runtime calls it: real request text in, real response text out, with the runtime's own serializers.
 *
 * @param <I> the handler's request
 * @param <O> its response
 */
public final class LambdaFunction<I, O> {
    private final String name;
    private final RequestHandler<I, O> handler;
    private final PojoSerializer<I> requests;
    private final PojoSerializer<O> responses;

    /**
     * @param name    the function's name
     * @param handler the handler; its request and response types are read off its {@code handleRequest}
     */
    public LambdaFunction(String name, RequestHandler<I, O> handler) {
        this.name = name;
        this.handler = handler;
        Method method = handleRequest(handler.getClass());
        this.requests = serializer(method.getParameterTypes()[0]);
        this.responses = serializer(method.getReturnType());
    }

    private static Method handleRequest(Class<?> handler) {
        return Arrays.stream(handler.getMethods())
                .filter(method -> method.getName().equals("handleRequest") && !method.isBridge())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(handler + " has no handleRequest"));
    }

    @SuppressWarnings("unchecked") // The serializer is made for the very type that the handler declares.
    private static <T> PojoSerializer<T> serializer(Class<?> type) {
        return LambdaEventSerializers.isLambdaSupportedEvent(type.getName())
                ? (PojoSerializer<T>) LambdaEventSerializers.serializerFor(type, LambdaFunction.class.getClassLoader())
                : (PojoSerializer<T>) JacksonFactory.getInstance().getSerializer(type);
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
    public String invoke(String request, String requestId) {
        O response = handler.handleRequest(requests.fromJson(request), new EmbeddedContext(name, requestId));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        responses.toJson(response, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
