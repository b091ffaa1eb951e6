package sleeper.benchmarks.stores;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import sleeper.core.file.FilePath;
import sleeper.core.job.JobId;
import sleeper.core.job.JobStatus;
import sleeper.core.platform.JobQueue;
import sleeper.core.table.TableName;
import sleeper.local.run.EmbeddedMachines;
import sleeper.local.run.EmbeddedRun;
import sleeper.local.run.LocalHome;
import sleeper.sort.demo.DemoData;
import sleeper.statemachine.StateMachineFile;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.job.JobHistory;

/**
 * {@code one-job <home> <rows>}: a job of so many rows in ten files through the embedded services, from its message to the end of its
 * execution; the ingest task is a process of its own.
 */
final class OneJobWork {
    private static final JobId JOB = new JobId("one");
    private static final TableName TABLE = new TableName("one");
    private static final int LEAVES = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long POLL_NANOS = 50_000_000;

    private OneJobWork() {}

    static Map<String, Object> run(Path home, String[] arguments) throws Exception {
        try (EmbeddedRun run = EmbeddedRun.tryStart(new LocalHome(home)).orElseThrow()) {
            OwnedStores instance = run.instance();
            var unused = instance.tables().log(TABLE).create(DemoData.SCHEMA, DemoData.partitions(LEAVES));
            var unusedFiles = new DemoData(Long.parseLong(arguments[0]), 1)
                    .write(instance.files(), new FilePath(instance.inputBucket(), "in"), 2);
            String message = "{\"id\":\"%s\",\"tableName\":\"%s\",\"files\":[\"%s/in\"]}"
                    .formatted(JOB, TABLE, instance.inputBucket());
            Work.await("ready");
            long begin = System.nanoTime();
            var unusedId = run.send(JobQueue.STANDARD, message);
            awaitExecution(run);
            double millis = Work.millisSince(begin);
            Work.await("ended");
            JobStatus status = new JobHistory(instance.jobs(), instance.tables())
                    .find(JOB)
                    .orElseThrow()
                    .status();
            if (status != JobStatus.COMMITTED) {
                throw new IllegalStateException("The job is " + status);
            }
            return Map.of("rows", Long.parseLong(arguments[0]), "seconds", millis / 1_000);
        }
    }

    /** Asks the services and no store, so that nothing is counted that the job did not need. */
    private static void awaitExecution(EmbeddedRun run) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String machine = EmbeddedMachines.arn(StateMachineFile.INGEST_JOB);
        while (System.nanoTime() < deadline) {
            if (!run.stepFunctions().list(machine, Optional.empty()).isEmpty() && run.settle(PATIENCE)) {
                return;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IllegalStateException("The job did not end within " + PATIENCE);
    }
}
