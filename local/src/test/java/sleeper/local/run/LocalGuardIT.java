package sleeper.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile page can have a browser send to the services, as bytes, and that none of it is done. */
@Timeout(120)
class LocalGuardIT {
    private static final String QUEUE = "of-pages";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/x-amz-json-1.0";
    private static final String AUTHORIZATION =
            "Authorization: AWS4-HMAC-SHA256 Credential=any/20261128/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=ab";

    @TempDir
    static Path folder;

    private static EmbeddedRun services;
    private static URI queues;
    private static URI stepFunctions;

    @BeforeAll
    static void start() throws IOException {
        LocalHome home = new LocalHome(folder.resolve("home"));
        Files.createDirectories(home.path());
        Files.writeString(home.path().resolve("instance.properties"), "sleeper.local.hosts=host.docker.internal\n");
        services = EmbeddedRun.tryStart(home).orElseThrow();
        queues = URI.create(services.endpoints().sqs());
        stepFunctions = URI.create(services.endpoints().stepFunctions());
        services.queues().create(QUEUE, EmbeddedPorts.VISIBILITY_TIMEOUT);
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    private static String exchange(URI endpoint, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String post(List<String> headers, String body) {
        return "POST / HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static String sendingByForm() {
        return "Action=SendMessage&MessageBody=from-a-page&QueueUrl="
                + services.queues().url(QUEUE);
    }

    private static String sendingByJson() {
        return "{\"QueueUrl\":\"" + services.queues().url(QUEUE) + "\",\"MessageBody\":\"from-a-page\"}";
    }

    static Stream<String> pages() {
        String local = "Host: 127.0.0.1";
        String type = "Content-Type: " + FORM;
        return Stream.of(
                post(List.of(local, type), sendingByForm()),
                post(List.of(local, type, "Origin: https://evil.example"), sendingByForm()),
                post(List.of(local, type, "Origin: null", AUTHORIZATION), sendingByForm()),
                post(List.of(local, type, "Sec-Fetch-Site: cross-site", AUTHORIZATION), sendingByForm()),
                post(List.of("Host: evil.example", type, AUTHORIZATION), sendingByForm()),
                post(List.of("Host: sqs.us-east-1.amazonaws.com", type, AUTHORIZATION), sendingByForm()),
                post(List.of(local, "Content-Type: text/plain", AUTHORIZATION), sendingByForm()),
                post(List.of(local, type), sendingByForm() + "&X-Amz-Signature=ab&X-Amz-Credential=any"),
                post(List.of(local, "Content-Type: " + JSON, "X-Amz-Target: AmazonSQS.SendMessage"), sendingByJson()),
                "GET /?" + sendingByForm() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nReferer: https://evil.example/\r\n\r\n",
                "GET /?" + sendingByForm() + "&X-Amz-Signature=ab HTTP/1.1\r\nHost: 127.0.0.1\r\n" + AUTHORIZATION
                        + "\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldSendNoMessageForAPage(String request) throws IOException {
        String answer = exchange(queues, request);

        assertThat(answer).matches("(?s)HTTP/1\\.1 4(03|05|15) .*").doesNotContain("MessageId");
        assertThat(services.queues().approximateDepth(QUEUE)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: 127.0.0.1\r\nOrigin: https://evil.example",
                "Host: 127.0.0.1\r\nOrigin: null",
                "Host: 127.0.0.1\r\nSec-Fetch-Site: cross-site"
            })
    void shouldGiveNoPageTheCatalogOfTables(String headers) throws IOException {
        URI catalog = URI.create(services.endpoints().values().get("iceberg"));
        String request = "GET /v1/namespaces HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n";
        assertThat(exchange(catalog, request))
                .startsWith("HTTP/1.1 403 ")
                .contains("\"type\":\"ForbiddenException\"")
                .doesNotContain("namespaces");
        assertThat(exchange(catalog, request.replace(headers, "Host: localhost")))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("{\"namespaces\":[[\"sleeper\"]]}");
    }

    @Test
    void shouldRefuseInTheFormOfTheProtocolThatWasSpoken() throws IOException {
        assertThat(exchange(queues, post(List.of("Host: a.example", "Content-Type: " + FORM), sendingByForm())))
                .contains("\r\nContent-Type: text/xml\r\n")
                .containsPattern("<ErrorResponse [^>]*><Error><Type>Sender</Type><Code>AccessDeniedException</Code>"
                        + "<Message>The header Host is 'a\\.example'\\.")
                .endsWith("</RequestId></ErrorResponse>");
        assertThat(exchange(queues, post(List.of("Host: a.example", "Content-Type: " + JSON), sendingByJson())))
                .contains("\r\nContent-Type: application/x-amz-json-1.0\r\n")
                .contains(
                        "{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"message\":\"The header Host");
        assertThat(exchange(queues, post(List.of("Host: <b>&", "Content-Type: " + FORM), "")))
                .contains("'&lt;b&gt;&amp;'");
        assertThat(exchange(queues, "nonsense\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("<ErrorResponse ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "sqs.localhost", "host.docker.internal"})
    void shouldAnswerProgramsOnTheNamesOfThisMachine(String host) throws IOException {
        List<String> byForm = List.of("Host: " + host, "Content-Type: " + FORM + "; charset=utf-8", AUTHORIZATION);
        List<String> byJson = List.of(
                "Host: " + host + ":" + queues.getPort(),
                "Content-Type: " + JSON,
                AUTHORIZATION,
                "X-Amz-Target: AmazonSQS.GetQueueUrl");
        List<String> toStepFunctions = List.of(
                "Host: " + host,
                "Content-Type: " + JSON,
                AUTHORIZATION,
                "X-Amz-Target: AWSStepFunctions.ListStateMachines");

        assertThat(exchange(queues, post(byForm, "Action=GetQueueUrl&QueueName=" + QUEUE)))
                .startsWith("HTTP/1.1 200 ")
                .contains("<QueueUrl>" + services.queues().url(QUEUE) + "</QueueUrl>");
        assertThat(exchange(queues, post(byJson, "{\"QueueName\":\"" + QUEUE + "\"}")))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("{\"QueueUrl\":\"" + services.queues().url(QUEUE) + "\"}");
        assertThat(exchange(stepFunctions, post(toStepFunctions, "{}")))
                .startsWith("HTTP/1.1 200 ")
                .contains("ingest-job");
    }

    @Test
    void shouldNotAnswerStepFunctionsUnderAnotherName() throws IOException {
        assertThat(exchange(
                        stepFunctions,
                        post(
                                List.of(
                                        "Host: evil.example:" + stepFunctions.getPort(),
                                        "Content-Type: " + JSON,
                                        AUTHORIZATION,
                                        "X-Amz-Target: AWSStepFunctions.ListStateMachines"),
                                "{}")))
                .startsWith("HTTP/1.1 403 ")
                .doesNotContain("ingest-job");
    }
}
