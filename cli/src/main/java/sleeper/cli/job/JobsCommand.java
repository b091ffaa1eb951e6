package sleeper.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sleeper.api.job.JobFilter;
import sleeper.api.job.JobGraph;
import sleeper.api.job.JobReport;
import sleeper.api.job.Jobs;
import sleeper.api.job.PastTime;
import sleeper.api.job.WaitingMessages;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.TextTable;
import sleeper.cli.frame.Words;
import sleeper.cli.picture.Paper;
import sleeper.core.job.JobStatus;
import sleeper.core.json.StoredJson;
import sleeper.statestore.job.JobView;

/** {@code jobs}: all jobs, some of them, or one with its attempts and files. */
@Command(
        name = "jobs",
        description =
                "Lists the jobs, the latest first, or shows one: its attempts, the states they visited, its files and faults.")
public final class JobsCommand extends SleeperCommand {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "The job to show.")
    private Optional<String> id;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            split = ",",
            description = "List only jobs that stand so: ${COMPLETION-CANDIDATES}. Several are parted by commas.")
    private Set<JobStatus> statuses = Set.of();

    @Option(names = "--table", paramLabel = "TABLE", description = "List only jobs of this table.")
    private Optional<String> table;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "List only jobs received since then: " + PastTime.ALLOWED + ".")
    private Optional<String> since;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "List the N latest of them, and read no more than these need.")
    private Optional<Integer> last;

    @Option(
            names = "--graph",
            description =
                    "Draw the state machine of the job's last attempt as it ran, in place of its report; with --json as graph.")
    private boolean graph;

    @Option(names = "--attempt", paramLabel = "N", description = "With --graph: that of attempt N.")
    private Optional<Integer> attempt;

    public JobsCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        checkAttempt();
        JobFilter filter = filter();
        Jobs jobs = new Jobs(instance());
        if (id.isPresent()) {
            if (filter.leavesOut() || last.isPresent()) {
                throw usage(
                        "--status, --table, --since and --last are for the list of jobs; leave them out, or the job.");
            }
            show(jobs, jobs.require(id.get()));
        } else {
            if (graph) {
                throw usage("--graph is for one job; name it, or leave --graph out.");
            }
            List<ObjectNode> listed = jobs.list(filter).stream()
                    .map(job -> jobs.listed(job).summaryJson())
                    .toList();
            WaitingMessages waiting = WaitingMessages.look(instance());
            print(() -> json(listed, waiting), () -> words(listed, filter, waiting));
        }
        return ExitCode.DONE;
    }

    private void show(Jobs jobs, JobView job) {
        if (graph) {
            JobGraph drawn = JobGraph.of(jobs.stories(), job, attempt);
            print(
                    () -> jobs.report(job).json().set("graph", drawn.json()),
                    () -> new JobGraphWords(drawn)
                            .words(
                                    Paper.of(surrounding()),
                                    surrounding().clock().instant()));
        } else {
            JobReport report = jobs.report(job);
            print(report::json, new JobWords(report)::words);
        }
    }

    private void checkAttempt() {
        if (attempt.isPresent() && !graph) {
            throw usage("--attempt is for --graph; add that, or leave --attempt out.");
        }
    }

    private JobFilter filter() {
        if (last.isPresent() && last.get() < 1) {
            throw usage("--last is " + last.get() + "; the least is 1.");
        }
        Optional<Instant> from =
                since.map(text -> PastTime.parse(text, surrounding().clock().instant())
                        .orElseThrow(() -> usage("--since is '" + text + "'; allowed: " + PastTime.ALLOWED + ".")));
        return new JobFilter(statuses, table, from, last.orElse(Integer.MAX_VALUE));
    }

    private static ObjectNode json(List<ObjectNode> jobs, WaitingMessages waiting) {
        ObjectNode json = StoredJson.object();
        json.putArray("jobs").addAll(jobs);
        waiting.putInto(json);
        return json;
    }

    private String words(List<ObjectNode> jobs, JobFilter filter, WaitingMessages waiting) {
        return Stream.concat(Stream.of(words(jobs, filter)), waiting.words().stream())
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private String words(List<ObjectNode> jobs, JobFilter filter) {
        if (jobs.isEmpty()) {
            return filter.leavesOut()
                    ? "No job at " + instance().place() + " matches these options."
                    : "There is no job at " + instance().place() + ". Send one with 'sleeper submit'.";
        }
        TextTable lines = new TextTable()
                .words("job")
                .words("status")
                .words("table")
                .words("platform")
                .numbers("attempt")
                .numbers("rows")
                .numbers("files")
                .words("received");
        for (ObjectNode job : jobs) {
            lines.row(
                    job.get("jobId").textValue(),
                    job.get("status").textValue()
                            + (job.get("waiting").textValue().isEmpty() ? "" : ", waiting"),
                    job.get("table").textValue(),
                    job.get("platform").textValue(),
                    job.get("attempt").asText(),
                    Words.count(job.get("rows").longValue()),
                    Words.count(job.get("files").longValue()),
                    job.get("received").textValue());
        }
        return lines.toString();
    }
}
