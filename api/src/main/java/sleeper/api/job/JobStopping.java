package sleeper.api.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import sleeper.core.json.StoredJson;
import sleeper.statestore.instance.Services;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.job.AttemptView;
import sleeper.statestore.job.JobView;

/**
 * Has a job stopped by the services that run, without waiting for its end.
 *
 * @param jobs the instance's jobs
 */
public record JobStopping(Jobs jobs) {
    /**
     * @return {@code {"jobId","attempt","stopped": true}}
     * @throws sleeper.core.error.InvalidRequestException WRONG_STATUS if there is nothing to stop
     * @throws UnreachableException if no services run
     */
    public ObjectNode stop(JobView job) {
        AttemptView last = JobActions.running(job);
        if (PreparedJob.is(job)) {
            PreparedJob.require(jobs, job, JobActions.notAborted(job)).giveUp(last.attempt());
        } else {
            if (!jobs.instance().isServed()) {
                throw new UnreachableException(
                        "the services at " + jobs.instance().place(),
                        "no services that run",
                        "Run 'sleeper local', or stop the job with 'sleeper abort', which runs them meanwhile.",
                        null);
            }
            try (Services services = jobs.instance().openServices()) {
                JobActions.stop(services, job, last, "Stopped through the API.");
            }
        }
        return StoredJson.object()
                .put("jobId", job.job().id().value())
                .put("attempt", last.attempt().number())
                .put("stopped", true);
    }
}
