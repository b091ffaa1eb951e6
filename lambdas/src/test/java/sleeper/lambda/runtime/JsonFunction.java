package sleeper.lambda.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import sleeper.core.json.StoredJson;

/**
 * A handler as the Lambda service sees it: JSON in, JSON out, by what serializes them on AWS, and an error as the service shapes it.
 * Safe for use by many threads if the handler is.
 */
public final class JsonFunction {
    private static final int MOST_FRAMES = 20;

    private final Call call;

    @FunctionalInterface
    private interface Call {
        String apply(String request, Context context);
    }

    private JsonFunction(Call call) {
        this.call = call;
    }

    /**
     * What came of a call.
     *
     * @param payload         the result, or {@code {"errorMessage","errorType","stackTrace"}}
     * @param isFunctionError whether the handler threw
     */
    public record Reply(String payload, boolean isFunctionError) {}

    /** @param handler the types of its request and response are read off its {@code handleRequest}, as the runtime does */
    public static <I, O> JsonFunction of(RequestHandler<I, O> handler) {
        Method method = Arrays.stream(handler.getClass().getMethods())
                .filter(found -> found.getName().equals("handleRequest") && !found.isBridge())
                .findFirst()
                .orElseThrow();
        StepJson json = new StepJson();
        return new JsonFunction((request, context) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            I read = json.fromJson(request, method.getGenericParameterTypes()[0]);
            json.toJson(handler.handleRequest(read, context), out, method.getGenericReturnType());
            return out.toString(StandardCharsets.UTF_8);
        });
    }

    /** Calls the handler. Whatever it throws is part of the reply, as with the service. */
    public Reply invoke(String request, Context context) {
        try {
            return new Reply(call.apply(request, context), false);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return new Reply(error(e), true);
        }
    }

    private static String error(Throwable thrown) {
        ObjectNode json = StoredJson.object()
                .put("errorMessage", String.valueOf(thrown.getMessage()))
                .put("errorType", thrown.getClass().getName());
        json.set(
                "stackTrace",
                StoredJson.texts(Arrays.stream(thrown.getStackTrace())
                        .limit(MOST_FRAMES)
                        .map(StackTraceElement::toString)
                        .toList()));
        return StoredJson.write(json);
    }
}
