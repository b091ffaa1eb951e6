package sleeper.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.api.Answering;
import sleeper.api.Api;
import sleeper.api.ApiReply;
import sleeper.api.ApiRequest;
import sleeper.api.job.StoredJobs;
import sleeper.core.util.Amounts;
import sleeper.statestore.instance.ExecutionStories;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.OwnedStores;

/** Lists of two hundred jobs, of which none has failed, by a clock that moves when it is looked at. */
class JobRoutesTest {
    private static final int JOBS = 200;
    /** Of which a search reads so many before it looks at the clock. */
    private static final int AT_ONCE = 64;

    private final StoredJobs jobs = new StoredJobs();
    private Instant now = StoredJobs.START;
    private Duration step = Duration.ZERO;
    private Api api;

    @BeforeEach
    void receive() {
        for (int job = 0; job < JOBS; job++) {
            jobs.accept("job" + job, "t");
        }
        OwnedStores stores =
                Answering.port(OwnedStores.class, Map.of("jobs", jobs.store(jobs.objects), "tables", jobs.tables()));
        Instance instance = Answering.port(
                Instance.class,
                Map.of(
                        "stores",
                        stores,
                        "stories",
                        Answering.port(ExecutionStories.class, Map.of()),
                        "waitingMessages",
                        Map.of(),
                        "isServed",
                        true));
        api = Api.ofRoutes(new JobRoutes(instance, this::tick).all());
    }

    private Instant tick() {
        now = now.plus(step);
        return now;
    }

    /** Asks for the jobs that have failed. */
    private static ApiRequest failed() {
        return ApiRequest.get("/jobs", Map.of("status", "FAILED"));
    }

    private ObjectNode answer(ApiRequest request) {
        ApiReply reply = api.answer(request);
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(ApiReply.OK);
        return reply.body();
    }

    private static String idAfter(int read) {
        return "job" + (JOBS - read);
    }

    @Test
    void shouldSayHowFarItHasSearchedWhenThatTakesLong() {
        // Given a search that takes two seconds for each part
        step = Duration.ofSeconds(2);
        // When
        ObjectNode first = answer(failed());
        String next = first.get("next").textValue();
        ObjectNode second = answer(ApiRequest.get("/jobs", Map.of("status", "FAILED", "after", next)));
        // Then
        assertThat(first.toString())
                .isEqualTo("{\"jobs\":[],\"next\":\"" + idAfter(2 * AT_ONCE) + "\",\"searchedBackTo\":\""
                        + Amounts.time(StoredJobs.START.plusSeconds(JOBS - 2 * AT_ONCE))
                        + "\",\"waitingMessages\":{},\"served\":true}");
        assertThat(second.toString()).isEqualTo("{\"jobs\":[]}");
    }

    @Test
    void shouldSearchToTheEndWhereThatTakesNoTime() {
        assertThat(answer(failed()).toString()).isEqualTo("{\"jobs\":[],\"waitingMessages\":{},\"served\":true}");
    }

    @Test
    void shouldSearchNoFurtherForWhomeverHasGone() {
        ObjectNode found = answer(failed().awaitedWhile(() -> false));

        assertThat(found.get("next").textValue()).isEqualTo(idAfter(AT_ONCE));
    }

    @Test
    void shouldNotSayThatItHasSearchedWhereItHasFoundAllThatWereWanted() {
        step = Duration.ofDays(1);

        ObjectNode found = answer(ApiRequest.get("/jobs", Map.of("status", "ACCEPTED", "last", "3")));

        assertThat(found.get("jobs").findValuesAsText("jobId")).containsExactly(idAfter(1), idAfter(2), idAfter(3));
        assertThat(found.get("next").textValue()).isEqualTo(idAfter(3));
        assertThat(found.has("searchedBackTo")).isFalse();
    }
}
