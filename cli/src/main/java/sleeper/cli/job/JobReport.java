package sleeper.cli.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.cli.frame.ErrorReport;
import sleeper.cli.frame.LeftOutWords;
import sleeper.cli.frame.TextTable;
import sleeper.cli.frame.Words;
import sleeper.cli.progress.Progress;
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
final class JobReport {
    /** Since when a job waits for its turn; there if it does. */
    static final String WAITS_SINCE = "waitsSince";

    private final JobView job;
    private final ResourceStore resources;
    private final List<Attempt> attempts = new ArrayList<>();
    private final Optional<Commit> commit;

    /** An attempt with what else is known of it. */
    private record Attempt(
            AttemptView view, String executionArn, Optional<ExecutionStory> story, Optional<JobPlan> plan) {
        List<String> statesVisited() {
            return story.map(ExecutionStory::statesVisited).orElse(List.of());
        }

        Optional<String> waiting() {
            return story.flatMap(found ->
                    found.waiting().or(() -> found.waitsSince().map(since -> Progress.FOR_ITS_TURN)));
        }

        Optional<Instant> waitsSince() {
            return story.flatMap(ExecutionStory::waitsSince);
        }
    }

    JobReport(Instance instance, JobView job) {
        InstanceStores stores = instance.stores();
        ExecutionStories stories = instance.stories();
        this.job = job;
        this.resources = stores.jobs().resources();
        for (AttemptView view : job.attempts()) {
            attempts.add(new Attempt(
                    view,
                    stories.executionArn(view.attempt()),
                    stories.find(view.attempt()),
                    stores.jobs().plan(view.attempt())));
        }
        this.commit = job.status() == JobStatus.COMMITTED
                ? stores.tables()
                        .log(new TableName(job.table()))
                        .state()
                        .job(job.job().id())
                        .flatMap(state -> state.committed())
                : Optional.empty();
    }

    JobStatus status() {
        return job.status();
    }

    boolean isCommitted() {
        return job.status() == JobStatus.COMMITTED;
    }

    /** @return what is wrong with the last attempt; none if it is committed or has not ended */
    List<Fault> faults() {
        return attempts.isEmpty()
                ? List.of()
                : attempts.get(attempts.size() - 1).view().faults();
    }

    /** @return word of the platform that the last plan names, else that of the queue */
    private String platform() {
        for (int i = attempts.size() - 1; i >= 0; i--) {
            if (attempts.get(i).plan().isPresent()) {
                return attempts.get(i).plan().get().platform().word();
            }
        }
        return JobQueue.ofWord(job.job().queue())
                .flatMap(JobQueue::platform)
                .map(Platform::word)
                .orElse(job.job().queue());
    }

    private long rows() {
        return attempts.stream().mapToLong(attempt -> attempt.view().rows()).sum();
    }

    private long files() {
        return attempts.stream().mapToLong(attempt -> attempt.view().files()).sum();
    }

    private Creations creations() {
        return attempts.stream().map(this::creations).reduce(Creations.NONE, Creations::and);
    }

    private Creations creations(Attempt attempt) {
        return Creations.of(resources.of(attempt.view().attempt()), attempt.story());
    }

    /**
     * @return one line of {@code jobs}: {@code {"jobId","status","table","platform","attempt","rows","files","received","waiting"}},
     *     and {@code "waitsSince"} if it waits for its turn
     */
    ObjectNode summaryJson() {
        ObjectNode json = head().put("attempt", attempts.size())
                .put("rows", rows())
                .put("files", files())
                .put("received", Words.time(job.job().receivedAt()))
                .put("waiting", waiting().orElse(""));
        lastAttempt().flatMap(Attempt::waitsSince).ifPresent(since -> json.put(WAITS_SINCE, Words.time(since)));
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

    ObjectNode json() {
        ObjectNode json = head();
        json.set("attempts", StoredJson.array(attempts, this::attemptJson));
        json.put("rows", rows()).put("files", files());
        Creations creations = creations();
        json.set("created", StoredJson.texts(creations.created()));
        json.set("tornDown", StoredJson.texts(creations.tornDown()));
        json.set("unknown", StoredJson.texts(creations.unknown()));
        json.put("queue", job.job().queue())
                .put("messageId", job.job().messageId())
                .put("received", Words.time(job.job().receivedAt()));
        commit.ifPresent(found -> json.put("slot", found.slot()));
        json.set("history", StoredJson.array(job.history(), JobReport::historyJson));
        return json;
    }

    private static ObjectNode historyJson(HistoryLine line) {
        ObjectNode json = StoredJson.object()
                .put("at", Words.time(line.at()))
                .put("kind", line.kind().name());
        ObjectNode fields = json.putObject("fields");
        line.fields().forEach((name, value) -> fields.put(name, Secrets.masked(value)));
        return json.put("text", Secrets.masked(line.text()));
    }

    /** @return the same, with the error that keeps the job from being committed beside it, in the form of all errors */
    ObjectNode jsonWithError() {
        ObjectNode json = json();
        error().ifPresent(error -> json.setAll(error.json()));
        return json;
    }

    /** @return what to tell if the job is not committed */
    Optional<ErrorReport> error() {
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
        json.put("rows", view.rows()).put("files", view.files()).put("asked", Words.time(view.askedAt()));
        attempt.waitsSince().ifPresent(since -> json.put(WAITS_SINCE, Words.time(since)));
        view.endedAt().ifPresent(ended -> json.put("ended", Words.time(ended)));
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

    String words() {
        return words(true);
    }

    /** @return the same for those whom {@link #error} tells the last attempt's faults */
    String wordsBesideError() {
        return words(error().isEmpty());
    }

    private String words(boolean lastFaults) {
        List<String> lines = new ArrayList<>();
        lines.add("job %s: %s".formatted(job.job().id(), job.status()));
        lines.add("  table     " + job.table());
        lines.add("  platform  " + platform());
        lines.add("  received  " + Words.time(job.job().receivedAt())
                + (job.job().isRunByExecutions()
                        ? " by message " + job.job().messageId() + " of queue "
                                + job.job().queue()
                        : ""));
        if (isCommitted()) {
            lines.add("  rows      " + Words.count(rows()) + " in " + Words.count(files(), "file")
                    + commit.map(found -> ", committed by slot " + found.slot()).orElse(""));
        }
        for (int i = 0; i < attempts.size(); i++) {
            addAttempt(lines, attempts.get(i));
            if (lastFaults || i < attempts.size() - 1) {
                attempts.get(i).view().faults().forEach(fault -> lines.add("  " + fault.message()));
            }
        }
        if (!job.history().isEmpty()) {
            lines.add("history");
            job.history().forEach(line -> lines.add("  " + Words.time(line.at()) + " " + Secrets.masked(line.text())));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private void addAttempt(List<String> lines, Attempt attempt) {
        AttemptView view = attempt.view();
        String took = view.endedAt()
                .map(ended -> " after " + Words.duration(Duration.between(view.askedAt(), ended)))
                .orElse("");
        lines.add("attempt %d: %s%s".formatted(view.attempt().number(), view.status(), took));
        if (job.job().isRunByExecutions()) {
            lines.add("  states    " + String.join(" > ", attempt.statesVisited()));
        }
        attempt.waiting()
                .ifPresent(why -> lines.add("  waiting   " + why
                        + attempt.waitsSince()
                                .map(since -> ", since " + Words.time(since))
                                .orElse("")));
        Creations creations = creations(attempt);
        addUnlessEmpty(lines, "  created   ", creations.created());
        addUnlessEmpty(lines, "  torn down ", creations.tornDown());
        addUnlessEmpty(lines, "  unknown whether gone: ", creations.unknown());
        attempt.plan().ifPresent(plan -> {
            PlannedWords.of(plan).forEach(line -> lines.add("  " + line));
            LeftOutWords.expected(plan.leftOut()).forEach(some -> lines.add("  left out  " + some));
            plan.advice().forEach(warning -> lines.add("  warning: " + warning));
            TextTable files = new TextTable()
                    .words("file")
                    .numbers("rows")
                    .numbers("size")
                    .words("status");
            plan.inputs()
                    .forEach(input -> files.row(
                            input.path(),
                            Words.count(input.rowCount()),
                            Words.bytes(input.version().lengthBytes()),
                            FileFaults.first(input.path(), view.faults())
                                    .map(Fault::message)
                                    .orElse(view.status().name())));
            files.toString().lines().forEach(line -> lines.add("  " + line));
        });
    }

    private static void addUnlessEmpty(List<String> lines, String head, Set<String> texts) {
        if (!texts.isEmpty()) {
            lines.add(head + String.join(", ", texts));
        }
    }
}
