package sleeper.api.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.api.Api;
import sleeper.api.route.Call;
import sleeper.api.route.Route;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.json.StoredJson;
import sleeper.lambda.port.JobMetric;
import sleeper.lambda.port.JobMetrics;
import sleeper.lambda.runtime.Late;
import sleeper.run.RealSurroundings;
import sleeper.statestore.instance.UnreachableException;

class ApiHandlerTest {
    private static final JobMetrics NO_METRICS = new JobMetrics() {
        @Override
        public void count(JobMetric metric) {}

        @Override
        public void flush() {}

        @Override
        public <T> T around(Context context, Supplier<T> work) {
            return work.get();
        }
    };

    private final ApiHandler handler = new ApiHandler(
            Late.of(() -> Api.ofRoutes(List.of(
                    Route.get("/echo/{word}", "Says what was asked.")
                            .takes("mark", "a mark")
                            .gives("{}", ApiHandlerTest::echo),
                    Route.post("/body", "Says what was sent.")
                            .takes("n", "a number")
                            .gives("{}", Call::body),
                    Route.get("/much", "Says more than a function may.")
                            .gives("{}", call -> StoredJson.object().put("text", "x".repeat(ApiHandler.MOST_BYTES))),
                    Route.post("/much", "Does something, and says more than a function may.")
                            .gives("{}", call -> StoredJson.object().put("text", "x".repeat(ApiHandler.MOST_BYTES))),
                    Route.get("/nobody", "Asks a service that is away.").gives("{}", call -> {
                        throw new TransientFailureException(
                                "It was not read.",
                                List.of(Fault.of(ErrorCode.UNAVAILABLE, "a service", "nobody", "")));
                    }),
                    Route.get("/broken", "Has a fault.").gives("{}", call -> {
                        throw new IllegalStateException("a fault of the program");
                    })))),
            NO_METRICS);

    private static ObjectNode echo(Call call) {
        return StoredJson.object()
                .put("word", call.variable("word"))
                .put("mark", call.query("mark").orElse("none"));
    }

    private JsonNode reply(String event) throws IOException {
        return reply(handler, event);
    }

    private static JsonNode reply(ApiHandler handler, String event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out, null);
        return StoredJson.parse("The reply", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void shouldAnswerARequestThatReads() throws IOException {
        assertThat(reply("""
                        {"method": "GET", "path": "/api/v1/echo/a%2Fb", "query": {"mark": "é & ü"}, "body": null}
                        """))
                .isEqualTo(StoredJson.parse("", "{\"status\":200,\"body\":{\"word\":\"a/b\",\"mark\":\"é & ü\"}}"));
    }

    @Test
    void shouldAnswerARequestThatActs() throws IOException {
        assertThat(reply("{\"method\":\"POST\",\"path\":\"/api/v1/body\",\"body\":{\"n\":9007199254740993}}")
                        .at("/body/n")
                        .longValue())
                .isEqualTo(9_007_199_254_740_993L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "|400|MISSING_FIELD|the body",
                "[]|400|WRONG_TYPE|the body",
                "{\"method\":\"GET\"|400|MALFORMED_JSON|the body",
                "{\"method\":\"GET\",\"method\":\"GET\"}|400|DUPLICATE_FIELD|the body",
                "{\"method\":\"GET\"}|400|MISSING_FIELD|the body",
                "{\"method\":\"GET\",\"path\":\"/body\",\"headers\":{}}|400|UNKNOWN_FIELD|the body",
                "{\"method\":\"GET\",\"path\":\" \"}|400|VALUE_OUT_OF_RANGE|field 'path'",
                "{\"method\":1,\"path\":\"/body\"}|400|WRONG_TYPE|field 'method'",
                "{\"method\":\"GET\",\"path\":\"/body\",\"query\":[]}|400|WRONG_TYPE|field 'query'",
                "{\"method\":\"GET\",\"path\":\"/body\",\"query\":{\"last\":5}}|400|WRONG_TYPE|field 'query.last'",
                "{\"method\":\"PUT\",\"path\":\"/body\"}|404|UNKNOWN_ADDRESS|/body",
                "{\"method\":\"GET\",\"path\":\"/../body\"}|404|UNKNOWN_ADDRESS|/../body",
                "{\"method\":\"GET\",\"path\":\"/echo/%zz\"}|404|UNKNOWN_ADDRESS|/echo/%zz",
                "{\"method\":\"GET\",\"path\":\"/nobody\"}|503|UNAVAILABLE|",
                "{\"method\":\"GET\",\"path\":\"/broken\"}|500|INTERNAL|the server"
            })
    void shouldTellWhatIsWrong(String event, int status, String code, String where) throws IOException {
        JsonNode reply = reply(event == null ? "" : event);

        assertThat(reply.get("status").intValue()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.at("/body/error/code").textValue()).isEqualTo(code);
        if (where != null) {
            assertThat(reply.at("/body/error/faults/0/where").textValue()).startsWith(where);
        }
    }

    @Test
    void shouldSayThatAReplyIsLargerThanLambdaSends() throws IOException {
        JsonNode reply = reply("{\"method\":\"GET\",\"path\":\"/much\"}");

        assertThat(reply.get("status").intValue()).isEqualTo(413);
        assertThat(reply.at("/body/error/faults/0/found").textValue()).endsWith(" bytes");
        assertThat(reply.at("/body/error/message").textValue()).contains("Ask for less at a time");
    }

    @Test
    void shouldSayThatAChangeWasMadeWhoseReplyIsTooLarge() throws IOException {
        JsonNode reply = reply("{\"method\":\"POST\",\"path\":\"/much\"}");

        assertThat(reply.get("status").intValue()).isEqualTo(413);
        assertThat(reply.at("/body/error/message").textValue())
                .startsWith("It was done, and the reply is too large for a function.")
                .contains("Do not repeat it");
    }

    @Test
    void shouldTakeAParameterThatIsNullForOneThatIsNotThere() throws IOException {
        assertThat(reply("{\"method\":\"GET\",\"path\":\"/echo/a\",\"query\":{\"mark\":null}}")
                        .at("/body/mark")
                        .textValue())
                .isEqualTo("none");
    }

    @Test
    void shouldAnswerThatTheInstanceIsNotThereAndLookAgainWithTheNextCall() throws IOException {
        Iterator<Optional<Api>> looks = List.of(Optional.<Api>empty(), Optional.of(Api.ofRoutes(List.of())))
                .iterator();
        ApiHandler early = new ApiHandler(
                Late.of(() -> looks.next()
                        .orElseThrow(
                                () -> new UnreachableException("the instance one", "no bucket", "Deploy it.", null))),
                NO_METRICS);
        String event = "{\"method\":\"GET\",\"path\":\"/instance\"}";

        assertThat(reply(early, event).toString()).startsWith("{\"status\":503").contains("Deploy it.");
        assertThat(reply(early, event).get("status").intValue()).isEqualTo(404);
    }

    @Test
    void shouldNotBeMadeWhereNoInstanceIsNamed() {
        assertThatThrownBy(() -> ApiHandler.api(Map.of(), RealSurroundings.get()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the environment names no instance");
    }
}
