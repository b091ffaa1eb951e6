package sleeper.verification.workflow;

import static sleeper.verification.workflow.Disturbance.ALWAYS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sleeper.statemachine.StateMachineFile;
import sleeper.verification.workflow.Disturbance.Kind;

/**
 * A file of {@code test-events/execution}: a job, what befalls its Tasks, and the way that its executions must then go.
 *
 * @param shows        what happens, in words
 * @param queue        word of the queue that the job is sent to; {@code standard} where the file has none
 * @param input        what the job loads, in the bucket of the input
 * @param maintains    whether the tables are maintained once the job is over
 * @param tellsSuccess whether the instance's operator wants to be told of success
 * @param script       what befalls the Tasks, each time that they are tried
 * @param then         what must come of it
 */
record ExecutionEvent(
        String shows,
        String queue,
        String input,
        boolean maintains,
        boolean tellsSuccess,
        Map<Place, Disturbance> script,
        Outcome then) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The states that an execution enters, in order, and how it ends. */
    record Execution(StateMachineFile machine, List<String> states, String status) {}

    /**
     * @param executions the attempt's, of reap-job the first that came of it, and those of maintain-table
     * @param job        the job's status, once whatever befell the Tasks is over and the sweep has come
     */
    record Outcome(List<Execution> executions, String job, long rows, long mails) {
        static Outcome of(Story story) {
            List<Execution> executions = new ArrayList<>();
            executions.add(of(StateMachineFile.INGEST_JOB, story.ingest()));
            story.reaps().stream().limit(1).forEach(reap -> executions.add(of(StateMachineFile.REAP_JOB, reap)));
            story.maintenances().forEach(one -> executions.add(of(StateMachineFile.MAINTAIN_TABLE, one)));
            return new Outcome(executions, story.settled().name(), story.rowsInAll(), story.mailsInAll());
        }

        private static Execution of(StateMachineFile machine, Trace trace) {
            return new Execution(machine, trace.states(), trace.end());
        }

        boolean enters(Place place) {
            return executions.stream()
                    .anyMatch(each ->
                            each.machine() == place.machine() && each.states().contains(place.state()));
        }
    }

    static Path folder() {
        return Path.of(System.getProperty("project.root"), "test-events", "execution");
    }

    static ExecutionEvent read(String name) {
        try {
            JsonNode event = JSON.readTree(folder().resolve(name + ".json").toFile());
            JsonNode given = event.required("given");
            Map<Place, Disturbance> script = new LinkedHashMap<>();
            for (JsonNode task : given.required("tasks")) {
                script.put(new Place(machine(task), task.required("state").textValue()), disturbance(task));
            }
            return new ExecutionEvent(
                    event.required("shows").textValue(),
                    given.path("queue").asText("standard"),
                    given.required("input").textValue(),
                    given.path("maintains").booleanValue(),
                    given.required("tellsSuccess").booleanValue(),
                    script,
                    outcome(event.required("then")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome outcome(JsonNode then) {
        List<Execution> executions = new ArrayList<>();
        for (JsonNode execution : then.required("executions")) {
            List<String> states = new ArrayList<>();
            execution.required("states").forEach(state -> states.add(state.textValue()));
            executions.add(new Execution(
                    machine(execution), states, execution.required("status").textValue()));
        }
        return new Outcome(
                executions,
                then.required("job").textValue(),
                then.required("rows").longValue(),
                then.required("mails").longValue());
    }

    private static StateMachineFile machine(JsonNode node) {
        String name = node.required("machine").textValue();
        return Arrays.stream(StateMachineFile.values())
                .filter(machine -> machine.machineName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no machine is named " + name));
    }

    private static Disturbance disturbance(JsonNode task) {
        if (task.has("failsWith")) {
            Disturbance fails = Disturbance.fail(
                    task.get("failsWith").textValue(), task.path("times").asInt(ALWAYS));
            return task.has("says") ? fails.saying(task.get("says").textValue()) : fails;
        }
        if (task.has("losesReplyWith")) {
            return Disturbance.loseReply(
                    task.get("losesReplyWith").textValue(), task.path("times").asInt(ALWAYS));
        }
        if (task.has("stopped")) {
            return switch (task.get("stopped").textValue()) {
                case "before the work" -> Disturbance.of(Kind.ABORT, ALWAYS);
                case "after the work" -> Disturbance.of(Kind.WORK_AND_ABORT, ALWAYS);
                default -> throw new IllegalArgumentException("stopped neither before nor after the work: " + task);
            };
        }
        JsonNode changes = task.required("answersWith");
        return Disturbance.answer(
                answer -> merged(answer, changes), task.path("times").asInt(ALWAYS));
    }

    private static JsonNode merged(JsonNode answer, JsonNode changes) {
        ObjectNode merged = answer.deepCopy();
        changes.properties().forEach(change -> {
            JsonNode was = merged.path(change.getKey());
            merged.set(change.getKey(), was.isObject() ? merged(was, change.getValue()) : change.getValue());
        });
        return merged;
    }
}
