package sleeper.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.TextTable;
import sleeper.cli.frame.Words;
import sleeper.core.json.StoredJson;

/** {@code jobs}: all jobs, or one with its attempts and files. */
@Command(
        name = "jobs",
        description =
                "Lists the jobs, the latest first, or shows one: its attempts, the states they visited, its files and faults.")
public final class JobsCommand extends SleeperCommand {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "The job to show.")
    private Optional<String> id;

    @Option(names = "--limit", paramLabel = "N", description = "List the N latest jobs, and read no others.")
    private Optional<Integer> limit;

    public JobsCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        checkLimit();
        Jobs jobs = new Jobs(surrounding());
        if (id.isPresent()) {
            JobReport report = jobs.report(jobs.require(id.get()));
            print(report::json, report::words);
        } else {
            List<ObjectNode> all = jobs.latest(limit.orElse(Integer.MAX_VALUE)).stream()
                    .map(job -> jobs.report(job).summaryJson())
                    .toList();
            print(() -> json(all), () -> words(all));
        }
        return ExitCode.DONE;
    }

    private void checkLimit() {
        if (limit.isPresent() && id.isPresent()) {
            throw usage("--limit is for the list of jobs; leave it out, or the job.");
        }
        if (limit.isPresent() && limit.get() < 1) {
            throw usage("--limit is " + limit.get() + "; the least is 1.");
        }
    }

    private static ObjectNode json(List<ObjectNode> jobs) {
        ObjectNode json = StoredJson.object();
        json.putArray("jobs").addAll(jobs);
        return json;
    }

    private String words(List<ObjectNode> jobs) {
        if (jobs.isEmpty()) {
            return "There is no job at " + instance().place() + ". Send one with 'sleeper submit'.";
        }
        TextTable table = new TextTable()
                .words("job")
                .words("status")
                .words("table")
                .words("platform")
                .numbers("attempt")
                .numbers("rows")
                .numbers("files")
                .words("received");
        for (ObjectNode job : jobs) {
            table.row(
                    job.get("jobId").textValue(),
                    job.get("status").textValue() + (job.has(JobReport.WAITS_SINCE) ? ", waiting" : ""),
                    job.get("table").textValue(),
                    job.get("platform").textValue(),
                    job.get("attempt").asText(),
                    Words.count(job.get("rows").longValue()),
                    Words.count(job.get("files").longValue()),
                    job.get("received").textValue());
        }
        return table.toString();
    }
}
