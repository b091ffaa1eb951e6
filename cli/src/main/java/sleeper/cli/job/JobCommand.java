package sleeper.cli.job;

import java.util.Optional;
import sleeper.api.error.ErrorReport;
import sleeper.api.job.JobActions;
import sleeper.api.job.JobActions.Message;
import sleeper.api.job.JobReport;
import sleeper.api.job.Jobs;
import sleeper.api.job.SentJob;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.platform.JobQueue;
import sleeper.lambda.start.StartJob;
import sleeper.statestore.instance.Services;
import sleeper.statestore.job.JobView;

/** What commands that send or follow jobs share. */
abstract class JobCommand extends SleeperCommand {
    JobCommand(Surrounding surrounding) {
        super(surrounding);
    }

    final JobQueue queue(String word) {
        return JobQueue.ofWord(word)
                .orElseThrow(() -> usage("--queue is '" + word
                        + "'; allowed: standard, emr, persistent-emr, emr-serverless, eks, auto."));
    }

    /** Sends a job and, if it is to be waited for, follows it. @return the exit code */
    final int send(Message message, boolean wait) throws InterruptedException {
        if (wait) {
            return sendAndFollow(message.id(), message.document(), message.queue());
        }
        SentJob sent = new JobActions(instance()).send(message, instanceWords());
        print(sent::json, sent::words);
        return ExitCode.DONE;
    }

    private int sendAndFollow(Optional<JobId> id, String body, JobQueue queue) throws InterruptedException {
        Jobs jobs = new Jobs(instance());
        JobFollower follower = new JobFollower(surrounding(), jobs);
        JobView ended;
        try (Services services = jobs.instance().openServices()) {
            String messageId = services.jobs().send(queue, body);
            JobId jobId = id.orElseGet(() -> StartJob.derivedId(messageId));
            console().progress("sent job " + jobId + " to queue " + queue.word());
            AttemptId attempt = follower.awaitAttempt(jobId, messageId);
            ended = follower.awaitEnd(attempt);
        }
        return tell(jobs.report(ended));
    }

    /** Prints how a job ended, and what kept it from being committed as an error. @return the exit code */
    final int tell(JobReport report) {
        print(report::jsonWithError, new JobWords(report)::wordsBesideError);
        if (!json()) {
            report.error().ifPresent(this::tellInWords);
        }
        return report.isCommitted() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void tellInWords(ErrorReport error) {
        console().error(error, false);
    }
}
