package sleeper.cli.picture;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sleeper.core.platform.Platform;
import sleeper.local.run.StoredStories;
import sleeper.statemachine.Deployment;
import sleeper.statemachine.StateMachineFile;
import sleeper.statemachine.graph.MachineGraph;
import sleeper.statemachine.way.ExecutionWay;
import sleeper.statemachine.way.MachineRun;
import sleeper.statestore.instance.Executions.Status;
import sleeper.stepfunctions.ExecutionDescription;
import sleeper.stepfunctions.VirtualStepFunctions;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskIntegrations;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;

/** An attempt of a job on the machine that is shipped, in virtual time; its Tasks take as long and end as the test says. */
final class PlayedJob implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)}");
    private static final String INPUT = "{\"jobId\":\"job\",\"attempt\":1,\"queue\":\"standard\",\"digest\":\"d\"}";

    private final Map<String, Deque<TaskOutcome>> outcomes = new HashMap<>();
    private final Map<String, Duration> times = new HashMap<>();
    private final ObjectNode payload = JsonNodeFactory.instance.objectNode();
    private final VirtualStepFunctions service = VirtualStepFunctions.open(
            TaskIntegrations.builder().with("arn:*", this::start).build());
    private final String definition;
    private String arn = "";

    PlayedJob(Platform... deployed) {
        Set<Platform> platforms = EnumSet.noneOf(Platform.class);
        platforms.addAll(Set.of(deployed));
        Map<String, String> values = NAME.matcher(StateMachineFile.INGEST_JOB.text())
                .results()
                .map(name -> name.group(1))
                .distinct()
                .collect(Collectors.toMap(name -> name, name -> name.equals("AwsPartition") ? "aws" : name));
        definition = StateMachineFile.INGEST_JOB.prepare(new Deployment(platforms, values));
        payload.put("platform", deployed[0].word()).put("table", "t").put("seconds", 30);
        payload.putArray("taskArguments");
        for (String field :
                new String[] {"id", "offer", "waits", "lookUntil", "since", "reason", "cluster", "subject", "message"
                }) {
            payload.put(field, "");
        }
        ObjectNode request = payload.putObject("request").put("name", "n").put("args", "a");
        request.putObject("labels");
        request.putObject("resources");
        verdict("COMMITTED", "", "");
        takes("Validate job", 400).takes("Commit files", 150).takes("Tear down", 1_200);
    }

    private RunningTask start(TaskRequest request, TaskProgress progress) {
        CompletableFuture<TaskOutcome> outcome = new CompletableFuture<>();
        Deque<TaskOutcome> planned = outcomes.getOrDefault(request.stateName(), new ArrayDeque<>());
        ObjectNode output = JsonNodeFactory.instance.objectNode().put("ClusterId", "j-1");
        output.set("Payload", payload.deepCopy());
        output.putObject("ResponseBody").putArray("items");
        TaskOutcome ends = planned.isEmpty() ? TaskOutcome.succeeded(output) : planned.poll();
        Instant due = service.loop().clock().instant().plus(times.getOrDefault(request.stateName(), Duration.ZERO));
        var unused = service.loop().schedule(due, () -> outcome.complete(ends));
        return RunningTask.inVirtualTime(outcome, () -> {});
    }

    /** What the functions answer that ask the log. */
    PlayedJob verdict(String status, String code, String cause) {
        payload.put("status", status)
                .put("tell", status.equals("COMMITTED") ? "nobody" : "failure")
                .put("code", code)
                .put("cause", cause);
        return this;
    }

    /** What the functions answer that look for what a platform has. */
    PlayedJob next(String word) {
        payload.put("next", word);
        return this;
    }

    PlayedJob takes(String state, long millis) {
        times.put(state, Duration.ofMillis(millis));
        return this;
    }

    PlayedJob fails(String state, String error, String cause) {
        outcomes.computeIfAbsent(state, name -> new ArrayDeque<>()).add(TaskOutcome.failed(error, cause));
        return this;
    }

    PlayedJob run() {
        begin();
        ExecutionDescription unused = service.functions().awaitClosed(arn);
        return this;
    }

    private void begin() {
        String machine = service.functions().createStateMachine("ingest-job", definition);
        arn = service.functions().startExecution(machine, "job-a1", INPUT).executionArn();
    }

    PlayedJob runFor(Duration time) {
        begin();
        service.loop().advanceTo(VirtualStepFunctions.START.plus(time));
        return this;
    }

    PlayedJob stop(String error, String cause) {
        ExecutionDescription unused = service.functions().stop(arn, Optional.of(error), Optional.of(cause));
        return this;
    }

    Instant now() {
        return service.loop().clock().instant();
    }

    MachineRun told() {
        return new MachineRun(
                MachineGraph.parse(definition),
                ExecutionWay.of(
                        Status.valueOf(
                                service.functions().describe(arn).status().name()),
                        service.functions().history(arn).stream()
                                .map(StoredStories::told)
                                .toList()));
    }

    @Override
    public void close() {
        service.close();
    }
}
