package sleeper.api.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sleeper.api.job.FoundJobs;
import sleeper.api.job.JobFilter;
import sleeper.api.job.JobGraph;
import sleeper.api.job.Jobs;
import sleeper.api.job.LiveJob;
import sleeper.api.job.PastTime;
import sleeper.api.job.RecentMessages;
import sleeper.api.job.WaitingMessages;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.JobStatus;
import sleeper.core.json.StoredJson;
import sleeper.core.util.Amounts;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobView;

/** Where jobs stand. */
public final class JobRoutes {
    private static final String ATTEMPT = "number of the attempt; the last one if it is left out";
    private static final String NOT_LISTED = "The jobs were not listed.";
    private static final String NO_INPUTS = "none";

    /** A look for changes that takes so long comes once a minute. */
    private static final Duration LONGEST_SEARCH = Duration.ofSeconds(3);

    private static final int USUAL_JOBS = 50;
    private static final int MOST_JOBS = 500;
    private static final int USUAL_LINES = 500;
    private static final int MOST_LINES = 5_000;

    private final Instance instance;
    private final Jobs jobs;
    private final RecentMessages waiting;
    private final InstantSource clock;

    /** @param clock from which times such as {@code 2h} ago are counted */
    public JobRoutes(Instance instance, InstantSource clock) {
        this.instance = instance;
        this.clock = clock;
        this.jobs = new Jobs(instance);
        this.waiting = new RecentMessages(() -> WaitingMessages.look(instance), clock);
    }

    public List<Route> all() {
        return List.of(
                Route.get("/jobs", "Jobs, the latest first.")
                        .takes("table", "only those of this table")
                        .takes("status", "only those of these statuses, parted by commas")
                        .takes("since", "not received before: `2h` or `7d` ago, a day, or a time")
                        .takes("after", "id of the last job of the page before")
                        .takes("last", "how many at most, 1 to 500; 50 if it is left out")
                        .gives(
                                "{\"jobs\":[{\"jobId\",\"status\",\"table\",\"platform\",\"attempt\",\"rows\",\"files\",\"received\","
                                        + "\"waiting\",\"waitsSince\"?,\"progress\"?: as of a job}],\"next\"?: pass it as `after`,"
                                        + "\"searchedBackTo\"?: received of the job at which the search stopped before it had enough,"
                                        + "\"waitingMessages\"?: {queue: number},\"served\"?, both on the first page, and as of a second ago at the most}",
                                this::list),
                Route.get("/jobs/{id}", "A job: its attempts, what each created, its files and faults.")
                        .takes("inputs", "`none` leaves out the input files of each attempt, which may be many")
                        .gives(
                                "as `jobs ID --json`, and {\"faults\",\"document\",\"progress\"?: {\"phase\"?,\"waiting\"?,\"state\"?,"
                                        + "\"rows\"?,\"ofRows\"?,\"rowsPerSecond\"?,\"secondsLeft\"?,\"pages\"?,\"lastEvent\"},"
                                        + "\"lastEvent\"?: until the job and its last execution have ended}",
                                this::job),
                Route.get("/jobs/{id}/graph", "The state machine of an attempt, and the way that it took.")
                        .takes("attempt", ATTEMPT)
                        .gives("the graph of `jobs ID --graph --json`", this::graph),
                Route.get("/jobs/{id}/events", "The event history of an attempt's execution, the oldest first.")
                        .takes("attempt", ATTEMPT)
                        .takes("after", "id of the last event of the page before")
                        .takes("last", "how many at most, 1 to 1,000; 500 if it is left out")
                        .gives(ExecutionRoutes.EVENTS, this::events),
                Route.get("/jobs/{id}/log", "The last lines of an attempt's task; none where the place keeps no log.")
                        .takes("attempt", ATTEMPT)
                        .takes("last", "how many at most, 1 to 5,000; 500 if it is left out")
                        .gives("{\"lines\"}", this::log));
    }

    private JobView view(Call call) {
        return jobs.require(call.variable("id"));
    }

    private ObjectNode job(Call call) {
        Optional<String> inputs = call.query("inputs");
        if (inputs.isPresent() && !inputs.get().equals(NO_INPUTS)) {
            throw refused("The job was not read.", "parameter inputs", inputs.get(), NO_INPUTS);
        }
        ObjectNode json = new LiveJob(jobs, view(call)).json();
        if (inputs.isPresent()) {
            for (JsonNode attempt : json.withArray("attempts")) {
                ((ObjectNode) attempt).remove("inputs");
            }
        }
        return json;
    }

    private ObjectNode list(Call call) {
        int most = call.number("last", USUAL_JOBS, MOST_JOBS);
        JobFilter filter = new JobFilter(statuses(call), call.query("table"), since(call), most);
        Optional<JobView> after = call.query("after").map(jobs::require);
        Instant end = clock.instant().plus(LONGEST_SEARCH);
        FoundJobs found = jobs.search(
                filter,
                after,
                () -> call.request().isAwaited() && clock.instant().isBefore(end));
        ObjectNode json = StoredJson.object();
        json.set("jobs", StoredJson.array(found.jobs(), job -> new LiveJob(jobs, job).summaryJson()));
        if (found.jobs().size() == most) {
            json.put("next", found.jobs().get(most - 1).job().id().value());
        }
        found.searchedTo()
                .ifPresent(job ->
                        json.put("next", job.id().value()).put("searchedBackTo", Amounts.time(job.receivedAt())));
        if (after.isEmpty()) {
            waiting.get().putInto(json);
        }
        return json;
    }

    private static Set<JobStatus> statuses(Call call) {
        Set<JobStatus> statuses = new LinkedHashSet<>();
        call.query("status").ifPresent(text -> {
            for (String word : text.split(",")) {
                statuses.add(Arrays.stream(JobStatus.values())
                        .filter(status -> status.name().equalsIgnoreCase(word.strip()))
                        .findFirst()
                        .orElseThrow(() -> refused(
                                NOT_LISTED,
                                "parameter status",
                                word,
                                Arrays.stream(JobStatus.values())
                                        .map(JobStatus::name)
                                        .collect(Collectors.joining(", ")))));
            }
        });
        return statuses;
    }

    private Optional<Instant> since(Call call) {
        return call.query("since")
                .map(text -> PastTime.parse(text, clock.instant())
                        .orElseThrow(() -> refused(NOT_LISTED, "parameter since", text, PastTime.ALLOWED)));
    }

    private static InvalidRequestException refused(String summary, String where, String found, String allowed) {
        return new InvalidRequestException(
                summary, List.of(Fault.of(ErrorCode.VALUE_OUT_OF_RANGE, where, "'" + found + "'", allowed)));
    }

    private ObjectNode graph(Call call) {
        return JobGraph.of(jobs.stories(), view(call), number(call)).json();
    }

    private static Optional<Integer> number(Call call) {
        return call.optionalNumber("attempt", 1, Integer.MAX_VALUE).map(Long::intValue);
    }

    private ObjectNode events(Call call) {
        JobView job = view(call);
        AttemptView attempt = JobGraph.attempt(
                job, number(call), "The events of job '" + job.job().id() + "' were not read.");
        return ExecutionRoutes.events(
                call, instance.executionBook(), instance.stories().executionArn(attempt.attempt()));
    }

    private ObjectNode log(Call call) {
        JobView job = view(call);
        AttemptView attempt = JobGraph.attempt(
                job, number(call), "The log of job '" + job.job().id() + "' was not read.");
        ObjectNode json = StoredJson.object();
        json.set(
                "lines",
                StoredJson.texts(
                        instance.stories().log(attempt.attempt(), call.number("last", USUAL_LINES, MOST_LINES))));
        return json;
    }
}
