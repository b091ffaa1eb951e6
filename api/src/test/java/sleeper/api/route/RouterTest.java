package sleeper.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.api.Api;
import sleeper.api.ApiRequest;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.StoredJson;

/** How an address finds what answers it. Each route of the test says which it is, and what its path held. */
class RouterTest {
    private static final Router ROUTER = new Router(List.of(
            route(Route.get("/jobs", "Lists.").takes("last", "how many")),
            route(Route.post("/jobs", "Sends.").takes("document", "what")),
            route(Route.get("/jobs/{id}", "Shows.")),
            route(Route.get("/jobs/{id}/events", "Tells.")),
            route(Route.post("/jobs/{id}/retry", "Retries.")),
            route(Route.get("/executions/{arn}/events", "Tells."))));

    private static Route route(RouteDraft draft) {
        return draft.gives("its variables", call -> {
            ObjectNode json = StoredJson.object();
            call.variables().forEach(json::put);
            return json;
        });
    }

    private static Map<String, String> get(String path) {
        ObjectNode answer = ROUTER.answer(ApiRequest.get(path, Map.of()), path);
        return StoredJson.textMap(StoredJson.object().set("all", answer), "all");
    }

    @Test
    void shouldRefuseAPathOfWhichNothingIsSeen() {
        Fault refused = refused("GET", "\u0001");

        assertThat(refused.code()).isEqualTo(ErrorCode.UNKNOWN_ADDRESS);
        assertThat(refused.where()).isEqualTo("the path");
    }

    private static Fault refused(String method, String path) {
        ApiRequest request = new ApiRequest(method, path, Map.of(), Optional.empty());
        return catchThrowableOfType(InvalidRequestException.class, () -> ROUTER.answer(request, path))
                .faults()
                .get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "/jobs/a, a",
        "/jobs/a%2Fb, a/b",
        "/jobs/%2e%2e%2Fsecret, ../secret",
        "/jobs/a+b, a+b",
        "/jobs/a%2Bb, a+b",
        "/jobs/a%20b, a b",
        "/jobs/%C3%A9, é",
        "/jobs/%3Cb%3E, <b>",
        "/jobs/{id}, {id}",
        "/job%73/a, a"
    })
    void shouldDecodeEachSegmentAfterItHasFoundTheRoute(String path, String id) {
        assertThat(get(path)).isEqualTo(Map.of("id", id));
    }

    @Test
    void shouldTakeAnArnAsOneSegment() {
        String arn = "arn:aws:states:us-east-1:000000000000:execution:ingest-job:a-a1";

        assertThat(get("/executions/" + arn + "/events")).isEqualTo(Map.of("arn", arn));
        assertThat(get("/executions/" + arn.replace(":", "%3A") + "/events")).isEqualTo(Map.of("arn", arn));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/jobs/",
                "/jobs/a/",
                "/jobs//events",
                "//jobs",
                "/Jobs",
                "/jobs/a/b",
                "/jobs/a/events/b",
                "jobs",
                "/",
                "/jobs/%zz",
                "/jobs%2Fa",
                "/none"
            })
    void shouldKnowNothingElse(String path) {
        assertThat(refused("GET", path))
                .isEqualTo(Fault.of(
                        ErrorCode.UNKNOWN_ADDRESS, path, "nothing of the API", "an address of docs/reference/api.md"));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /jobs, GET or POST",
        "get, /jobs, GET or POST",
        "POST, /jobs/a, GET",
        "GET, /jobs/a/retry, POST",
        "DELETE, /jobs/a%2Fb, GET"
    })
    void shouldSayWhichMethodsAnAddressHas(String method, String path, String allowed) {
        assertThat(refused(method, path)).isEqualTo(Fault.of(ErrorCode.UNKNOWN_ADDRESS, path, method, allowed));
    }

    @Test
    void shouldLetTheFirstOfTwoRoutesAnswer() {
        Router router = new Router(List.of(
                Route.get("/a/b", "First.")
                        .gives("1", call -> StoredJson.object().put("first", true)),
                Route.get("/a/{x}", "Second.").gives("2", call -> StoredJson.object())));

        assertThat(router.answer(ApiRequest.get("/a/b", Map.of()), "/a/b").has("first"))
                .isTrue();
        assertThat(router.answer(ApiRequest.get("/a/c", Map.of()), "/a/c")).isEmpty();
    }

    @Test
    void shouldTakeAnAddressWithItsPrefixAndWithout() {
        Api api = Api.ofRoutes(ROUTER.routes());

        assertThat(api.answer(ApiRequest.get("/api/v1/jobs/a", Map.of()))
                        .body()
                        .get("id")
                        .textValue())
                .isEqualTo("a");
        assertThat(api.answer(ApiRequest.get("/jobs/a", Map.of())).status()).isEqualTo(200);
        assertThat(api.answer(ApiRequest.get("/api/v1/api/v1/jobs/a", Map.of())).status())
                .isEqualTo(404);
        assertThat(api.answer(ApiRequest.get("/api/v1jobs", Map.of())).status()).isEqualTo(404);
    }

    @Test
    void shouldShowAPatternAsItWasGiven() {
        assertThat(ROUTER.routes()).extracting(Route::pattern).contains("/jobs", "/jobs/{id}/events");
    }

    @Test
    void shouldRefuseARouteThatNobodyDescribes() {
        assertThatThrownBy(() -> Route.get("/x", " ").gives("y", call -> StoredJson.object()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Route.get("/x", "Does.").gives("", call -> StoredJson.object()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Route.get("/x", "Does.").takes("a", "")).isInstanceOf(IllegalArgumentException.class);
    }
}
