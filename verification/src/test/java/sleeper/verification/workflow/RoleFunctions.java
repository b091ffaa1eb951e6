package sleeper.verification.workflow;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import sleeper.lambda.LambdaWiring;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.runtime.Late;
import sleeper.local.task.AwsNames;
import sleeper.local.task.lambda.LambdaFunction;
import sleeper.local.task.lambda.LambdaFunctions;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;
import sleeper.verification.permission.ActingRole;

/** The functions, each of which acts in its role while it is called. */
final class RoleFunctions {
    private static final String INVOKE = AwsNames.integration("lambda:invoke");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Late<LambdaFunctions> functions;

    /** @param ports is asked once for each function, when the first of all is called */
    RoleFunctions(Supplier<LambdaPorts> ports) {
        this.functions = Late.of(() -> functions(ports));
    }

    private static LambdaFunctions functions(Supplier<LambdaPorts> ports) {
        List<LambdaFunction<?, ?>> all = new ArrayList<>();
        for (String name : LambdaWiring.functions()) {
            all.add(ActingRole.call(
                    name,
                    () -> function(
                            name, new LambdaWiring(ports.get()).handlers().get(name))));
        }
        return new LambdaFunctions(all, () -> UUID.randomUUID().toString());
    }

    private static <I, O> LambdaFunction<I, O> function(String name, RequestHandler<I, O> handler) {
        return new LambdaFunction<>(name, handler);
    }

    static boolean isCalledBy(TaskRequest request) {
        return request.resource().equals(INVOKE);
    }

    /** @return {@code lambda:invoke} */
    TaskIntegration integration(Executor threads) {
        return TaskIntegration.calling(threads, this::invoke);
    }

    private JsonNode invoke(TaskRequest request, TaskProgress progress) throws JsonProcessingException {
        String arn = request.parameters().path("FunctionName").asText();
        JsonNode payload = call(
                arn.substring(arn.lastIndexOf(':') + 1), request.parameters().path("Payload"));
        return JSON.createObjectNode().put("StatusCode", 200).set("Payload", payload);
    }

    JsonNode call(String name, JsonNode payload) throws JsonProcessingException {
        return ActingRole.call(name, () -> functions.get().call(name, payload, "request-1"));
    }
}
