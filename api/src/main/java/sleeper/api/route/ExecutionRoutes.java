package sleeper.api.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import sleeper.api.job.EventPage;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.StoredJson;
import sleeper.core.util.Secrets;
import sleeper.statemachine.graph.MachineGraph;
import sleeper.statemachine.way.ExecutionWay;
import sleeper.statemachine.way.MachineRun;
import sleeper.statemachine.way.RunJson;
import sleeper.statestore.instance.ExecutionBook;
import sleeper.statestore.instance.ExecutionBook.Entry;
import sleeper.statestore.instance.ExecutionBook.Whole;
import sleeper.statestore.instance.Executions.Status;
import sleeper.statestore.instance.Instance;

/** Executions of any state machine. */
public final class ExecutionRoutes {
    /** Form of a page of events. */
    static final String EVENTS =
            "{\"events\":[{\"id\",\"previousId\",\"at\",\"type\",\"state\",\"details\"}],\"next\"?: pass it as `after`}";

    private static final int USUAL = 50;
    private static final int MOST = 1_000;
    private static final int USUAL_EVENTS = 500;

    private final Instance instance;

    public ExecutionRoutes(Instance instance) {
        this.instance = instance;
    }

    public List<Route> all() {
        return List.of(
                Route.get("/machines", "The state machines of the instance.")
                        .gives("{\"machines\":[{\"name\",\"arn\"}]}", call -> machines()),
                Route.get("/executions", "Executions of a state machine, the latest first.")
                        .takes("machine", "name of the state machine; `ingest-job` if it is left out")
                        .takes("status", "only those of this status, such as `FAILED`")
                        .takes("after", "ARN of the last execution of the page before")
                        .takes("last", "how many at most, 1 to 1,000; 50 if it is left out")
                        .gives(
                                "{\"executions\":[{\"executionArn\",\"name\",\"machine\",\"status\",\"started\",\"ended\"?}],"
                                        + "\"next\"?: pass it as `after`}",
                                this::list),
                Route.get("/executions/{arn}", "An execution as a whole, secrets masked.")
                        .gives(
                                "the execution as it is listed, and {\"input\",\"output\",\"error\",\"cause\",\"redrivable\","
                                        + "\"graph\": as of a job}",
                                call -> show(call.variable("arn"))),
                Route.get("/executions/{arn}/events", "The event history of an execution, the oldest first.")
                        .takes("after", "id of the last event of the page before")
                        .takes("last", "how many at most, 1 to 1,000; 500 if it is left out")
                        .gives(EVENTS, this::events),
                Route.post(
                                "/executions/{arn}/redrive",
                                "Has an execution that failed go on from there; 409 if it cannot.")
                        .gives("{\"executionArn\"}", this::redrive));
    }

    private ExecutionBook book() {
        return instance.executionBook();
    }

    private ObjectNode machines() {
        ObjectNode json = StoredJson.object();
        json.set(
                "machines",
                StoredJson.array(
                        book().machines(),
                        machine ->
                                StoredJson.object().put("name", machine.name()).put("arn", machine.arn())));
        return json;
    }

    private ObjectNode list(Call call) {
        String machine = call.query("machine").orElse("ingest-job");
        Optional<Status> status = call.query("status").map(ExecutionRoutes::status);
        int most = call.number("last", USUAL, MOST);
        List<Entry> page = book().list(machine, status, call.query("after"), most);
        ObjectNode json = StoredJson.object();
        json.set("executions", StoredJson.array(page, ExecutionRoutes::json));
        if (page.size() == most) {
            json.put("next", page.get(most - 1).arn());
        }
        return json;
    }

    private static Status status(String word) {
        return Arrays.stream(Status.values())
                .filter(status -> status.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "The executions were not listed.",
                        List.of(Fault.of(
                                ErrorCode.VALUE_OUT_OF_RANGE,
                                "parameter status",
                                "'" + word + "'",
                                Arrays.stream(Status.values()).map(Status::name).collect(Collectors.joining(", "))))));
    }

    private static ObjectNode json(Entry entry) {
        ObjectNode json = StoredJson.object()
                .put("executionArn", entry.arn())
                .put("name", entry.name())
                .put("machine", entry.machine())
                .put("status", entry.status().name())
                .put("started", entry.startedAt().toString());
        entry.endedAt().ifPresent(at -> json.put("ended", at.toString()));
        return json;
    }

    private ObjectNode show(String arn) {
        Whole found = require(arn);
        ObjectNode json = json(found.entry())
                .put("input", Secrets.masked(found.input()))
                .put("output", Secrets.masked(found.output()))
                .put("error", found.error())
                .put("cause", Secrets.masked(found.cause()))
                .put("redrivable", found.redrivable());
        json.set(
                "graph",
                RunJson.toJson(new MachineRun(
                        MachineGraph.parse(found.definition()),
                        ExecutionWay.of(found.entry().status(), book().history(arn)))));
        return json;
    }

    private Whole require(String arn) {
        return book().find(arn)
                .orElseThrow(() -> new InvalidRequestException(
                        "",
                        List.of(Fault.of(
                                ErrorCode.UNKNOWN_ADDRESS,
                                "execution " + arn,
                                "no execution of this ARN",
                                "one that is listed"))));
    }

    private ObjectNode events(Call call) {
        return events(call, book(), require(call.variable("arn")).entry().arn());
    }

    /** @return the page of an execution's events that a call with {@code after} and {@code last} asks for, as {@link #EVENTS} */
    static ObjectNode events(Call call, ExecutionBook book, String arn) {
        long after = call.optionalNumber("after", 0, Long.MAX_VALUE).orElse(0L);
        int most = call.number("last", USUAL_EVENTS, MOST);
        return EventPage.of(book.events(arn, after, most + 1), most);
    }

    private ObjectNode redrive(Call call) {
        ObjectNode unused = call.body();
        String arn = require(call.variable("arn")).entry().arn();
        book().redrive(arn);
        return StoredJson.object().put("executionArn", arn);
    }
}
