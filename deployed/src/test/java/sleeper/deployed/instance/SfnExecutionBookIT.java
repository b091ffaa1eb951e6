package sleeper.deployed.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.SleeperException;
import sleeper.statestore.instance.ExecutionBook;
import sleeper.statestore.instance.ExecutionBook.Entry;
import sleeper.statestore.instance.ExecutionBook.Machine;
import sleeper.statestore.instance.ExecutionBook.Whole;
import sleeper.statestore.instance.ExecutionEvent;
import sleeper.statestore.instance.Executions.Status;

/** Five executions of {@code ingest-job}, which Step Functions lists two a page, the latest first. */
class SfnExecutionBookIT {
    private static final int PAGE = 2;
    private static final String FIVE = Prod.EXECUTIONS + "j5-a1";

    private Prod prod;
    private ExecutionBook book;
    private final List<JsonNode> listed = new ArrayList<>();
    private final List<String> running = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        prod = new Prod();
        book = prod.open().executionBook();
        prod.aws().on("ListExecutions", this::page).on("DescribeExecution", SfnExecutionBookIT::described);
        prod.aws()
                .on(
                        "DescribeStateMachineForExecution",
                        request -> "{\"stateMachineArn\":\"" + Prod.MACHINES + "ingest-job\",\"name\":\"ingest-job\","
                                + "\"definition\":\"{}\",\"roleArn\":\"r\",\"updateDate\":1}")
                .on(
                        "GetExecutionHistory",
                        request ->
                                "{\"events\":[{\"id\":1,\"previousId\":0,\"timestamp\":1,\"type\":\"ExecutionStarted\"}]}")
                .on("RedriveExecution", request -> "{\"redriveDate\":1}");
    }

    @AfterEach
    void close() {
        prod.close();
    }

    /** A token is the number of the execution to go on from. */
    private String page(JsonNode request) {
        listed.add(request);
        int from = request.path("nextToken").asInt(5);
        StringBuilder page = new StringBuilder("{\"executions\":[");
        for (int number = from; number > Math.max(0, from - PAGE); number--) {
            String name = "j" + number + "-a1";
            String status = running.contains(name) ? "RUNNING" : "FAILED";
            if (!request.path("statusFilter").asText(status).equals(status)) {
                continue;
            }
            page.append(page.toString().endsWith("[") ? "" : ",")
                    .append("{\"executionArn\":\"" + Prod.EXECUTIONS + name + "\",\"stateMachineArn\":\"")
                    .append(Prod.MACHINES + "ingest-job\",\"name\":\"" + name + "\",\"status\":\"" + status + "\",")
                    .append("\"startDate\":" + number + ",\"stopDate\":" + (number + 1) + "}");
        }
        page.append(']');
        return page.append(from - PAGE > 0 ? ",\"nextToken\":\"" + (from - PAGE) + "\"}" : "}")
                .toString();
    }

    private static String described(JsonNode request) {
        return "{\"executionArn\":\"" + request.path("executionArn").asText()
                + "\",\"stateMachineArn\":\"s\",\"name\":\"j5-a1\",\"status\":\"FAILED\",\"startDate\":5,\"stopDate\":6,"
                + "\"input\":\"{}\",\"error\":\"E\",\"cause\":\"C\",\"redriveStatus\":\"REDRIVABLE\"}";
    }

    private List<String> names(Optional<String> after, int most) {
        return book.list("ingest-job", Optional.empty(), after, most).stream()
                .map(Entry::name)
                .toList();
    }

    @Test
    void shouldKnowTheMachinesOfItsInstance() {
        assertThat(book.machines())
                .containsExactly(
                        new Machine("ingest-job", Prod.MACHINES + "ingest-job"),
                        new Machine("maintain-table", Prod.MACHINES + "maintain-table"),
                        new Machine("reap-job", Prod.MACHINES + "reap-job"));
    }

    @Test
    void shouldListOverAllPages() {
        assertThat(names(Optional.empty(), 10)).containsExactly("j5-a1", "j4-a1", "j3-a1", "j2-a1", "j1-a1");
        assertThat(listed).hasSize(3);
        assertThat(listed.get(0).path("stateMachineArn").asText()).isEqualTo(Prod.MACHINES + "ingest-job");
        assertThat(listed.get(0).has("statusFilter")).isFalse();
        assertThat(book.list("ingest-job", Optional.empty(), Optional.empty(), 1))
                .containsExactly(new Entry(
                        FIVE,
                        "j5-a1",
                        "ingest-job",
                        Status.FAILED,
                        Instant.ofEpochSecond(5),
                        Optional.of(Instant.ofEpochSecond(6))));
    }

    @Test
    void shouldAskForNoMorePagesThanItNeeds() {
        assertThat(names(Optional.empty(), 2)).containsExactly("j5-a1", "j4-a1");
        assertThat(listed).hasSize(1);
    }

    @Test
    void shouldGoOnAfterTheLastOfThePageBefore() {
        assertThat(names(Optional.of(Prod.EXECUTIONS + "j4-a1"), 2)).containsExactly("j3-a1", "j2-a1");
        assertThat(names(Optional.of(Prod.EXECUTIONS + "j1-a1"), 2)).isEmpty();
        assertThat(names(Optional.of("none"), 2)).isEmpty();
    }

    @Test
    void shouldHaveStepFunctionsChooseByStatus() {
        assertThat(book.list("ingest-job", Optional.of(Status.TIMED_OUT), Optional.empty(), 1))
                .isEmpty();
        assertThat(listed.get(0).path("statusFilter").asText()).isEqualTo("TIMED_OUT");
    }

    @Test
    void shouldGoOnAfterAnExecutionWhoseStatusHasChanged() {
        // Given executions that failed; the last of the page before was redriven, and runs
        Optional<String> after = Optional.of(Prod.EXECUTIONS + "j4-a1");
        running.add("j4-a1");

        assertThat(book.list("ingest-job", Optional.of(Status.FAILED), after, 2))
                .extracting(Entry::name)
                .containsExactly("j3-a1", "j2-a1");
    }

    @Test
    void shouldListNothingOfAMachineThatIsNone() {
        assertThat(book.list("none", Optional.empty(), Optional.empty(), 10)).isEmpty();
        assertThat(prod.aws().asked()).doesNotContain("ListExecutions");
    }

    @Test
    void shouldShowAnExecutionOfItsInstance() {
        Whole found = book.find(FIVE).orElseThrow();

        assertThat(found.entry().machine()).isEqualTo("ingest-job");
        assertThat(found.input()).isEqualTo("{}");
        assertThat(found.output()).isEmpty();
        assertThat(found.error()).isEqualTo("E");
        assertThat(found.cause()).isEqualTo("C");
        assertThat(found.redrivable()).isTrue();
        assertThat(book.history(FIVE)).extracting(ExecutionEvent::type).containsExactly("ExecutionStarted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "arn:aws:states:eu-west-2:123456789012:execution:sleeper-prod2-ingest-job:j5-a1",
                "arn:aws:states:eu-west-2:123456789012:execution:sleeper-prod-ingest-job2:j5-a1",
                "arn:aws:states:eu-west-2:123456789012:execution:another:j5-a1",
                "arn:aws:states:eu-west-2:999999999999:execution:sleeper-prod-ingest-job:j5-a1",
                "arn:aws:states:us-east-1:123456789012:execution:sleeper-prod-ingest-job:j5-a1",
                "arn:aws:states:eu-west-2:123456789012:stateMachine:sleeper-prod-ingest-job"
            })
    void shouldNotTouchAnExecutionOfAnother(String arn) {
        assertThat(book.find(arn)).isEmpty();
        assertThat(book.history(arn)).isEmpty();
        InvalidRequestException refused = catchThrowableOfType(InvalidRequestException.class, () -> book.redrive(arn));
        assertThat(refused.faults().get(0).code()).isEqualTo(ErrorCode.WRONG_STATUS);
        assertThat(refused.faults().get(0).found()).isEqualTo("none of this instance");
        assertThat(prod.aws().asked()).doesNotContain("DescribeExecution", "GetExecutionHistory", "RedriveExecution");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ExecutionDoesNotExist", "InvalidArn"})
    void shouldSayThatThereIsNoSuchExecution(String error) {
        prod.aws().refuse("DescribeExecution", 400, error);
        prod.aws().refuse("RedriveExecution", 400, error);

        assertThat(book.find(FIVE)).isEmpty();
        assertThat(book.history(FIVE)).isEmpty();
        assertThatThrownBy(() -> book.redrive(FIVE)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void shouldRedriveAnExecution() {
        book.redrive(FIVE);

        assertThat(prod.aws().asked()).contains("RedriveExecution");
    }

    @Test
    void shouldRedriveOnceWhereTheFirstReplyIsLost() {
        List<String> tokens = new ArrayList<>();
        prod.aws().on("RedriveExecution", request -> {
            tokens.add(request.path("clientToken").asText());
            return tokens.size() == 1 ? "{\"redriveDate\":" : "{\"redriveDate\":1}";
        });

        book.redrive(FIVE);

        assertThat(tokens).hasSize(2).doesNotContain("").allMatch(tokens.get(0)::equals);
    }

    @Test
    void shouldSayThatItIsNotKnownWhetherAnExecutionWasRedriven() {
        prod.aws().refuse("RedriveExecution", 500, "InternalServerException");

        assertThatThrownBy(() -> book.redrive(FIVE))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("The execution may have been redriven.");
    }

    @Test
    void shouldSayThatAnExecutionCannotBeRedriven() {
        prod.aws().refuse("RedriveExecution", 400, "ExecutionNotRedrivable");

        InvalidRequestException refused = catchThrowableOfType(InvalidRequestException.class, () -> book.redrive(FIVE));

        assertThat(refused.summary()).isEqualTo("The execution was not redriven.");
        assertThat(refused.faults().get(0).code()).isEqualTo(ErrorCode.WRONG_STATUS);
        assertThat(refused.faults().get(0).found()).isEqualTo("one that cannot be redriven");
    }

    @Test
    void shouldNameTheRightThatIsMissing() {
        for (String operation : List.of("ListExecutions", "DescribeExecution", "RedriveExecution")) {
            prod.aws().refuse(operation, 400, "AccessDeniedException");
        }

        assertThatThrownBy(() -> names(Optional.empty(), 1))
                .isInstanceOf(SleeperException.class)
                .hasMessageContaining("states:ListExecutions");
        assertThatThrownBy(() -> book.find(FIVE))
                .isInstanceOf(SleeperException.class)
                .hasMessageContaining("states:DescribeExecution");
        assertThatThrownBy(() -> book.redrive(FIVE))
                .isInstanceOf(SleeperException.class)
                .hasMessageContaining("states:RedriveExecution");
    }

    @Test
    void shouldWaitWhereItIsThrottled() {
        prod.aws().refuse("ListExecutions", 400, "ThrottlingException", 2);

        assertThat(names(Optional.empty(), 1)).containsExactly("j5-a1");
        assertThat(prod.waits()).hasSize(2);
    }
}
