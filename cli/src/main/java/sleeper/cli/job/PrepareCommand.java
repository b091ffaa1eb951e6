package sleeper.cli.job;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sleeper.api.job.Jobs;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.Surrounding;
import sleeper.cli.frame.UserFile;
import sleeper.core.job.JobDocument;
import sleeper.core.job.JobPlan;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;
import sleeper.statestore.instance.InstanceStores;

/** {@code prepare}: stores an attempt at a job for a Spark that the user starts. */
@Command(
        name = "prepare",
        description =
                "Checks a job as its platform would and stores an attempt at it, for a Spark that you start yourself: prints the line that does. Nothing runs, and 'commit' makes what was written part of the table. Prepared again, the attempt before is given up.")
public final class PrepareCommand extends JobCommand {
    @Parameters(paramLabel = "JOB.json", description = "The job document.")
    private String file;

    /** For shells that complete command lines. */
    private static final class SparkQueues implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return platforms().map(Platform::word).iterator();
        }
    }

    @Option(
            names = "--queue",
            paramLabel = "WORD",
            defaultValue = "persistent-emr",
            completionCandidates = SparkQueues.class,
            description =
                    "The Spark platform whose rules the job is checked against: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}). It need not be deployed.")
    private String word;

    @Option(
            names = "--jar",
            paramLabel = "JAR",
            defaultValue = "spark-job/target/sleeper-spark-job-0.1.0-SNAPSHOT-spark3.jar",
            description = "The jar of the Spark job, as spark-submit is to find it (${DEFAULT-VALUE}).")
    private String jar;

    public PrepareCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        Platform platform = JobQueue.ofWord(word)
                .flatMap(JobQueue::platform)
                .filter(Platform::isSpark)
                .orElseThrow(() -> usage("--queue is '" + word + "'; allowed: "
                        + platforms().map(Platform::word).collect(Collectors.joining(", ")) + "."));
        String refused = "The job in " + file + " was not prepared.";
        JobDocument parsed = new UserFile(surrounding().resolve(file)).parse(refused, JobDocumentJson::parse);
        PrepareJob prepare = new PrepareJob(instance());
        JobDocument document = prepare.named(parsed, refused);
        Optional<JobPlan> plan = prepare.prepare(
                document, platform, refused, surrounding().clock().instant());
        if (plan.isEmpty()) {
            Jobs jobs = new Jobs(instance());
            return tell(jobs.report(jobs.require(document.id().orElseThrow().value())));
        }
        PreparedRun run = new PreparedRun(
                plan.get(), InstanceStores.alone(instance().stores().variables()), jar);
        print(run::json, run::words);
        return ExitCode.DONE;
    }

    private static Stream<Platform> platforms() {
        return Arrays.stream(Platform.values()).filter(Platform::isSpark);
    }
}
