package sleeper.verification.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import sleeper.core.job.JobStatus;
import sleeper.statemachine.StateMachineFile;
import sleeper.statestore.job.AttemptResources;
import sleeper.statestore.table.GcReport;
import sleeper.statestore.table.VerifyReport;
import sleeper.verification.workflow.VirtualInstance.IngestWork;

/**
 * What happened in a case.
 *
 * @param ingest     the execution of ingest-job
 * @param reaps      executions of reap-job that came of it, before the sweep
 * @param maintenances executions of maintain-table
 * @param attempts   how often the state's Task was tried, before the sweep
 * @param status     the job's status, before the sweep
 * @param rows       rows that a reader finds
 * @param mails      notifications about the job, before the sweep
 * @param settled    the job's status, once the disturbance is over and the sweep has come
 * @param mailsInAll notifications about the job by then
 * @param told       whether it is remembered by then that people were told
 * @param rowsInAll  rows that a reader then finds
 * @param verified   what verifying the table then says
 * @param left       files in the table's folder after garbage collection, that the log does not name
 * @param garbage    what a second collection still finds
 * @param tableMails notifications about tables
 * @param created    what is on record by then of what the attempt created
 * @param made       ids of what the stand-ins say by then that it created
 * @param runsOn     what is left on any stand-in by then, and two days later, in words
 */
record Story(
        Trace ingest,
        List<Trace> reaps,
        List<Trace> maintenances,
        int attempts,
        JobStatus status,
        long rows,
        long mails,
        JobStatus settled,
        long mailsInAll,
        boolean told,
        long rowsInAll,
        VerifyReport verified,
        List<String> left,
        GcReport garbage,
        long tableMails,
        AttemptResources created,
        List<String> made,
        List<String> runsOn) {
    static Story of(Case what, Path home) throws IOException {
        try (VirtualInstance instance = VirtualInstance.fresh(
                home, what.way().tellsSuccess(), what.way().script(), IngestWork.ingestTask())) {
            what.disturbance().ifPresent(disturbance -> {
                if (what.isWait()) {
                    instance.stopIn(what.place());
                } else {
                    instance.tasks().disturb(what.place(), disturbance);
                }
            });
            instance.load(what.way().queue(), what.way().inputFile());
            if (what.way().maintains()) {
                instance.maintain();
            }
            Trace ingest = instance.trace(
                    instance.executions(StateMachineFile.INGEST_JOB).get(0));
            List<Trace> reaps = instance.executions(StateMachineFile.REAP_JOB).stream()
                    .map(instance::trace)
                    .toList();
            List<Trace> maintenances = instance.executions(StateMachineFile.MAINTAIN_TABLE).stream()
                    .map(instance::trace)
                    .toList();
            int attempts = instance.tasks().attempts(what.place());
            JobStatus status = instance.job().status();
            long rows = instance.rows();
            long mails = instance.mails();
            instance.tasks().mend();
            instance.sweep();
            var unused = instance.collectGarbage();
            return new Story(
                    ingest,
                    reaps,
                    maintenances,
                    attempts,
                    status,
                    rows,
                    mails,
                    instance.job().status(),
                    instance.mails(),
                    instance.instance().jobs().isNotified(VirtualInstance.ATTEMPT, "ended"),
                    instance.rows(),
                    instance.log().verify(true),
                    instance.filesLeft(),
                    instance.collectGarbage(),
                    instance.tableMails(),
                    instance.instance().jobs().resources().of(VirtualInstance.ATTEMPT),
                    instance.made(),
                    instance.leftOnPlatforms());
        }
    }

    /** @return the execution that the state belongs to: of reap-job and maintain-table, the first */
    Trace of(StateMachineFile machine) {
        return switch (machine) {
            case INGEST_JOB -> ingest;
            case REAP_JOB -> reaps.get(0);
            case MAINTAIN_TABLE -> maintenances.get(0);
        };
    }
}
