package sleeper.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sleeper.cli.frame.ErrorReport;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.LeftOutWords;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.UserFile;
import sleeper.cli.frame.Words;
import sleeper.core.error.Faults;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.job.AttemptId;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobId;
import sleeper.core.job.JobPlan;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.job.json.LeftOutJson;
import sleeper.core.job.json.RunEstimateJson;
import sleeper.core.json.StoredJson;
import sleeper.core.launch.SparkSite;
import sleeper.core.launch.json.LaunchRequests;
import sleeper.core.platform.JobQueue;
import sleeper.lambda.validate.JobPlanner;
import sleeper.sort.check.KernelFileCheck;
import sleeper.sort.check.PageChecksums;
import sleeper.sort.sample.KernelKeySampler;
import sleeper.sort.sample.SampledCuts;
import sleeper.statestore.instance.EarlierLoads;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.PreSplit;
import sleeper.statestore.instance.RunSite;

/** {@code plan}: what a job would do, and everything that speaks against it. Runs nothing and writes nothing. */
@Command(
        name = "plan",
        description = "Says what a job would do and what speaks against it. Runs nothing and writes nothing.")
public final class PlanCommand extends JobCommand {
    /** What one core sorts and writes: narrow rows from a warm disk, and wide ones or a busy machine. */
    private static final long MOST_ROWS_PER_SECOND_AND_CORE = 1_000_000;

    private static final long LEAST_ROWS_PER_SECOND_AND_CORE = 100_000;

    /** From the message to a task that reads, and from its end to the commit. */
    private static final Duration LEAST_OVERHEAD = Duration.ofSeconds(2);

    private static final Duration MOST_OVERHEAD = Duration.ofSeconds(10);

    /** As much on Spark: its driver and executors are Java machines that start, and are ended, with the job. */
    private static final Duration LEAST_OVERHEAD_ON_SPARK = Duration.ofSeconds(10);

    private static final Duration MOST_OVERHEAD_ON_SPARK = Duration.ofSeconds(90);

    /** Spark cuts a large leaf into ranges for its tasks, a file each, which have about so many rows at least. */
    private static final long LEAST_ROWS_OF_A_CUT = 10_000;

    /** A file and its sketches. */
    private static final int PUTS_A_FILE = 2;

    /** Manifest, request, and log entry. */
    private static final int PUTS_A_COMMIT = 3;

    private static final JobId UNNAMED = new JobId("unnamed");

    @Mixin
    private JobArguments arguments;

    public PlanCommand(Surrounding surrounding) {
        super(surrounding);
    }

    /** What a job would come to. */
    private record Estimate(
            JobPlan plan,
            SparkSite spark,
            List<String> warnings,
            List<String> withoutChecksums,
            int partitionsTouched,
            long files,
            long puts,
            int cores) {
        Duration least() {
            return leastOverhead().plus(sorting(MOST_ROWS_PER_SECOND_AND_CORE));
        }

        Duration most() {
            return mostOverhead().plus(sorting(LEAST_ROWS_PER_SECOND_AND_CORE));
        }

        private Duration leastOverhead() {
            return plan.platform().isSpark() ? LEAST_OVERHEAD_ON_SPARK : LEAST_OVERHEAD;
        }

        private Duration mostOverhead() {
            return plan.platform().isSpark() ? MOST_OVERHEAD_ON_SPARK : MOST_OVERHEAD;
        }

        private Duration sorting(long rowsPerSecondAndCore) {
            return Duration.ofSeconds(plan.inputRows() / (rowsPerSecondAndCore * cores));
        }

        String timeRestsOn() {
            return "%s to %s rows/s on each of %s, and %s to %s around them"
                    .formatted(
                            Words.count(LEAST_ROWS_PER_SECOND_AND_CORE),
                            Words.count(MOST_ROWS_PER_SECOND_AND_CORE),
                            Words.count(cores, "core"),
                            leastOverhead().toSeconds(),
                            Words.count(mostOverhead().toSeconds(), "second"));
        }

        long inputBytes() {
            return plan.inputs().stream()
                    .mapToLong(input -> input.version().lengthBytes())
                    .sum();
        }
    }

    @Override
    public Integer call() {
        JobQueue queue = queue(arguments.word());
        String file = arguments.file();
        JobDocument document = new UserFile(surrounding().resolve(file))
                .parse("The job in " + file + " was not planned.", JobDocumentJson::parse);
        Instance instance = instance();
        InstanceStores stores = instance.stores();
        RunSite site = instance.site();
        JobId id = document.id().orElse(UNNAMED);
        Faults faults = new Faults();
        JobPlanner planner =
                new JobPlanner(stores, site::freeBytes, site.anySourceByDefault(), new KernelFileCheck(stores.files()));
        Optional<JobPlan> plan = planner.plan(document.withId(id), queue, new AttemptId(id, 1), faults)
                .map(found -> withLeavesWanted(stores.files(), found, faults));
        List<String> warnings = new ArrayList<>();
        List<String> withoutChecksums = new ArrayList<>();
        plan.ifPresent(found -> {
            withoutChecksums.addAll(withoutChecksums(stores.files(), found, faults));
            warnings.addAll(found.advice());
            warnings.addAll(new EarlierLoads(stores).find(found, faults));
        });
        if (plan.isEmpty() || !faults.isEmpty()) {
            ErrorReport report = ErrorReport.of("The job in " + file + " would be rejected.", faults.toList());
            if (json()) {
                console().result(refusedJson(report));
            } else {
                console().error(report, false);
            }
            return ExitCode.FAILED;
        }
        Estimate estimate = estimate(stores, plan.get(), site.spark(), warnings, withoutChecksums);
        print(() -> json(estimate), () -> words(estimate));
        return ExitCode.DONE;
    }

    /** @return the plan after the table's split; faults of files from which no keys can be taken are added */
    private static JobPlan withLeavesWanted(FileStore store, JobPlan plan, Faults faults) {
        try {
            return PreSplit.propose(plan, new SampledCuts(new KernelKeySampler(store)));
        } catch (InvalidRequestException e) {
            faults.addAll(e.faults());
            return plan;
        }
    }

    /** @return the files whose pages carry no checksums; a first page that cannot be read is a fault */
    private static List<String> withoutChecksums(FileStore store, JobPlan plan, Faults faults) {
        List<String> files = new ArrayList<>();
        for (InputFile input : plan.inputs()) {
            try {
                FileInfo file = new FileInfo(input.path(), input.version());
                if (PageChecksums.of(store, file) == PageChecksums.ABSENT) {
                    files.add(input.path().toString());
                }
            } catch (InvalidRequestException e) {
                faults.addAll(e.faults());
            }
        }
        return files;
    }

    private static Estimate estimate(
            InstanceStores stores,
            JobPlan plan,
            SparkSite spark,
            List<String> warnings,
            List<String> withoutChecksums) {
        int touched = TouchedPartitions.count(stores.files(), plan);
        long cuts = plan.platform().isSpark() ? plan.inputRows() / LEAST_ROWS_OF_A_CUT : 0;
        long files = Math.min(touched + cuts, plan.inputRows());
        long puts = files * PUTS_A_FILE + PUTS_A_COMMIT;
        return new Estimate(
                plan,
                spark,
                warnings,
                withoutChecksums,
                touched,
                files,
                puts,
                Runtime.getRuntime().availableProcessors());
    }

    private static ObjectNode refusedJson(ErrorReport report) {
        ObjectNode json = StoredJson.object().put("ok", false);
        json.set("faults", ErrorReport.faultsJson(report.faults()));
        json.setAll(report.json());
        return json;
    }

    private static ObjectNode json(Estimate estimate) {
        JobPlan plan = estimate.plan();
        ObjectNode json = StoredJson.object()
                .put("ok", true)
                .put("table", plan.table().value())
                .put("platform", plan.platform().word());
        json.set("reasons", StoredJson.texts(plan.reasons()));
        plan.estimate().ifPresent(found -> json.set("estimate", RunEstimateJson.toJson(found)));
        json.put("inputFiles", plan.inputs().size())
                .put("inputRows", plan.inputRows())
                .put("inputBytes", estimate.inputBytes())
                .put("filesWithoutChecksums", estimate.withoutChecksums().size())
                .put("partitions", plan.partitions().leaves().size())
                .put("partitionsTouched", estimate.partitionsTouched())
                .put("files", estimate.files())
                .put("puts", estimate.puts())
                .put("secondsLeast", estimate.least().toSeconds())
                .put("secondsMost", estimate.most().toSeconds())
                .put("timeRestsOn", estimate.timeRestsOn());
        json.set("unresolved", StoredJson.texts(plan.unresolved()));
        json.set("leftOut", LeftOutJson.toJson(plan.leftOut()));
        json.set("warnings", StoredJson.texts(estimate.warnings()));
        json.set("requests", LaunchRequests.first(plan, estimate.spark()));
        json.putArray("faults");
        return json;
    }

    private static String words(Estimate estimate) {
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

    private static String checksums(Estimate estimate) {
        int without = estimate.withoutChecksums().size();
        return without == 0
                ? "in the pages of every file: damage to a value is found"
                : "none in the pages of " + Words.count(without, "file") + " ("
                        + estimate.withoutChecksums().get(0) + (without == 1 ? "" : " and others")
                        + "): damage to a value may load as another value";
    }
}
