package sleeper.api.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.api.Api;
import sleeper.api.ApiPlace;
import sleeper.api.ApiReply;
import sleeper.api.ApiRequest;
import sleeper.api.error.ErrorReport;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.core.json.StoredJson;
import sleeper.lambda.port.JobMetrics;
import sleeper.lambda.port.PowertoolsMetrics;
import sleeper.lambda.runtime.Late;
import sleeper.lambda.runtime.Step;
import sleeper.run.RealSurroundings;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.util.Surroundings;

/**
 * Answers requests of the API. An event is {@code {"method","path","query","body"}} with a path as in a URL; the reply is
 * {@code {"status","body"}}, whatever went wrong. It reads and writes streams, so that a body is read by the rules that hold for HTTP.
 *
 * <p>Making it opens the instance that the environment names, which sends nothing: a snapshot of the function may be taken then. Who
 * first asks for a part of the instance has it looked for, so that the API over it is made with the first call.
 */
public final class ApiHandler implements RequestStreamHandler {
    /** Lambda Developer Guide, "Lambda quotas": a payload has at most 6 MB; a little is left for what is around it. */
    static final int MOST_BYTES = 6_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
    private static final int TOO_LARGE = 413;

    private final Late<Api> api;
    private final JobMetrics metrics;

    /** @throws IllegalStateException if the environment names no instance */
    public ApiHandler() {
        this(System.getenv(), RealSurroundings.get());
    }

    private ApiHandler(Map<String, String> environment, Surroundings surroundings) {
        this(api(environment, surroundings), new PowertoolsMetrics(new InstanceNames(id(environment)).stack()));
    }

    ApiHandler(Late<Api> api, JobMetrics metrics) {
        this.api = api;
        this.metrics = metrics;
    }

    private static String id(Map<String, String> environment) {
        return environment.getOrDefault("SLEEPER_INSTANCE_ID", "");
    }

    /** @return the API of the instance that the environment names */
    static Late<Api> api(Map<String, String> environment, Surroundings surroundings) {
        Instance instance = Instance.open(environment, surroundings)
                .orElseThrow(() -> new IllegalStateException(
                        "the environment names no instance, or no module of a deployment is on the class path"));
        ApiPlace place =
                new ApiPlace("deployed", id(environment), environment.getOrDefault("AWS_REGION", ""), Map.of());
        return Late.of(() -> Api.of(instance, place, surroundings.clock(), List.of()));
    }

    @Override
    public void handleRequest(InputStream event, OutputStream reply, Context context) throws IOException {
        byte[] asked = event.readAllBytes();
        reply.write(Step.run(context, metrics, "", () -> answer(asked)));
    }

    private byte[] answer(byte[] event) {
        try {
            ApiRequest request = ApiEvent.read(event);
            ApiReply reply = api.get().answer(request);
            if (!request.isRead()) {
                LOG.info("{} {} was answered by {}", request.method(), request.path(), reply.status());
            }
            byte[] bytes = bytes(reply);
            return bytes.length > MOST_BYTES ? bytes(Api.failed(TOO_LARGE, tooLarge(request, bytes.length))) : bytes;
        } catch (SleeperException | UnreachableException e) {
            return bytes(Api.failed(e));
        }
    }

    private static byte[] bytes(ApiReply reply) {
        ObjectNode envelope = StoredJson.object().put("status", reply.status());
        envelope.set("body", reply.body());
        return envelope.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ErrorReport tooLarge(ApiRequest request, int bytes) {
        return ErrorReport.of(
                request.isRead()
                        ? "The reply is too large for a function."
                        : "It was done, and the reply is too large for a function.",
                List.of(new Fault(
                        ErrorCode.LIMIT_EXCEEDED,
                        "the reply",
                        bytes + " bytes",
                        "at most " + MOST_BYTES,
                        request.isRead()
                                ? "Ask for less at a time, with last= where the address takes it, or with the command, such as"
                                        + " 'sleeper dead-letters', which reads the instance itself."
                                : "Do not repeat it: look at what it was about instead.")));
    }
}
