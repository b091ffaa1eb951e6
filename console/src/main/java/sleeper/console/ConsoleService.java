package sleeper.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import sleeper.api.Api;
import sleeper.api.ApiReply;
import sleeper.api.ApiRequest;
import sleeper.api.RequestJson;
import sleeper.api.error.ErrorReport;
import sleeper.api.error.ErrorStatus;
import sleeper.console.Keys.Session;
import sleeper.console.PageFiles.PageFile;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.StoredJson;
import sleeper.stepfunctions.http.HttpAnswer;
import sleeper.stepfunctions.http.HttpService;
import sleeper.stepfunctions.http.PageGuard;
import sleeper.stepfunctions.http.Refusal;
import sleeper.stepfunctions.http.Refusal.Reason;
import sleeper.stepfunctions.http.RequestGuard;
import sleeper.stepfunctions.http.RequestHead;

/**
 * The console's pages and the API behind them. Pages are for everybody who may reach this machine's loopback, and hold nothing; what the API
 * says is for those who bring a key.
 */
final class ConsoleService implements HttpService {
    /** Below it nothing is a page, whatever version of the API a client asks for. */
    private static final String API = "/api";

    private static final String SESSION = "/session";
    private static final String TOKENS = "/tokens";
    private static final String CHANGES = "/changes";
    private static final Map<String, String> OF_JSON =
            Map.of("Content-Type", "application/json", "Cache-Control", "no-store");
    private static final Map<String, String> OF_PAGES = Map.of(
            "Cache-Control",
            "no-cache",
            "Content-Security-Policy",
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin");
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(15);

    private final Api api;
    private final Keys keys;
    private final Duration lookEvery;
    private final int port;
    private final PageFiles files;
    private final Executor looks = Executors.newCachedThreadPool(ConsoleService::daemon);

    /**
     * @param lookEvery the least time from one look for changes to the next
     * @param port      where the endpoint listens, which the cookie's name bears: browsers keep cookies of all ports of a host together
     */
    ConsoleService(Api api, Keys keys, PageFiles files, Duration lookEvery, int port) {
        this.api = api;
        this.keys = keys;
        this.files = files;
        this.lookEvery = lookEvery;
        this.port = port;
    }

    private static Thread daemon(Runnable look) {
        Thread thread = new Thread(look, "console-look");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public RequestGuard guard(int listensAt, Set<String> hosts) {
        return PageGuard.ofOwnPages(listensAt, hosts);
    }

    @Override
    public HttpAnswer refuse(Optional<RequestHead> head, Refusal refusal) {
        return answer(Api.failed(
                refusal.reason().status(), new ErrorReport(code(refusal.reason()), refusal.message(), List.of())));
    }

    private static ErrorCode code(Reason reason) {
        return switch (reason) {
            case TOO_MANY, TOO_SLOW -> ErrorCode.UNAVAILABLE;
            case TOO_LARGE -> ErrorCode.LIMIT_EXCEEDED;
            case NOT_HTTP, METHOD, CONTENT_TYPE -> ErrorCode.VALUE_OUT_OF_RANGE;
            case NOT_FROM_HERE, NOT_SIGNED, NOT_SIGNED_AS_AWS_DOES -> ErrorCode.NOT_AUTHORIZED;
        };
    }

    @Override
    public HttpAnswer answer(RequestHead head, byte[] body) {
        return answer(head, body, () -> true);
    }

    @Override
    public HttpAnswer answer(RequestHead head, byte[] body, BooleanSupplier isThere) {
        try {
            return answerOf(head, body, isThere);
        } catch (InvalidRequestException e) {
            return answer(Api.failed(e));
        }
    }

    private HttpAnswer answerOf(RequestHead head, byte[] body, BooleanSupplier isThere) {
        Target target = Target.parse(head.target());
        if (!target.isUnder(API)) {
            return page(head, target.path());
        }
        if (target.path().equals(Api.PREFIX + SESSION)) {
            return session(head, body);
        }
        Credentials credentials = Credentials.of(head, port, keys);
        if (!credentials.mayAsk() || (!isRead(head) && !credentials.mayChange())) {
            return answer(notAuthorized("no key, or one that is not known here"));
        }
        if (target.path().equals(Api.PREFIX + TOKENS) && head.method().equals("POST") && credentials.isProgram()) {
            ObjectNode url = StoredJson.object().put("url", address(keys.newPageToken()));
            return answer(new ApiReply(ApiReply.OK, url));
        }
        return target.path().equals(Api.PREFIX + CHANGES) && head.method().equals("GET")
                ? changes(head, target)
                : ask(head, target, body, isThere);
    }

    /** A request for the head of an answer is one for the answer, of which the endpoint sends no more. */
    private static boolean isRead(RequestHead head) {
        return head.method().equals("GET") || head.method().equals("HEAD");
    }

    /** @return what a person opens */
    String address(String pageToken) {
        return "http://127.0.0.1:" + port + "/?token=" + pageToken;
    }

    private HttpAnswer page(RequestHead head, String path) {
        Map<String, String> headers = new HashMap<>(OF_PAGES);
        Optional<PageFile> file = isRead(head) ? files.find(path) : Optional.empty();
        if (file.isEmpty()) {
            headers.put("Content-Type", "text/plain; charset=utf-8");
            return HttpAnswer.text(404, headers, "There is no such file.\n");
        }
        headers.put("Content-Type", file.get().type());
        headers.put("ETag", file.get().tag());
        boolean known =
                head.only("If-None-Match").filter(file.get().tag()::equals).isPresent();
        return new HttpAnswer(
                known ? 304 : 200, headers, known ? new byte[0] : file.get().content());
    }

    /** A page brings the token that somebody opened it with. */
    private HttpAnswer session(RequestHead head, byte[] body) {
        if (!head.method().equals("POST") || !Credentials.isFromConsole(head)) {
            return answer(notAuthorized("no page of the console"));
        }
        Optional<Session> session = RequestJson.parse(body)
                .map(json -> json.path("token").asText(""))
                .flatMap(keys::open);
        if (session.isEmpty()) {
            return answer(notAuthorized("an address that was opened before, or is too old"));
        }
        Map<String, String> headers = new HashMap<>(OF_JSON);
        headers.put(
                "Set-Cookie",
                Credentials.cookieName(port) + "=" + session.get().cookie() + "; HttpOnly; SameSite=Strict; Path=/");
        return HttpAnswer.text(
                ApiReply.OK,
                headers,
                StoredJson.object().put("secret", session.get().secret()).toString());
    }

    private static ApiReply notAuthorized(String found) {
        Fault fault = Fault.of(ErrorCode.NOT_AUTHORIZED, "the request", found, "");
        return Api.failed(ErrorStatus.of(fault.code()), ErrorReport.of("", List.of(fault)));
    }

    private HttpAnswer changes(RequestHead head, Target target) {
        Target of = Target.parse(target.query().getOrDefault("of", ""));
        String last = head.only("Last-Event-ID").orElse(target.query().getOrDefault("last", ""));
        ApiRequest request = ApiRequest.get(of.path(), of.query());
        return HttpAnswer.stream(
                ApiReply.OK,
                Map.of("Content-Type", "text/event-stream", "Cache-Control", "no-store"),
                new ChangeStream(
                        isAwaited -> api.answer(request.awaitedWhile(isAwaited)),
                        looks,
                        lookEvery,
                        ALIVE_EVERY,
                        PassingTime.REAL,
                        last));
    }

    private HttpAnswer ask(RequestHead head, Target target, byte[] body, BooleanSupplier isThere) {
        String method = isRead(head) ? "GET" : head.method();
        return answer(
                api.answer(new ApiRequest(method, target.path(), target.query(), RequestJson.parse(body), isThere)));
    }

    private static HttpAnswer answer(ApiReply reply) {
        return HttpAnswer.text(reply.status(), OF_JSON, reply.body().toString());
    }
}
