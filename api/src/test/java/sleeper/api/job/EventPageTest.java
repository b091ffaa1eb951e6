package sleeper.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import sleeper.statestore.instance.ExecutionEvent;

class EventPageTest {
    private static List<ExecutionEvent> events(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(id -> new ExecutionEvent(
                        id, id - 1, Instant.ofEpochSecond(id), "TaskStateEntered", "Work", "{\"name\":\"Work\"}"))
                .toList();
    }

    @Test
    void shouldGiveAnEventAsItIsAndSayWhereToGoOnIfThereAreMore() {
        assertThat(EventPage.of(events(2, 3), 1).toString())
                .isEqualTo(
                        "{\"events\":[{\"id\":2,\"previousId\":1,\"at\":\"1970-01-01T00:00:02Z\","
                                + "\"type\":\"TaskStateEntered\",\"state\":\"Work\",\"details\":{\"name\":\"Work\"}}],\"next\":2}");
    }

    @Test
    void shouldMaskSecretsInDetails() {
        ExecutionEvent event = new ExecutionEvent(
                1,
                0,
                Instant.EPOCH,
                "ExecutionStarted",
                "",
                "{\"input\":\"{\\\"files\\\":[\\\"hdfs://user:word@host/a.parquet\\\"]}\",\"password\":\"hidden\"}");

        assertThat(EventPage.of(List.of(event), 1).at("/events/0/details").toString())
                .isEqualTo("{\"input\":\"{\\\"files\\\":[\\\"hdfs://***@host/a.parquet\\\"]}\",\"password\":\"***\"}");
    }

    @Test
    void shouldSayThatThereAreMoreOnlyIfThereAre() {
        assertThat(EventPage.of(events(1, 3), 3).has("next")).isFalse();
        assertThat(EventPage.of(events(1, 4), 3).get("next").longValue()).isEqualTo(3);
        assertThat(EventPage.of(events(1, 4), 3).get("events")).hasSize(3);
        assertThat(EventPage.of(List.of(), 3).toString()).isEqualTo("{\"events\":[]}");
    }
}
