package sleeper.api.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import sleeper.api.error.ErrorReport;
import sleeper.api.job.JobReport.Attempt;
import sleeper.core.job.JobStatus;
import sleeper.core.json.StoredJson;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.instance.TaskProgress;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobView;

/**
 * A job as those see it who look while it runs: what {@link JobReport} says, and how far it has come.
 *
 * @param jobs the instance's jobs
 * @param job  the job
 */
public record LiveJob(Jobs jobs, JobView job) {
    /** @return {@link JobReport#summaryJson}, with {@code progress} as {@link #json} has it */
    public ObjectNode summaryJson() {
        JobReport report = jobs.listed(job);
        ObjectNode json = report.summaryJson();
        progress(report).ifPresent(progress -> json.set("progress", json(progress)));
        return json;
    }

    /**
     * @return {@link JobReport#jsonWithError} with the faults that keep the job from being committed ({@code faults}), its {@code document}, and, until
     *     it has ended, {@code "progress":{"phase","waiting","state","rows","ofRows","rowsPerSecond","secondsLeft","pages",
     *     "lastEvent"}}, of which what is not known is left out; until the last attempt's execution has ended too, {@code "lastEvent"}:
     *     an execution tears down and sends mails after the job's own end
     */
    public ObjectNode json() {
        JobReport report = jobs.report(job);
        ObjectNode json = report.jsonWithError();
        json.set("faults", ErrorReport.faultsJson(job.status() == JobStatus.COMMITTED ? List.of() : report.faults()));
        json.set("document", MaskedJson.of("The document", job.job().document()));
        Optional<Progress> progress = progress(report);
        if (progress.isPresent() || isOpen(report)) {
            // Asked for no longer than that: it costs requests on AWS.
            long lastEvent = jobs.stories().lastEvent(last().attempt());
            progress.ifPresent(found -> json.set("progress", json(found).put("lastEvent", lastEvent)));
            json.put("lastEvent", lastEvent);
        }
        return json;
    }

    private AttemptView last() {
        return job.attempts().get(job.attempts().size() - 1);
    }

    /** @param report has read what the executions did, which is not read again */
    private Optional<Progress> progress(JobReport report) {
        if (job.status().isEnded() || job.attempts().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(lastStory(report)
                .map(found -> Progress.of(jobs.stories(), last().attempt(), found))
                .orElse(Progress.NOT_TAKEN));
    }

    private static boolean isOpen(JobReport report) {
        return lastStory(report).filter(story -> !story.isClosed()).isPresent();
    }

    private static Optional<ExecutionStory> lastStory(JobReport report) {
        List<Attempt> attempts = report.attempts();
        return attempts.isEmpty()
                ? Optional.empty()
                : attempts.get(attempts.size() - 1).story();
    }

    private static ObjectNode json(Progress progress) {
        ObjectNode json = StoredJson.object();
        progress.phase().ifPresent(phase -> json.put("phase", phase));
        progress.waiting().ifPresent(why -> json.put("waiting", why));
        if (!progress.states().isEmpty()) {
            json.put("state", progress.states().get(progress.states().size() - 1));
        }
        progress.task().ifPresent(task -> put(json, task));
        return json;
    }

    private static void put(ObjectNode json, TaskProgress task) {
        json.put("rows", task.rows()).put("ofRows", task.totalRows());
        task.rowsPerSecond().ifPresent(rate -> json.put("rowsPerSecond", rate));
        task.secondsLeft().ifPresent(left -> json.put("secondsLeft", left));
        task.pages().ifPresent(pages -> json.put("pages", pages));
    }
}
