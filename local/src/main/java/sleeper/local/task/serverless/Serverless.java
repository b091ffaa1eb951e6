package sleeper.local.task.serverless;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.local.task.ChildProcess;
import sleeper.local.task.FaultyCall;
import sleeper.local.task.Held;
import sleeper.local.task.RecordFolder;
import sleeper.local.task.ServiceFaults;
import sleeper.local.task.spark.SparkRunner;
import sleeper.stepfunctions.time.EventLoop;

/**
 * EMR Serverless as it stands in for itself: an application and its job runs, each with its record in a folder, so that the next process has
 * them as they were. What ran is lost with the process that ran it, and runs again in the next. As the port it answers as
 * {@code ListJobRuns}, {@code GetJobRun} and {@code CancelJobRun} do. Safe for use by many threads.
 */
public final class Serverless implements ResourceService, AutoCloseable {
    private static final String SERVICE = "EMR Serverless";

    private final Application application;
    private final JobRuns runs;
    private final EventLoop loop;
    private final ServiceFaults faults;

    /**
     * What it needs.
     *
     * @param loop   its time; in virtual time runs take no time of the test's before their drivers start
     * @param spark  does the work of runs
     * @param ids    eight hexadecimal digits, other than any before
     * @param times  how long runs take before that
     * @param faults what goes wrong, by actions of EMR Serverless's API
     */
    public record World(
            EventLoop loop, SparkRunner spark, Supplier<String> ids, RunTimes times, ServiceFaults faults) {}

    private Serverless(Path folder, Application application, World world) {
        this.application = application;
        this.runs = new JobRuns(application, new RecordFolder(folder), world);
        this.loop = world.loop();
        this.faults = world.faults();
    }

    /** Opens it with what its folder has; makes the folder when something is to be kept. */
    public static Serverless open(Path folder, Application application, World world) throws IOException {
        Serverless opened = new Serverless(folder, application, world);
        opened.runs.open();
        return opened;
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.EMR_SERVERLESS_JOB_RUN;
    }

    @Override
    public List<Resource> find(AttemptId attempt) {
        Instant listed = loop.clock().instant().minus(faults.listedAfter());
        return FaultyCall.port(
                SERVICE,
                faults.take("ListJobRuns"),
                () -> runs.all().stream()
                        .filter(run -> run.name().equals(attempt.executionName()))
                        .filter(run -> !run.createdAt().isAfter(listed))
                        .map(JobRun::resource)
                        .toList());
    }

    @Override
    public Optional<Resource> describe(String id) {
        return FaultyCall.port(
                SERVICE, faults.take("GetJobRun"), () -> runs.find(id).map(JobRun::resource));
    }

    @Override
    public void end(String id, String reason) {
        boolean unused = FaultyCall.port(
                SERVICE,
                faults.take("CancelJobRun"),
                () -> runs.find(id).map(run -> runs.cancel(id, reason)).orElse(false));
    }

    /** @return the driver of a run while it runs */
    public Optional<ProcessHandle> driver(String id) {
        return runs.find(id).flatMap(JobRun::process).flatMap(ChildProcess::find);
    }

    Application application() {
        return application;
    }

    JobRuns runs() {
        return runs;
    }

    ServiceFaults faults() {
        return faults;
    }

    /** @return what a folder's records hold, whichever process keeps them */
    public static List<Held> held(Path folder) throws IOException {
        return new RecordFolder(folder)
                .readAll(JobRun::fromJson).stream().map(JobRun::held).toList();
    }

    /** Leaves everything as it is for the next process: how drivers end from now on is not how runs end. */
    @Override
    public void close() {
        runs.close();
    }
}
