package sleeper.local.task.emr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.local.task.ChildProcess;
import sleeper.local.task.Held;
import sleeper.local.task.RecordBook;
import sleeper.local.task.spark.SparkEnd;
import sleeper.local.task.spark.SparkStart;

/**
 * A step as it is kept.
 *
 * @param number    grows from step to step
 * @param clusterId of the cluster that it was added to
 * @param request   {@code Step} of {@code addStep}, whole
 * @param failure   why it failed; its parts may be empty
 * @param createdAt when it was added
 * @param since     when it came to its state
 * @param asked     size that its line asks for, in words; empty until it runs
 * @param given     size that it has on this machine, in words; empty until it runs
 * @param process   of its driver, while it runs
 */
record EmrStep(
        long number,
        String id,
        String clusterId,
        JsonNode request,
        StepState state,
        Failure failure,
        Instant createdAt,
        Instant since,
        String asked,
        String given,
        Optional<ChildProcess> process)
        implements RecordBook.Numbered {
    private static final String COMMAND_RUNNER = "command-runner.jar";
    private static final String SPARK_SUBMIT = "spark-submit";

    /** What steps run, in words. */
    static final String RUNS = COMMAND_RUNNER + " with " + SPARK_SUBMIT;

    /**
     * {@code FailureDetails}.
     *
     * @param reason  EMR's
     * @param message for people
     * @param logFile where the log is
     */
    record Failure(String reason, String message, String logFile) {
        static final Failure NONE = new Failure("", "", "");

        String words() {
            return Stream.of(reason, message, logFile)
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining("; "));
        }
    }

    static EmrStep pending(long number, String id, String clusterId, JsonNode request, Instant at) {
        return new EmrStep(
                number, id, clusterId, request, StepState.PENDING, Failure.NONE, at, at, "", "", Optional.empty());
    }

    EmrStep in(StepState now, Failure why, Instant at) {
        return new EmrStep(number, id, clusterId, request, now, why, createdAt, at, asked, given, Optional.empty());
    }

    EmrStep running(SparkStart start, Instant at) {
        return new EmrStep(
                number,
                id,
                clusterId,
                request,
                StepState.RUNNING,
                new Failure("", "", start.log().toString()),
                createdAt,
                at,
                start.asked().words(),
                start.given().words(),
                start.process());
    }

    /** @return how it ends with what ran for it */
    EmrStep after(SparkEnd end, Instant at) {
        if (state == StepState.CANCEL_PENDING) {
            return in(StepState.CANCELLED, failure, at);
        }
        return end.succeeded()
                ? in(StepState.COMPLETED, new Failure("", "", failure.logFile()), at)
                : in(StepState.FAILED, new Failure("Unknown Error.", end.words(), failure.logFile()), at);
    }

    /** @return how it ends with its cluster */
    EmrStep withoutCluster(Instant at) {
        return in(
                state == StepState.PENDING ? StepState.CANCELLED : StepState.INTERRUPTED,
                new Failure("", "The cluster was terminated.", failure.logFile()),
                at);
    }

    /** @return itself, with the process that it is known to have: one that is asked to end still runs */
    EmrStep withProcessOf(EmrStep before) {
        return new EmrStep(
                number, id, clusterId, request, state, failure, createdAt, since, asked, given, before.process());
    }

    String name() {
        return request.path("Name").asText();
    }

    /** @return what the port knows it by: a step's id alone does not say where to look for it */
    String portId() {
        return clusterId + "/" + id;
    }

    /** @return arguments of {@code spark-submit}; empty if it runs something else */
    Optional<List<String>> sparkSubmit() {
        List<String> arguments = new ArrayList<>();
        request.at("/HadoopJarStep/Args").forEach(argument -> arguments.add(argument.asText()));
        boolean submits = request.at("/HadoopJarStep/Jar").asText().equals(COMMAND_RUNNER)
                && !arguments.isEmpty()
                && arguments.get(0).equals(SPARK_SUBMIT);
        return submits ? Optional.of(arguments.subList(1, arguments.size())) : Optional.empty();
    }

    Resource resource() {
        return new Resource(
                ResourceKind.EMR_STEP,
                portId(),
                state.stage(),
                state.name(),
                state.stage().isEnded() ? failure.words() : "");
    }

    Held held() {
        return new Held(resource(), name(), asked, given, since, false);
    }

    /** @return {@code Step} as {@code DescribeStep} shows it */
    ObjectNode description() {
        ObjectNode step = JsonNodeFactory.instance.objectNode().put("Id", id).put("Name", name());
        ObjectNode status = step.putObject("Status").put("State", state.name());
        status.putObject("StateChangeReason");
        if (state == StepState.FAILED) {
            ObjectNode details = status.putObject("FailureDetails");
            details.put("Reason", failure.reason())
                    .put("Message", failure.message())
                    .put("LogFile", failure.logFile());
        }
        return step;
    }

    @Override
    public String key() {
        return portId();
    }

    @Override
    public String recordName() {
        return id;
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("number", number).put("id", id).put("clusterId", clusterId).set("request", request);
        json.put("state", state.name())
                .put("reason", failure.reason())
                .put("message", failure.message())
                .put("logFile", failure.logFile())
                .put("createdAt", createdAt.toString())
                .put("since", since.toString())
                .put("asked", asked)
                .put("given", given);
        process.ifPresent(found -> json.set("process", found.toJson()));
        return json;
    }

    static EmrStep fromJson(JsonNode json) {
        return new EmrStep(
                json.path("number").asLong(),
                json.path("id").asText(),
                json.path("clusterId").asText(),
                json.path("request"),
                StepState.valueOf(json.path("state").asText()),
                new Failure(
                        json.path("reason").asText(),
                        json.path("message").asText(),
                        json.path("logFile").asText()),
                Instant.parse(json.path("createdAt").asText()),
                Instant.parse(json.path("since").asText()),
                json.path("asked").asText(),
                json.path("given").asText(),
                ChildProcess.fromJson(json.path("process")));
    }
}
