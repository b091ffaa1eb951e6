package sleeper.verification.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import sleeper.lambdaruntime.FunctionAnswer;
import sleeper.lambdaruntime.FunctionSetup;
import sleeper.lambdaruntime.UnpackedZip;
import sleeper.lambdaruntime.ZippedFunction;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskIntegration;

/**
 * Lambda: each function of the template is its zip in one process, started with its first call and kept for later ones. Its environment
 * is the template's, and what Lambda sets itself. No snapshot is taken.
 */
final class PlayedFunctions implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, JsonNode> byArn;
    private final Map<String, String> ofLambda;
    private final UnpackedZip zip;
    private final Map<String, ZippedFunction> started = new HashMap<>();

    /**
     * @param folder   for the unpacked zip; not there yet
     * @param ofLambda what Lambda sets: region, credentials, and here the servers that stand in for services
     */
    PlayedFunctions(DeployedTemplate template, Path folder, Map<String, String> ofLambda) throws IOException {
        this.byArn = template.functions();
        this.ofLambda = Map.copyOf(ofLambda);
        this.zip = UnpackedZip.of(code(template), folder);
    }

    private static Path code(DeployedTemplate template) throws IOException {
        Path code = null;
        for (JsonNode function : template.functions().values()) {
            Path its = template.code(function);
            if (code != null && !code.equals(its)) {
                throw new IOException("the functions are made from more than one zip: " + code + ", " + its);
            }
            code = its;
        }
        return code;
    }

    /** @return how the template has a function set up */
    static FunctionSetup setup(JsonNode function, Map<String, String> ofLambda) {
        Map<String, String> environment = new HashMap<>(DeployedTemplate.texts(function.at("/Environment/Variables")));
        environment.putAll(ofLambda);
        return new FunctionSetup(
                function.path("FunctionName").asText(),
                function.path("Handler").asText(),
                function.path("MemorySize").asInt(),
                function.path("Timeout").asInt(),
                environment,
                List.of());
    }

    /** @return a process of the function that nobody else calls, to be closed by the caller */
    ZippedFunction startAlone(FunctionSetup setup) throws IOException {
        return ZippedFunction.start(zip, setup);
    }

    /**
     * Calls a function.
     *
     * @param arn of its alias
     * @throws TaskFailedException {@code Lambda.ResourceNotFoundException} if the template makes none of that ARN
     */
    FunctionAnswer call(String arn, String event) throws IOException {
        return warm(arn).invoke(event);
    }

    private synchronized ZippedFunction warm(String arn) throws IOException {
        JsonNode function = byArn.get(arn);
        if (function == null) {
            throw new TaskFailedException("Lambda.ResourceNotFoundException", "Function not found: " + arn);
        }
        ZippedFunction warm = started.get(arn);
        if (warm == null) {
            warm = startAlone(setup(function, ofLambda));
            started.put(arn, warm);
        }
        return warm;
    }

    /** @return the ARNs of the functions that were called */
    synchronized List<String> called() {
        return started.keySet().stream().sorted().toList();
    }

    /** @return what the function's process wrote so far */
    synchronized List<String> log(String arn) throws IOException {
        return started.get(arn).log();
    }

    /** @return {@code lambda:invoke} */
    TaskIntegration integration(Executor threads) {
        return TaskIntegration.calling(threads, (request, progress) -> {
            String event = JSON.writeValueAsString(request.parameters().path("Payload"));
            FunctionAnswer answer =
                    call(request.parameters().path("FunctionName").asText(), event);
            if (answer instanceof FunctionAnswer.Failed failed) {
                throw new TaskFailedException(failed.errorType(), failed.payload());
            }
            ObjectNode output =
                    JSON.createObjectNode().put("ExecutedVersion", "1").put("StatusCode", 200);
            output.set("Payload", JSON.readTree(answer.payload()));
            return output;
        });
    }

    @Override
    public synchronized void close() throws IOException {
        Closing.all(started.values());
    }
}
