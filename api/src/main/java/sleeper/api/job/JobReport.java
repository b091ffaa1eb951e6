package sleeper.api.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.api.error.ErrorReport;
import sleeper.core.error.Fault;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.JobStatus;
import sleeper.core.job.json.LeftOutJson;
import sleeper.core.job.json.RunEstimateJson;
import sleeper.core.json.StoredJson;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;
import sleeper.core.table.TableName;
import sleeper.core.util.Amounts;
import sleeper.core.util.Secrets;
import sleeper.statestore.instance.ExecutionStories;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.HistoryLine;
import sleeper.statestore.job.JobView;
import sleeper.statestore.job.ResourceStore;
import sleeper.statestore.table.JobState.Commit;

/** A job as commands show it: its attempts, what each visited, created and tore down, and its files one by one. */
public final class JobReport {
    /** Since when a job waits for its turn; there if it does. */
    public static final String WAITS_SINCE = "waitsSince";

    private final JobView job;
    private final ResourceStore resources;
    private final List<Attempt> attempts = new ArrayList<>();
    private final Optional<Commit> commit;

    /**
     * An attempt with what else is known of it.
     *
     * @param platform that its plan names
     * @param plan     not read for a list
     */
    public record Attempt(
            AttemptView view,
            String executionArn,
            Optional<ExecutionStory> story,
            Optional<Platform> platform,
            Optional<JobPlan> plan) {
        public List<String> statesVisited() {
            return story.map(ExecutionStory::statesVisited).orElse(List.of());
        }

        public Optional<String> waiting() {
            return story.flatMap(Progress::whyWaits);
        }

        public Optional<Instant> waitsSince() {
            return story.flatMap(ExecutionStory::waitsSince);
        }
    }

    private JobReport(Instance instance, KnownPlans plans, JobView job, boolean whole) {
        InstanceStores stores = instance.stores();
        ExecutionStories stories = instance.stories();
        this.job = job;
        this.resources = stores.jobs().resources();
        for (AttemptView view : job.attempts()) {
            Optional<JobPlan> plan = whole ? plans.plan(view.attempt()) : Optional.empty();
            attempts.add(new Attempt(
                    view,
                    stories.executionArn(view.attempt()),
                    whole || !view.status().isEnded() ? stories.find(view.attempt()) : Optional.empty(),
                    whole ? plan.map(JobPlan::platform) : plans.platform(view.attempt()),
                    plan));
        }
        this.commit = whole && isCommitted()
                ? stores.tables()
                        .log(new TableName(job.table()))
                        .state()
                        .job(job.job().id())
                        .flatMap(state -> state.committed())
                : Optional.empty();
    }

    static JobReport whole(Instance instance, KnownPlans plans, JobView job) {
        return new JobReport(instance, plans, job, true);
    }

    /**
     * @return the report for a list, of which only {@link #summaryJson} is whole: what executions did is asked of those alone that may wait,
     *     since each costs requests on AWS, and neither plans nor tables' states are read
     */
    static JobReport ofList(Instance instance, KnownPlans plans, JobView job) {
        return new JobReport(instance, plans, job, false);
    }

    public JobView job() {
        return job;
    }

    /** @return from the first to the last */
    public List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /** @return the commit that made its rows visible */
    public Optional<Commit> commit() {
        return commit;
    }

    public JobStatus status() {
        return job.status();
    }

    public boolean isCommitted() {
        return job.status() == JobStatus.COMMITTED;
    }

    /** @return what is wrong with the last attempt; none if it is committed or has not ended */
    public List<Fault> faults() {
        return attempts.isEmpty()
                ? List.of()
                : attempts.get(attempts.size() - 1).view().faults();
    }

    /** @return word of the platform that the last plan names, else that of the queue */
    public String platform() {
        for (int i = attempts.size() - 1; i >= 0; i--) {
            if (attempts.get(i).platform().isPresent()) {
                return attempts.get(i).platform().get().word();
            }
        }
        return JobQueue.ofWord(job.job().queue())
                .flatMap(JobQueue::platform)
                .map(Platform::word)
                .orElse(job.job().queue());
    }

    public long rows() {
        return attempts.stream().mapToLong(attempt -> attempt.view().rows()).sum();
    }

    public long files() {
        return attempts.stream().mapToLong(attempt -> attempt.view().files()).sum();
    }

    private Creations creations() {
        return attempts.stream().map(this::creations).reduce(Creations.NONE, Creations::and);
    }

    public Creations creations(Attempt attempt) {
        return Creations.of(resources.of(attempt.view().attempt()), attempt.story());
    }

    /**
     * @return one line of {@code jobs}: {@code {"jobId","status","table","platform","attempt","rows","files","received","waiting"}},
     *     and {@code "waitsSince"} if it waits for its turn
     */
    public ObjectNode summaryJson() {
        ObjectNode json = head().put("attempt", attempts.size())
                .put("rows", rows())
                .put("files", files())
                .put("received", Amounts.time(job.job().receivedAt()))
                .put("waiting", waiting().orElse(""));
        lastAttempt().flatMap(Attempt::waitsSince).ifPresent(since -> json.put(WAITS_SINCE, Amounts.time(since)));
        return json;
    }

    private Optional<Attempt> lastAttempt() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
    }

    /** @return why the last attempt's execution waits, if it does */
    private Optional<String> waiting() {
        return lastAttempt().flatMap(Attempt::waiting);
    }

    private ObjectNode head() {
        return StoredJson.object()
                .put("jobId", job.job().id().value())
                .put("status", job.status().name())
                .put("table", job.table())
                .put("platform", platform());
    }

    public ObjectNode json() {
        ObjectNode json = head();
        json.set("attempts", StoredJson.array(attempts, this::attemptJson));
        json.put("rows", rows()).put("files", files());
        Creations creations = creations();
        json.set("created", StoredJson.texts(creations.created()));
        json.set("tornDown", StoredJson.texts(creations.tornDown()));
        json.set("unknown", StoredJson.texts(creations.unknown()));
        json.put("queue", job.job().queue())
                .put("messageId", job.job().messageId())
                .put("received", Amounts.time(job.job().receivedAt()));
        commit.ifPresent(found -> json.put("slot", found.slot()).put("incarnation", found.incarnation()));
        json.set("history", StoredJson.array(job.history(), JobReport::historyJson));
        return json;
    }

    private static ObjectNode historyJson(HistoryLine line) {
        ObjectNode json = StoredJson.object()
                .put("at", Amounts.time(line.at()))
                .put("kind", line.kind().name());
        ObjectNode fields = json.putObject("fields");
        line.fields().forEach((name, value) -> fields.put(name, Secrets.masked(value)));
        return json.put("text", Secrets.masked(line.text()));
    }

    /** @return the same, with the error that keeps the job from being committed beside it, in the form of all errors */
    public ObjectNode jsonWithError() {
        ObjectNode json = json();
        error().ifPresent(error -> json.setAll(error.json()));
        return json;
    }

    /** @return what to tell if the job is not committed */
    public Optional<ErrorReport> error() {
        return isCommitted() || faults().isEmpty()
                ? Optional.empty()
                : Optional.of(ErrorReport.of("Job '" + job.job().id() + "' is " + job.status() + ".", faults()));
    }

    private ObjectNode attemptJson(Attempt attempt) {
        AttemptView view = attempt.view();
        ObjectNode json = StoredJson.object()
                .put("attempt", view.attempt().number())
                .put("status", view.status().name())
                .put("executionArn", attempt.executionArn());
        json.set("statesVisited", StoredJson.texts(attempt.statesVisited()));
        attempt.waiting().ifPresent(why -> json.put("waiting", why));
        json.set("faults", ErrorReport.faultsJson(view.faults()));
        json.put("rows", view.rows()).put("files", view.files()).put("asked", Amounts.time(view.askedAt()));
        attempt.waitsSince().ifPresent(since -> json.put(WAITS_SINCE, Amounts.time(since)));
        view.endedAt().ifPresent(ended -> json.put("ended", Amounts.time(ended)));
        Creations creations = creations(attempt);
        json.set("created", StoredJson.texts(creations.created()));
        json.set("tornDown", StoredJson.texts(creations.tornDown()));
        json.set("unknown", StoredJson.texts(creations.unknown()));
        attempt.plan().ifPresent(plan -> {
            json.put("platform", plan.platform().word());
            json.set("reasons", StoredJson.texts(plan.reasons()));
            plan.estimate().ifPresent(estimate -> json.set("estimate", RunEstimateJson.toJson(estimate)));
            json.set("unresolved", StoredJson.texts(plan.unresolved()));
            json.set("leftOut", LeftOutJson.toJson(plan.leftOut()));
            json.set("warnings", StoredJson.texts(plan.advice()));
            json.set("inputs", inputsJson(attempt, plan));
        });
        return json;
    }

    private ArrayNode inputsJson(Attempt attempt, JobPlan plan) {
        return StoredJson.array(plan.inputs(), input -> {
            ObjectNode json = StoredJson.object()
                    .put("file", input.path().toString())
                    .put("rows", input.rowCount())
                    .put("bytes", input.version().lengthBytes())
                    .put("status", attempt.view().status().name());
            slot(attempt.view().attempt()).ifPresent(slot -> json.put("slot", slot));
            FileFaults.first(input.path(), attempt.view().faults())
                    .ifPresent(fault -> json.put("error", fault.message()));
            return json;
        });
    }

    private Optional<Long> slot(AttemptId attempt) {
        return commit.filter(found -> found.attempt() == attempt.number()).map(Commit::slot);
    }
}
