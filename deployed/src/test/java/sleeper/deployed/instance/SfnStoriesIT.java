package sleeper.deployed.instance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.statestore.instance.ExecutionEvent;
import sleeper.statestore.instance.ExecutionStories;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.Executions.Status;

/** Stories of a history of many pages, which Step Functions gives the newest first. */
class SfnStoriesIT {
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("orders"), 1);
    private static final int PAGE = 2;

    private Prod prod;
    private int events = 5;
    private String status = "RUNNING";

    @BeforeEach
    void open() throws IOException {
        prod = new Prod();
        prod.aws()
                .on(
                        "DescribeExecution",
                        request -> "{\"executionArn\":\""
                                + request.path("executionArn").asText() + "\",\"status\":\"" + status
                                + "\",\"startDate\":1}")
                .on("GetExecutionHistory", this::page);
    }

    @AfterEach
    void close() {
        prod.close();
    }

    /** Events {@code n} to 1; a token is the id to go on from. */
    private String page(JsonNode request) {
        assertThat(request.path("reverseOrder").asBoolean()).isTrue();
        assertThat(request.path("maxResults").asInt()).isEqualTo(1_000);
        int from = request.path("nextToken").asInt(events);
        StringBuilder page = new StringBuilder("{\"events\":[");
        for (int id = from; id > Math.max(0, from - PAGE); id--) {
            page.append(id == from ? "" : ",").append(event(id));
        }
        page.append(']');
        if (from - PAGE > 0) {
            page.append(",\"nextToken\":\"").append(from - PAGE).append('"');
        }
        return page.append('}').toString();
    }

    private static String event(int id) {
        String details = switch (id) {
            case 1 ->
                "\"ExecutionStarted\",\"executionStartedEventDetails\":{\"input\":\"{}\","
                        + "\"inputDetails\":{\"truncated\":false},\"roleArn\":\"r\"}";
            case 2 -> "\"TaskStateEntered\",\"stateEnteredEventDetails\":{\"name\":\"Run ingest task\"}";
            case 3 ->
                "\"TaskSubmitted\",\"taskSubmittedEventDetails\":{\"resourceType\":\"ecs\",\"resource\":"
                        + "\"runTask.sync\",\"output\":\"{\\\"Tasks\\\":[{\\\"TaskArn\\\":\\\"arn:t1\\\"}]}\"}";
            case 4 ->
                "\"TaskFailed\",\"taskFailedEventDetails\":{\"resourceType\":\"ecs\",\"resource\":"
                        + "\"runTask.sync\",\"error\":\"E\",\"cause\":\"{\\\"TaskArn\\\":\\\"arn:t1\\\"}\"}";
            default -> "\"PassStateEntered\",\"stateEnteredEventDetails\":{\"name\":\"S" + id + "\"}";
        };
        return "{\"id\":" + id + ",\"previousEventId\":" + (id - 1) + ",\"timestamp\":" + id + ",\"type\":" + details
                + "}";
    }

    @Test
    void shouldTellAHistoryOfManyPages() {
        ExecutionStory story = prod.open().stories().find(ATTEMPT).orElseThrow();

        assertThat(story.executionArn()).isEqualTo(Prod.EXECUTIONS + "orders-a1");
        assertThat(story.status()).isEqualTo(Status.RUNNING);
        assertThat(story.statesVisited()).containsExactly("Run ingest task", "S5");
        assertThat(story.created()).containsExactly("arn:t1");
        assertThat(story.tornDown()).containsExactly("arn:t1");
        assertThat(Collections.frequency(prod.aws().asked(), "GetExecutionHistory"))
                .isEqualTo(3);
    }

    @Test
    void shouldAskOnlyForWhatIsNew() {
        ExecutionStories stories = prod.open().stories();
        var unused = stories.find(ATTEMPT);
        // When two more events have come
        events = 7;
        status = "SUCCEEDED";
        ExecutionStory story = stories.find(ATTEMPT).orElseThrow();
        // Then they are a page, and the next one has an event that is known
        assertThat(story.isClosed()).isTrue();
        assertThat(story.statesVisited()).containsExactly("Run ingest task", "S5", "S6", "S7");
        assertThat(Collections.frequency(prod.aws().asked(), "GetExecutionHistory"))
                .isEqualTo(3 + 2);
    }

    @Test
    void shouldWaitWhereHistoriesAreThrottled() {
        prod.aws().refuse("GetExecutionHistory", 400, "ThrottlingException", 4);

        assertThat(prod.open().stories().find(ATTEMPT)).isPresent();
        assertThat(prod.waits()).hasSize(4);
    }

    @Test
    void shouldGiveTheDetailsOfEachEventAsTheyCame() {
        List<ExecutionEvent> history = prod.open().stories().history(ATTEMPT);

        assertThat(history).extracting(ExecutionEvent::id).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(history.get(0).details())
                .isEqualTo("{\"input\":\"{}\",\"inputDetails\":{\"truncated\":false},\"roleArn\":\"r\"}");
        assertThat(history).extracting(ExecutionEvent::previousId).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(history.get(1).state()).isEqualTo("Run ingest task");
        assertThat(history.get(2).type()).isEqualTo("TaskSubmitted");
    }

    @Test
    void shouldGiveTheDefinitionThatTheExecutionWasStartedWith() {
        prod.aws()
                .on(
                        "DescribeStateMachineForExecution",
                        request -> "{\"stateMachineArn\":\"" + Prod.MACHINES + "ingest-job\",\"name\":\"ingest-job\","
                                + "\"definition\":\"of "
                                + request.path("executionArn").asText()
                                + "\",\"roleArn\":\"r\",\"updateDate\":1}");

        assertThat(prod.open().stories().definition(ATTEMPT)).contains("of " + Prod.EXECUTIONS + "orders-a1");
    }

    @Test
    void shouldSayThatAnExecutionIsNotKnown() {
        prod.aws().refuse("DescribeExecution", 400, "ExecutionDoesNotExist");
        prod.aws().refuse("DescribeStateMachineForExecution", 400, "ExecutionDoesNotExist");

        assertThat(prod.open().stories().find(ATTEMPT)).isEmpty();
        assertThat(prod.open().stories().history(ATTEMPT)).isEmpty();
        assertThat(prod.open().stories().definition(ATTEMPT)).isEmpty();
        assertThat(prod.open().stories().progress(ATTEMPT)).isEmpty();
    }
}
