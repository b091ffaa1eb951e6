package sleeper.stepfunctions.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.stepfunctions.ExecutionStatusListener;
import sleeper.stepfunctions.LocalStepFunctions;
import sleeper.stepfunctions.StepFunctionsServer;
import sleeper.stepfunctions.expression.Chance;
import sleeper.stepfunctions.store.InMemoryExecutionStore;
import sleeper.stepfunctions.task.TaskIntegrations;
import sleeper.stepfunctions.time.RealEventLoop;

/** The endpoint of Step Functions as bytes: what a web page, or a client gone wrong, can send. */
@Timeout(120)
class EndpointGuardIT {
    private static final String AUTHORIZATION = "Authorization: AWS4-HMAC-SHA256 "
            + "Credential=any/20261128/us-east-1/states/aws4_request, SignedHeaders=host;x-amz-date, Signature=0123ab\r\n";
    private static final String TARGET = "X-Amz-Target: AWSStepFunctions.ListStateMachines\r\n";
    private static final String TYPE = "Content-Type: application/x-amz-json-1.0\r\n";
    private static final String END = "Connection: close\r\nContent-Length: 2\r\n\r\n{}";

    private RealEventLoop loop;
    private LocalStepFunctions functions;
    private StepFunctionsServer server;

    @BeforeEach
    void open() {
        loop = new RealEventLoop(InstantSource.system());
        functions = new LocalStepFunctions(
                TaskIntegrations.builder().build(),
                loop,
                new InMemoryExecutionStore(),
                Chance.unforeseeable(),
                ExecutionStatusListener.none());
        server = StepFunctionsServer.start(functions, 0);
    }

    @AfterEach
    void close() {
        server.close();
        functions.close();
        loop.close();
    }

    private String exchange(String text) {
        return RawHttp.exchange(
                server.endpoint(),
                text.replace("{port}", Integer.toString(server.endpoint().getPort())));
    }

    private String post(String headers) {
        return exchange("POST / HTTP/1.1\r\n" + headers + AUTHORIZATION + TARGET + TYPE + END);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:{port}",
                "[::1]",
                "[::1]:{port}",
                "localhost",
                "localhost:{port}",
                "LOCALHOST:{port}",
                "sqs.localhost",
                "sqs.us-east-1.localhost:{port}"
            })
    void shouldAnswerOnTheNamesOfThisMachine(String host) {
        assertThat(post("Host: " + host + "\r\n")).startsWith("HTTP/1.1 200 ").endsWith("{\"stateMachines\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:{port}",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "evil-localhost",
                ".localhost",
                "a..localhost",
                "localhost.",
                "localhost.:{port}",
                "localhost:",
                "localhost:1",
                "localhost:0{port}",
                "localhost:{port}:{port}",
                "user@localhost",
                "user:password@localhost:{port}",
                "evil.example@127.0.0.1",
                "127.0.0.2",
                "127.1",
                "2130706433",
                "0.0.0.0:{port}",
                "[::ffff:127.0.0.1]",
                "[0:0:0:0:0:0:0:1]",
                "::1",
                "host.docker.internal:{port}",
                "localhost/evil",
                "localhost, evil.example",
                ""
            })
    void shouldRefuseOtherHosts(String host) {
        assertThat(post("Host: " + host + "\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .contains("\r\nConnection: close\r\n")
                .contains("AccessDeniedException")
                .contains("sleeper.local.hosts");
    }

    static Stream<String> pages() {
        return Stream.of(
                "Origin: https://evil.example\r\n",
                "Origin: null\r\n",
                "Origin: http://127.0.0.1:{port}\r\n",
                "Origin:\r\n",
                "oRIGIN: https://evil.example\r\n",
                "Sec-Fetch-Site: cross-site\r\n",
                "Sec-Fetch-Site: same-site\r\n",
                "Sec-Fetch-Site: same-origin\r\n",
                "Sec-Fetch-Site: \r\n",
                "Sec-Fetch-Site: none\r\nSec-Fetch-Site: cross-site\r\n");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldRefuseWhatABrowserSendsForAPage(String headers) {
        assertThat(post("Host: localhost:{port}\r\n" + headers))
                .startsWith("HTTP/1.1 403 ")
                .contains("AccessDeniedException")
                .contains("web page")
                .doesNotContainIgnoringCase("Access-Control");
    }

    @Test
    void shouldAnswerWhatAPersonSetOffInABrowser() {
        assertThat(post("Host: localhost\r\nSec-Fetch-Site: none\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void shouldNotBelieveHostsThatOthersForward() {
        assertThat(post("Host: evil.example\r\nX-Forwarded-Host: localhost\r\nForwarded: host=localhost\r\n"))
                .startsWith("HTTP/1.1 403 ");
    }

    static Stream<String> heads() {
        return Stream.of(
                "POST / HTTP/1.1\r\n",
                "POST / HTTP/1.0\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nhost: localhost\r\n",
                "POST http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n",
                "POST http://localhost/ HTTP/1.1\r\nHost: localhost\r\n",
                "POST //evil.example/ HTTP/1.1\r\nHost: localhost\r\n",
                "POST * HTTP/1.1\r\nHost: localhost\r\n",
                "POST localhost:80 HTTP/1.1\r\nHost: localhost\r\n",
                "POST / HTTP/1.1\r\n Host: localhost\r\n",
                "POST / HTTP/1.1\r\nHost : localhost\r\n",
                "POST / HTTP/1.1\r\nX: a\r\n folded\r\nHost: localhost\r\n",
                "POST / HTTP/1.1\nHost: localhost\n",
                "POST / HTTP/2.0\r\nHost: localhost\r\n",
                "POST /\r\nHost: localhost\r\n",
                "POST  / HTTP/1.1\r\nHost: localhost\r\n",
                "\r\nPOST / HTTP/1.1\r\nHost: localhost\r\n",
                "POST / HTTP/1.1\r\nHost: local\0host\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n");
    }

    @ParameterizedTest
    @MethodSource("heads")
    void shouldRefuseWhatCanBeReadInTwoWays(String head) {
        assertThat(exchange(head + AUTHORIZATION + TARGET + TYPE + END))
                .startsWith("HTTP/1.1 400 ")
                .contains("ValidationException")
                .doesNotContain("stateMachines");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a&X-Amz-Signature=b",
                "/?x-amz-signature=b",
                "/?X%2DAmz%2dSignature=b",
                "/?Action=ListStateMachines",
                "/?"
            })
    void shouldRefuseASignedOrOtherQuery(String target) {
        assertThat(exchange(
                        "POST " + target + " HTTP/1.1\r\nHost: localhost\r\n" + AUTHORIZATION + TARGET + TYPE + END))
                .startsWith("HTTP/1.1 403 ")
                .contains("AccessDeniedException")
                .contains("Authorization");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "post"})
    void shouldRefuseOtherMethods(String method) {
        assertThat(exchange(method + " / HTTP/1.1\r\nHost: localhost\r\n" + AUTHORIZATION + TARGET + TYPE + END))
                .startsWith("HTTP/1.1 405 ")
                .contains("\r\nAllow: POST\r\n");
    }

    private static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    @Test
    void shouldRefuseAPreflightWithoutALineThatAllowsAnything() {
        assertThat(exchange(head(
                        "OPTIONS / HTTP/1.1",
                        "Host: localhost",
                        "Origin: https://evil.example",
                        "Access-Control-Request-Method: POST",
                        "Access-Control-Request-Headers: x-amz-target",
                        "Access-Control-Request-Private-Network: true")))
                .startsWith("HTTP/1.1 403 ")
                .doesNotContain("\r\nAccess-Control");
    }

    @Test
    void shouldRefuseAWebSocket() {
        assertThat(exchange(head(
                        "GET / HTTP/1.1",
                        "Host: localhost",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                        "Sec-WebSocket-Version: 13",
                        AUTHORIZATION.strip())))
                .startsWith("HTTP/1.1 405 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain\r\n",
                "Content-Type: application/x-www-form-urlencoded\r\n",
                "Content-Type: multipart/form-data; boundary=x\r\n",
                "Content-Type: application/json\r\n",
                "Content-Type: application/x-amz-json-1.0\r\nContent-Type: text/plain\r\n",
                "Content-Type: text/plain, application/x-amz-json-1.0\r\n",
                ""
            })
    void shouldRefuseContentThatAPageCanSend(String type) {
        assertThat(exchange("POST / HTTP/1.1\r\nHost: localhost\r\n" + AUTHORIZATION + TARGET + type + END))
                .startsWith("HTTP/1.1 415 ")
                .contains("application/x-amz-json-1.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-amz-json-1.0",
                "application/x-amz-json-1.1",
                "Application/X-Amz-Json-1.0; charset=UTF-8"
            })
    void shouldTakeTheContentTypesOfClients(String type) {
        assertThat(exchange("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\n" + AUTHORIZATION
                        + TARGET + END))
                .startsWith("HTTP/1.1 200 ");
    }

    static Stream<String> authorizations() {
        return Stream.of(
                "Authorization: Bearer abc\r\n",
                "Authorization: Basic YTpi\r\n",
                "Authorization: AWS4-HMAC-SHA256\r\n",
                "Authorization: AWS4-HMAC-SHA256 Credential=any, SignedHeaders=host, Signature=ab\r\n",
                "Authorization: AWS4-HMAC-SHA256 Credential=a/b, Signature=ab\r\n",
                "Authorization: AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host\r\n",
                "Authorization: AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=\r\n",
                "Authorization: AWS a:b\r\n",
                "Authorization:\r\n",
                AUTHORIZATION + AUTHORIZATION);
    }

    @ParameterizedTest
    @MethodSource("authorizations")
    void shouldRefuseAnotherAuthorization(String authorization) {
        assertThat(exchange("POST / HTTP/1.1\r\nHost: localhost\r\n" + authorization + TARGET + TYPE + END))
                .startsWith("HTTP/1.1 403 ")
                .contains("IncompleteSignature");
    }

    @Test
    void shouldRefuseWhatIsNotSigned() {
        assertThat(exchange("POST / HTTP/1.1\r\nHost: localhost\r\n" + TARGET + TYPE + END))
                .startsWith("HTTP/1.1 403 ")
                .contains("MissingAuthenticationToken")
                .contains("any credentials");
    }

    @Test
    void shouldKeepAPageFromShowingOrRunningAnAnswer() {
        for (String answer : List.of(post("Host: localhost\r\n"), post("Host: evil.example\r\n"))) {
            assertThat(answer)
                    .contains("\r\nX-Content-Type-Options: nosniff\r\n")
                    .contains("\r\nCross-Origin-Resource-Policy: same-origin\r\n");
        }
    }
}
