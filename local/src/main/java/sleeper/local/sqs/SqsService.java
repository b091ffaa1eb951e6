package sleeper.local.sqs;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.japi.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.util.Markup;
import sleeper.stepfunctions.expression.Json;
import sleeper.stepfunctions.http.Guard;
import sleeper.stepfunctions.http.HttpAnswer;
import sleeper.stepfunctions.http.HttpService;
import sleeper.stepfunctions.http.Refusal;
import sleeper.stepfunctions.http.RequestGuard;
import sleeper.stepfunctions.http.RequestHead;

/** SQS's two protocols, AWS JSON 1.0 and the older query protocol with answers in XML, as ElasticMQ speaks them. */
final class SqsService implements HttpService {
    private static final Logger LOG = LoggerFactory.getLogger(SqsService.class);
    private static final String JSON = "application/x-amz-json-1.0";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final long PATIENCE_MILLIS = Duration.ofSeconds(30).toMillis();

    private final ActorSystem actors;
    private final Function<HttpRequest, CompletionStage<HttpResponse>> routes;

    SqsService(ActorSystem actors, Route routes) {
        this.actors = actors;
        this.routes = routes.function(actors);
    }

    @Override
    public RequestGuard guard(int port, Set<String> hosts) {
        return new Guard(port, hosts, Set.of(JSON, FORM));
    }

    @Override
    public HttpAnswer answer(RequestHead head, byte[] body) {
        try {
            HttpResponse response =
                    routes.apply(request(head, body)).toCompletableFuture().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            HttpEntity.Strict entity = response.entity()
                    .toStrict(PATIENCE_MILLIS, actors)
                    .toCompletableFuture()
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return answer(response, entity);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return error(head, 503, "ServiceUnavailable", "The queues are being closed.");
        } catch (Exception e) {
            LOG.error("A request to the queues failed", e);
            return error(head, 500, "InternalFailure", "The queues failed: " + e);
        }
    }

    private static HttpRequest request(RequestHead head, byte[] body) {
        HttpRequest request = HttpRequest.POST(head.target())
                .withEntity(ContentTypes.parse(head.only("Content-Type").orElse(FORM)), body);
        for (Map.Entry<String, List<String>> header : head.headers().entrySet()) {
            if (header.getKey().startsWith("x-amz")) {
                for (String value : header.getValue()) {
                    request = request.addHeader(RawHeader.create(header.getKey(), value));
                }
            }
        }
        return request;
    }

    private static HttpAnswer answer(HttpResponse response, HttpEntity.Strict entity) {
        Map<String, String> headers = new LinkedHashMap<>();
        response.getHeaders().forEach(header -> headers.put(header.name(), header.value()));
        headers.put("Content-Type", entity.getContentType().toString());
        return new HttpAnswer(
                response.status().intValue(), headers, entity.getData().toArray());
    }

    @Override
    public HttpAnswer refuse(Optional<RequestHead> head, Refusal refusal) {
        return head.map(request -> error(
                        request, refusal.reason().status(), refusal.reason().errorName(), refusal.message()))
                .orElseGet(() -> xml(refusal.reason().status(), refusal.reason().errorName(), refusal.message()));
    }

    static HttpAnswer error(RequestHead head, int status, String name, String message) {
        boolean isJson = !head.all("X-Amz-Target").isEmpty()
                || head.only("Content-Type").orElse("").startsWith(JSON);
        return isJson ? json(status, name, message) : xml(status, name, message);
    }

    private static HttpAnswer json(int status, String name, String message) {
        return HttpAnswer.text(
                status,
                Map.of(
                        "Content-Type",
                        JSON,
                        "x-amzn-RequestId",
                        UUID.randomUUID().toString()),
                Json.write(Json.object()
                        .put("__type", "com.amazon.coral.service#" + name)
                        .put("message", message)));
    }

    private static HttpAnswer xml(int status, String name, String message) {
        return HttpAnswer.text(
                status,
                Map.of("Content-Type", "text/xml"),
                "<ErrorResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><Error><Type>"
                        + (status < 500 ? "Sender" : "Receiver") + "</Type><Code>" + name + "</Code><Message>"
                        + Markup.escaped(message) + "</Message></Error><RequestId>" + UUID.randomUUID()
                        + "</RequestId></ErrorResponse>");
    }
}
