package sleeper.cli.job;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sleeper.api.job.JobPlanning;
import sleeper.api.job.PlannedJob;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.LeftOutWords;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.UserFile;
import sleeper.cli.frame.Words;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobPlan;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.launch.json.LaunchRequests;
import sleeper.core.platform.JobQueue;

/** {@code plan}: what a job would do, and everything that speaks against it. Runs nothing and writes nothing. */
@Command(
        name = "plan",
        description = "Says what a job would do and what speaks against it. Runs nothing and writes nothing.")
public final class PlanCommand extends JobCommand {
    @Mixin
    private JobArguments arguments;

    public PlanCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        JobQueue queue = queue(arguments.word());
        String file = arguments.file();
        JobDocument document = new UserFile(surrounding().resolve(file))
                .parse("The job in " + file + " was not planned.", JobDocumentJson::parse);
        String name = "The job in " + file;
        JobPlanning planning = JobPlanning.of(instance(), document, queue);
        if (planning.job().isEmpty() && !json()) {
            console().error(planning.refusal(name), false);
        } else {
            print(() -> planning.json(name), () -> words(planning.job().orElseThrow()));
        }
        return planning.job().isPresent() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String words(PlannedJob estimate) {
        JobPlan plan = estimate.plan();
        List<String> lines = new ArrayList<>();
        lines.add("The job would be accepted.");
        lines.add("  table       " + plan.table());
        PlannedWords.of(plan).forEach(line -> lines.add("  " + line));
        lines.add("  input       " + Words.count(plan.inputRows(), "row") + " in "
                + Words.count(plan.inputs().size(), "file") + ", " + Words.bytes(estimate.inputBytes()));
        lines.add("  checksums   " + checksums(estimate));
        lines.add("  partitions  at most " + Words.count(estimate.partitionsTouched()) + " of "
                + Words.count(plan.partitions().leaves().size()) + " touched");
        lines.add("  output      at most " + Words.count(estimate.files(), "file") + " and "
                + Words.count(estimate.puts(), "PUT"));
        lines.add("  time        " + Words.duration(estimate.least()) + " to " + Words.duration(estimate.most())
                + " on this machine: " + estimate.timeRestsOn());
        LeftOutWords.expected(plan.leftOut()).forEach(some -> lines.add("  left out    " + some));
        LaunchRequests.first(plan, estimate.spark())
                .properties()
                .forEach(request -> lines.add("  asks for    " + request.getKey() + " " + request.getValue()));
        estimate.warnings().forEach(warning -> lines.add("  warning: " + warning));
        return String.join(System.lineSeparator(), lines);
    }

    private static String checksums(PlannedJob estimate) {
        int without = estimate.withoutChecksums().size();
        return without == 0
                ? "in the pages of every file: damage to a value is found"
                : "none in the pages of " + Words.count(without, "file") + " ("
                        + estimate.withoutChecksums().get(0) + (without == 1 ? "" : " and others")
                        + "): damage to a value may load as another value";
    }
}
