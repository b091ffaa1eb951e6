package sleeper.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.api.Api;
import sleeper.api.route.Call;
import sleeper.api.route.Route;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.StoredJson;
import sleeper.stepfunctions.http.Bounds;
import sleeper.stepfunctions.http.HttpEndpoint;

/** The console over HTTP: who gets what. Its API counts, and gives back what it is sent. */
@Timeout(120)
class ConsoleServiceIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpEndpoint endpoint = HttpEndpoint.listen("test", 0);
    private final int port = endpoint.address().getPort();
    private final Keys keys = new Keys(Keys.newRoot(), InstantSource.system());
    private final AtomicInteger count = new AtomicInteger();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch givenUp = new CountDownLatch(1);
    private final ConsoleService service = new ConsoleService(
            Api.ofRoutes(List.of(
                    Route.get("/count", "Counts.")
                            .takes("add", "unused")
                            .gives("{\"count\"}", call -> StoredJson.object().put("count", count.get())),
                    Route.post("/count", "Counts on.")
                            .takes("by", "how far")
                            .gives(
                                    "{\"count\"}",
                                    call -> StoredJson.object()
                                            .put(
                                                    "count",
                                                    count.addAndGet(call.body()
                                                            .path("by")
                                                            .asInt(1)))),
                    Route.post("/moved", "Refuses.").gives("nothing", call -> {
                        throw refusal(ErrorCode.WRONG_STATUS);
                    }),
                    Route.get("/broken", "Breaks.").gives("nothing", call -> {
                        throw new IllegalStateException("planted");
                    }),
                    Route.get("/long", "Looks until nobody waits.").gives("nothing", this::untilNobodyWaits),
                    Route.post("/long", "Works until nobody waits.").gives("nothing", this::untilNobodyWaits))),
            keys,
            new PageFiles("testpage/"),
            Duration.ofMillis(1),
            port);

    private ObjectNode untilNobodyWaits(Call call) {
        asked.countDown();
        while (call.request().isAwaited()) {
            Thread.onSpinWait();
        }
        givenUp.countDown();
        return StoredJson.object();
    }

    private static InvalidRequestException refusal(ErrorCode code) {
        return new InvalidRequestException("Not done.", List.of(Fault.of(code, "job j", "COMMITTED", "FAILED")));
    }

    @BeforeEach
    void serve() {
        endpoint.serve(service, Set.of(), Bounds.USUAL);
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    /** @param headers name, value, name, value and so on */
    private HttpRequest request(String method, String target, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint.address() + target))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    private HttpResponse<String> send(String method, String target, String body, String... headers) {
        try {
            return client.send(request(method, target, body, headers), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(response.body(), e);
        }
    }

    private static void assertRefused(HttpResponse<String> response, int status, ErrorCode code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(json(response).at("/error/code").textValue()).isEqualTo(code.name());
        assertThat(json(response).at("/error/message").textValue()).isNotBlank();
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    }

    private String[] program() {
        return new String[] {"Authorization", "Bearer " + keys.programToken()};
    }

    private HttpResponse<String> asProgram(String method, String target, String body) {
        return send(method, target, body, program());
    }

    /** @return the headers of a page that was opened with a token */
    private String[] page() {
        HttpResponse<String> opened = send(
                "POST", "/api/v1/session", "{\"token\":\"" + keys.newPageToken() + "\"}", "X-Sleeper-Console", "1");
        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(200);
        String cookie = opened.headers().firstValue("Set-Cookie").orElseThrow();
        return new String[] {
            "Cookie", cookie.substring(0, cookie.indexOf(';')),
            "X-Sleeper-Secret", json(opened).get("secret").textValue()
        };
    }

    private static String[] with(String[] headers, String... more) {
        return Stream.concat(Arrays.stream(headers), Arrays.stream(more)).toArray(String[]::new);
    }

    @Nested
    class Sessions {
        @Test
        void shouldGiveACookieThatNoScriptReadsForATokenOfAPage() {
            HttpResponse<String> opened = send(
                    "POST", "/api/v1/session", "{\"token\":\"" + keys.newPageToken() + "\"}", "X-Sleeper-Console", "1");

            assertThat(opened.headers().firstValue("Set-Cookie").orElseThrow())
                    .matches("sleeper-" + port + "=[0-9a-f]{128}; HttpOnly; SameSite=Strict; Path=/");
            assertThat(json(opened).properties()).extracting(Map.Entry::getKey).containsExactly("secret");
        }

        @Test
        void shouldTakeATokenOfAPageOnce() {
            String body = "{\"token\":\"" + keys.newPageToken() + "\"}";
            send("POST", "/api/v1/session", body, "X-Sleeper-Console", "1");

            HttpResponse<String> again = send("POST", "/api/v1/session", body, "X-Sleeper-Console", "1");

            assertRefused(again, 401, ErrorCode.NOT_AUTHORIZED);
            assertThat(json(again).at("/error/message").textValue())
                    .contains("opened before, or is too old", "sleeper console");
            assertThat(again.headers().firstValue("Set-Cookie")).isEmpty();
        }

        @Test
        void shouldNotUseUpATokenOfAPageForAnotherPage() {
            String body = "{\"token\":\"" + keys.newPageToken() + "\"}";

            assertRefused(send("POST", "/api/v1/session", body), 401, ErrorCode.NOT_AUTHORIZED);
            assertThat(send("POST", "/api/v1/session", body, "X-Sleeper-Console", "1")
                            .statusCode())
                    .isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "{}", "[]", "null", "{\"token\":5}", "{\"token\":null}", "{\"token\":\"guess\"}"})
        void shouldRefuseWhatIsNoTokenOfAPage(String body) {
            assertRefused(
                    send("POST", "/api/v1/session", body, "X-Sleeper-Console", "1"), 401, ErrorCode.NOT_AUTHORIZED);
        }

        @Test
        void shouldRefuseABodyThatIsNotJson() {
            assertRefused(
                    send("POST", "/api/v1/session", "token=x", "X-Sleeper-Console", "1"),
                    400,
                    ErrorCode.MALFORMED_JSON);
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "PUT", "DELETE"})
        void shouldOpenASessionByPostAlone(String method) {
            assertRefused(send(method, "/api/v1/session", "", "X-Sleeper-Console", "1"), 401, ErrorCode.NOT_AUTHORIZED);
        }
    }

    @Nested
    class Requests {
        @Test
        void shouldAnswerAProgramAndAPage() {
            assertThat(json(asProgram("POST", "/api/v1/count", "{\"by\":3}")))
                    .isEqualTo(StoredJson.object().put("count", 3));
            assertThat(json(send("GET", "/api/v1/count", "", page()))
                            .get("count")
                            .intValue())
                    .isEqualTo(3);
            assertThat(json(send("POST", "/api/v1/count", "", with(page(), "X-Sleeper-Console", "1")))
                            .get("count")
                            .intValue())
                    .isEqualTo(4);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/api",
                    "/api/v1",
                    "/api/v1/count",
                    "/api/v1/none",
                    "/api/v1/tokens",
                    "/api/v1/changes",
                    "/api/v2/x"
                })
        void shouldSayNothingToWhoHasNoKey(String path) {
            for (String method : List.of("GET", "POST", "PUT", "DELETE", "OPTIONS")) {
                assertRefused(send(method, path, ""), 401, ErrorCode.NOT_AUTHORIZED);
            }
            assertRefused(send("GET", path, "", "Authorization", "Bearer guess"), 401, ErrorCode.NOT_AUTHORIZED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
        void shouldRefuseAChangeWithoutTheConsolesHeader(String method) {
            assertRefused(send(method, "/api/v1/count", "{\"by\":3}", page()), 401, ErrorCode.NOT_AUTHORIZED);
            assertThat(count).hasValue(0);
        }

        @Test
        void shouldRefuseAPageOfAnotherOriginWhateverItBrings() {
            // The cookie of a page is sent with what another page of the same site asks
            String[] all = with(page(), "X-Sleeper-Console", "1");

            assertRefused(
                    send("POST", "/api/v1/count", "", with(all, "Origin", "http://127.0.0.1:1")),
                    403,
                    ErrorCode.NOT_AUTHORIZED);
            assertRefused(
                    send("GET", "/api/v1/count", "", with(all, "Sec-Fetch-Site", "same-site")),
                    403,
                    ErrorCode.NOT_AUTHORIZED);
            assertRefused(
                    send("POST", "/api/v1/count", "", with(program(), "Origin", "null")),
                    403,
                    ErrorCode.NOT_AUTHORIZED);
            assertThat(count).hasValue(0);
        }

        @Test
        void shouldTakeWhatItsOwnPageSays() {
            String[] all = with(
                    page(),
                    "X-Sleeper-Console",
                    "1",
                    "Origin",
                    endpoint.address().toString(),
                    "Sec-Fetch-Site",
                    "same-origin");

            assertThat(send("POST", "/api/v1/count", "", all).statusCode()).isEqualTo(200);
        }

        @Test
        void shouldTellWhatIsNotThereAndWhatMayNotBeNow() {
            assertRefused(asProgram("GET", "/api/v1/none", ""), 404, ErrorCode.UNKNOWN_ADDRESS);
            assertRefused(asProgram("GET", "/api/v2/count", ""), 404, ErrorCode.UNKNOWN_ADDRESS);
            assertRefused(asProgram("GET", "/api/v1", ""), 404, ErrorCode.UNKNOWN_ADDRESS);
            assertRefused(asProgram("POST", "/api/v1/moved", "{}"), 409, ErrorCode.WRONG_STATUS);
            assertRefused(asProgram("GET", "/api/v1/broken", ""), 500, ErrorCode.INTERNAL);
        }

        @Test
        void shouldSayWhichMethodsAnAddressHas() {
            HttpResponse<String> put = asProgram("PUT", "/api/v1/count", "{}");

            assertRefused(put, 404, ErrorCode.UNKNOWN_ADDRESS);
            assertThat(json(put).at("/error/faults/0/found").textValue()).isEqualTo("PUT");
            assertThat(json(put).at("/error/faults/0/allowed").textValue()).isEqualTo("GET or POST");
        }

        @Test
        void shouldRefuseWhatItDoesNotUnderstand() {
            assertRefused(asProgram("POST", "/api/v1/count", "{\"by\":"), 400, ErrorCode.MALFORMED_JSON);
            assertRefused(asProgram("POST", "/api/v1/count", "{}{}"), 400, ErrorCode.MALFORMED_JSON);
            assertRefused(asProgram("POST", "/api/v1/count", "[]"), 400, ErrorCode.WRONG_TYPE);
            assertRefused(asProgram("POST", "/api/v1/count", "{\"far\":1}"), 400, ErrorCode.UNKNOWN_FIELD);
            assertRefused(asProgram("GET", "/api/v1/count?ad=1", ""), 400, ErrorCode.UNKNOWN_FIELD);
            assertThat(count).hasValue(0);
        }

        @Test
        void shouldRefuseABodyThatIsTooLarge() {
            String large = "{\"by\":\"" + "x".repeat(Bounds.USUAL.bodyBytes()) + "\"}";

            assertRefused(asProgram("POST", "/api/v1/count", large), 413, ErrorCode.LIMIT_EXCEEDED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST /api/v1/long", "GET /api/v1/long", "GET /api/v1/changes?of=/long"})
        void shouldTellAnAddressThatNobodyWaitsForItAnyMore(String request) throws Exception {
            // Given a client whose request is being answered
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                String head = request + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + keys.programToken()
                        + "\r\nContent-Length: 0\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                asked.await();
                // When it goes
            }
            // Then
            givenUp.await();
        }

        @Test
        void shouldGiveTheHeadAlone() {
            HttpResponse<String> head = asProgram("HEAD", "/api/v1/count", "");

            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            // The connection goes on with the next answer, not with a body that nobody asked for
            assertThat(json(asProgram("GET", "/api/v1/count", "")).get("count").intValue())
                    .isZero();
        }

        @Test
        void shouldGiveAnAddressForAPageToProgramsAlone() {
            HttpResponse<String> given = asProgram("POST", "/api/v1/tokens", "{}");

            assertThat(json(given).get("url").textValue()).startsWith("http://127.0.0.1:" + port + "/?token=");
            assertRefused(asProgram("GET", "/api/v1/tokens", ""), 404, ErrorCode.UNKNOWN_ADDRESS);
            assertRefused(
                    send("POST", "/api/v1/tokens", "{}", with(page(), "X-Sleeper-Console", "1")),
                    404,
                    ErrorCode.UNKNOWN_ADDRESS);
        }
    }

    @Nested
    class Changes {
        private BufferedReader stream(String target, String... headers) throws IOException, InterruptedException {
            var response = client.send(request("GET", target, "", headers), BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
            assertThat(response.headers().firstValue("Content-Length")).isEmpty();
            return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        /** @return the lines of the next event */
        private List<String> next(BufferedReader stream) throws IOException {
            List<String> event = List.of(stream.readLine(), stream.readLine(), stream.readLine());
            assertThat(stream.readLine()).isEmpty();
            return event;
        }

        @Test
        void shouldStreamWhatAnAddressSaysWheneverItSaysSomethingElse() throws Exception {
            try (BufferedReader stream = stream("/api/v1/changes?of=%2Fcount%3Fadd%3D1", page())) {
                assertThat(next(stream)).element(0).asString().matches("id: [0-9a-f]{64}");
                count.set(1);
                assertThat(next(stream)).endsWith("event: value", "data: {\"count\":1}");
                count.set(2);
                assertThat(next(stream)).endsWith("event: value", "data: {\"count\":2}");
            }
        }

        @Test
        void shouldNotSendAgainWhatTheReaderHas() throws Exception {
            String id;
            try (BufferedReader stream = stream("/api/v1/changes?of=/count", program())) {
                id = next(stream).get(0).substring("id: ".length());
            }
            for (String[] known : new String[][] {
                {"/api/v1/changes?of=/count&last=" + id}, {"/api/v1/changes?of=/count", "Last-Event-ID", id}
            }) {
                count.set(0);
                String[] headers = with(program(), Arrays.copyOfRange(known, 1, known.length));
                try (BufferedReader stream = stream(known[0], headers)) {
                    count.set(7);
                    assertThat(next(stream)).endsWith("data: {\"count\":7}");
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"?of=/none", "", "?of=", "?of=/changes", "?of=/moved", "?of=/api/v1/changes"})
        void shouldTellWhatIsWrongAsAnEvent(String query) throws Exception {
            try (BufferedReader stream = stream("/api/v1/changes" + query, program())) {
                List<String> event = next(stream);

                assertThat(event).contains("event: error");
                assertThat(event.get(2)).startsWith("data: {\"error\":{\"code\":\"UNKNOWN_ADDRESS\"");
            }
        }

        @Test
        void shouldNotStreamToAnotherMethod() {
            assertRefused(asProgram("POST", "/api/v1/changes?of=/count", "{}"), 404, ErrorCode.UNKNOWN_ADDRESS);
            assertThat(asProgram("HEAD", "/api/v1/changes?of=/count", "").statusCode())
                    .isEqualTo(404);
        }
    }

    @Nested
    class Pages {
        private void assertGuarded(HttpResponse<String> page) {
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
                    .doesNotContain("unsafe", "http", "*");
            assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(page.headers().firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
            assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
            assertThat(page.headers().firstValue("Strict-Transport-Security")).isEmpty();
            assertThat(page.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
            assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
        }

        @Test
        void shouldGuardEveryAnswerWithAPage() {
            String tag = send("GET", "/assets/app.js", "")
                    .headers()
                    .firstValue("ETag")
                    .orElseThrow();

            for (HttpResponse<String> page : List.of(
                    send("GET", "/", ""),
                    send("GET", "/jobs/x?token=y", ""),
                    send("GET", "/assets/app.js", ""),
                    send("GET", "/assets/app.js", "", "If-None-Match", tag),
                    send("GET", "/assets/none.js", ""),
                    send("POST", "/", ""),
                    send("HEAD", "/", ""))) {
                assertGuarded(page);
            }
        }

        @Test
        void shouldNotSendAFileAgainThatTheBrowserHas() {
            HttpResponse<String> first = send("GET", "/assets/app.js", "");
            String tag = first.headers().firstValue("ETag").orElseThrow();

            HttpResponse<String> again = send("GET", "/assets/app.js", "", "If-None-Match", tag);

            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(send("GET", "/assets/app.js", "", "If-None-Match", "\"other\"")
                            .statusCode())
                    .isEqualTo(200);
        }

        /** A file that leads a browser to the console is a page of another site, too. */
        @ParameterizedTest
        @ValueSource(strings = {"/jobs", "/?token=5ec4e7"})
        void shouldShowPagesToWhoFollowsALink(String target) {
            assertThat(send(
                                    "GET",
                                    target,
                                    "",
                                    "Sec-Fetch-Site",
                                    "cross-site",
                                    "Sec-Fetch-Mode",
                                    "navigate",
                                    "Sec-Fetch-Dest",
                                    "document")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(send("GET", target, "", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")
                            .statusCode())
                    .isEqualTo(403);
        }

        @Test
        void shouldHaveNoPageForOtherMethods() {
            for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
                assertThat(send(method, "/", "").statusCode()).as(method).isEqualTo(404);
            }
            assertThat(send("HEAD", "/", "").statusCode()).isEqualTo(200);
        }
    }
}
