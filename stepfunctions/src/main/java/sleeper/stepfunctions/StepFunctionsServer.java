package sleeper.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.stepfunctions.StepFunctionsException.Code;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.http.Bounds;
import sleeper.stepfunctions.http.Guard;
import sleeper.stepfunctions.http.HttpAnswer;
import sleeper.stepfunctions.http.HttpEndpoint;
import sleeper.stepfunctions.http.HttpService;
import sleeper.stepfunctions.http.PortTakenException;
import sleeper.stepfunctions.http.Refusal;
import sleeper.stepfunctions.http.RequestGuard;
import sleeper.stepfunctions.http.RequestHead;

/**
 * Step Functions over HTTP, in the AWS JSON 1.0 protocol, so that boto3, the AWS CLI and the SDKs work against it with any credentials.
 * Listens on 127.0.0.1 only, and takes nothing that a web page can send.
 */
public final class StepFunctionsServer implements AutoCloseable {
    /** What an endpoint of it is called. */
    public static final String NAME = "stepfunctions";

    private static final Logger LOG = LoggerFactory.getLogger(StepFunctionsServer.class);
    private static final String TARGET_PREFIX = "AWSStepFunctions.";
    private static final String CONTENT_TYPE = "application/x-amz-json-1.0";

    private final HttpEndpoint endpoint;

    private StepFunctionsServer(HttpEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Starts to listen and to serve.
     *
     * @param port 0 for a free one
     * @throws PortTakenException if it cannot listen there
     */
    public static StepFunctionsServer start(LocalStepFunctions functions, int port) {
        return start(functions, HttpEndpoint.listen(NAME, port), Set.of());
    }

    /**
     * Starts to serve.
     *
     * @param endpoint which serves nothing yet; closed with the server
     * @param hosts    names of this machine beside localhost under which clients may call it, such as {@code host.docker.internal}
     */
    public static StepFunctionsServer start(LocalStepFunctions functions, HttpEndpoint endpoint, Set<String> hosts) {
        endpoint.serve(new Service(new Operations(functions)), hosts, Bounds.USUAL);
        return new StepFunctionsServer(endpoint);
    }

    /** Where clients find it. */
    public URI endpoint() {
        return endpoint.address();
    }

    /** Ends the listening; requests in progress have a second to end. */
    @Override
    public void close() {
        endpoint.close();
    }

    private record Service(Operations operations) implements HttpService {
        @Override
        public RequestGuard guard(int port, Set<String> hosts) {
            return new Guard(port, hosts, Set.of(CONTENT_TYPE, "application/x-amz-json-1.1"));
        }

        @Override
        public HttpAnswer answer(RequestHead head, byte[] body) {
            try {
                return json(200, call(head, body));
            } catch (StepFunctionsException e) {
                return json(
                        400,
                        error("com.amazonaws.swf.service.v2.model#" + e.code().wireName(), e.getMessage()));
            } catch (RuntimeException e) {
                LOG.error("A request to the Step Functions endpoint failed", e);
                return json(
                        500, error("com.amazonaws.swf.service.v2.model#InternalFailure", "The endpoint failed: " + e));
            }
        }

        private JsonNode call(RequestHead head, byte[] body) {
            String target = head.only("X-Amz-Target").orElse(null);
            if (target == null || !target.startsWith(TARGET_PREFIX)) {
                throw new StepFunctionsException(
                        Code.UNKNOWN_OPERATION,
                        "The header X-Amz-Target must name an operation of " + TARGET_PREFIX + ", but is " + target);
            }
            return operations.call(target.substring(TARGET_PREFIX.length()), request(body));
        }

        private static ObjectNode request(byte[] body) {
            try {
                JsonNode json = Json.read(body.length == 0 ? "{}" : new String(body, StandardCharsets.UTF_8));
                if (json instanceof ObjectNode object) {
                    return object;
                }
            } catch (JsonProcessingException e) {
                throw new StepFunctionsException(Code.VALIDATION, "The request is not JSON: " + Json.problem(e), e);
            }
            throw new StepFunctionsException(Code.VALIDATION, "The request is not a JSON object");
        }

        @Override
        public HttpAnswer refuse(Optional<RequestHead> head, Refusal refusal) {
            return json(
                    refusal.reason().status(),
                    error("com.amazon.coral.service#" + refusal.reason().errorName(), refusal.message()));
        }

        private HttpAnswer json(int status, JsonNode json) {
            return HttpAnswer.text(
                    status,
                    Map.of("Content-Type", CONTENT_TYPE, "x-amzn-RequestId", operations.newRequestId()),
                    Json.write(json));
        }

        private static ObjectNode error(String type, String message) {
            return Json.object().put("__type", type).put("message", message);
        }
    }
}
