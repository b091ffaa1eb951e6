package sleeper.local.task.serverless;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.local.task.AwsNames;
import sleeper.local.task.ChildProcess;
import sleeper.local.task.Held;
import sleeper.local.task.RecordBook;
import sleeper.local.task.spark.ShellWords;
import sleeper.local.task.spark.SparkStart;

/**
 * A job run as it is kept.
 *
 * @param number    grows from run to run
 * @param request   of {@code StartJobRun}, whole
 * @param details   {@code stateDetails}: why it is in its state; may be empty
 * @param needs     of the application's capacity
 * @param createdAt when it was asked for
 * @param since     when it came to its state
 * @param asked     size that its line asks for, in words; empty until it runs
 * @param given     size that it has on this machine, in words; empty until it runs
 * @param log       of its driver; empty until it runs
 * @param process   of its driver, while it runs
 */
record JobRun(
        long number,
        String id,
        JsonNode request,
        JobRunState state,
        String details,
        Capacity needs,
        Instant createdAt,
        Instant since,
        String asked,
        String given,
        String log,
        Optional<ChildProcess> process)
        implements RecordBook.Numbered {
    private static final long USUAL_TIMEOUT_MINUTES = 720;

    static JobRun submitted(long number, String id, JsonNode request, Capacity needs, Instant at) {
        return new JobRun(number, id, request, JobRunState.SUBMITTED, "", needs, at, at, "", "", "", Optional.empty());
    }

    JobRun in(JobRunState now, String why, Instant at) {
        // One that is asked to end still runs.
        Optional<ChildProcess> runs = now == JobRunState.CANCELLING ? process : Optional.empty();
        return new JobRun(number, id, request, now, why, needs, createdAt, at, asked, given, log, runs);
    }

    JobRun running(SparkStart start, Instant at) {
        return new JobRun(
                number,
                id,
                request,
                JobRunState.RUNNING,
                "",
                needs,
                createdAt,
                at,
                start.asked().words(),
                start.given().words(),
                start.log().toString(),
                start.process());
    }

    String name() {
        return request.path("Name").asText();
    }

    String clientToken() {
        return request.path("ClientToken").asText();
    }

    String applicationId() {
        return request.path("ApplicationId").asText();
    }

    /** @return minutes that it may run; 0 for as long as it takes */
    long timeoutMinutes() {
        return request.path("ExecutionTimeoutMinutes").asLong(USUAL_TIMEOUT_MINUTES);
    }

    /**
     * @return arguments of {@code spark-submit}
     * @throws IllegalArgumentException if they cannot be split into words
     */
    static List<String> sparkSubmit(JsonNode request) {
        JsonNode driver = request.at("/JobDriver/SparkSubmit");
        List<String> words = new ArrayList<>(
                ShellWords.split(driver.path("SparkSubmitParameters").asText()));
        words.add(driver.path("EntryPoint").asText());
        driver.path("EntryPointArguments").forEach(argument -> words.add(argument.asText()));
        return words;
    }

    Resource resource() {
        return new Resource(ResourceKind.EMR_SERVERLESS_JOB_RUN, id, state.stage(), state.name(), details);
    }

    Held held() {
        return new Held(resource(), name(), asked, given, since, false);
    }

    /** @return the run as {@code GetJobRun} shows it */
    ObjectNode description() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ApplicationId", applicationId())
                .put("JobRunId", id)
                .put("Arn", AwsNames.arn("emr-serverless", "/applications/" + applicationId() + "/jobruns/" + id))
                .put("Name", name())
                .put("State", state.name())
                .put("StateDetails", details);
    }

    @Override
    public String key() {
        return id;
    }

    @Override
    public String recordName() {
        return id;
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("number", number).put("id", id).set("request", request);
        json.put("state", state.name())
                .put("details", details)
                .put("cores", needs.cores())
                .put("megabytes", needs.megabytes())
                .put("createdAt", createdAt.toString())
                .put("since", since.toString())
                .put("asked", asked)
                .put("given", given)
                .put("log", log);
        process.ifPresent(found -> json.set("process", found.toJson()));
        return json;
    }

    static JobRun fromJson(JsonNode json) {
        return new JobRun(
                json.path("number").asLong(),
                json.path("id").asText(),
                json.path("request"),
                JobRunState.valueOf(json.path("state").asText()),
                json.path("details").asText(),
                new Capacity(json.path("cores").asLong(), json.path("megabytes").asLong()),
                Instant.parse(json.path("createdAt").asText()),
                Instant.parse(json.path("since").asText()),
                json.path("asked").asText(),
                json.path("given").asText(),
                json.path("log").asText(),
                ChildProcess.fromJson(json.path("process")));
    }
}
