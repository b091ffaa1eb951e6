package sleeper.lambda.start;

import java.util.Map;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.platform.JobQueue;
import sleeper.lambda.port.LambdaPorts;

/** Tells people of a message that its queue gave up, since the starter failed at it too often. Safe to repeat. */
public final class ReceivedTooOften {
    private static final String KIND = "received-too-often";

    private final LambdaPorts ports;

    public ReceivedTooOften(LambdaPorts ports) {
        this.ports = ports;
    }

    /**
     * Told before it is remembered: a crash in between tells twice rather than never.
     *
     * @param messageId the id that the message had in its queue
     * @throws sleeper.core.error.SleeperException if it was not told and may be tried again
     */
    public void tell(JobQueue queue, String messageId) {
        JobId about = StartJob.derivedId(messageId);
        AttemptId told = new AttemptId(about, 1);
        if (!ports.stores().jobs().isNotified(told, KIND)) {
            ports.notifications()
                    .publish(
                            "Message received too often",
                            "Message: " + messageId + "\nQueue: " + queue.word()
                                    + "\nNext step: 'sleeper dead-letters' shows it. Mend what keeps jobs from being started,"
                                    + " which the log of the services says; 'sleeper dead-letters redrive' sends it again.\n\n"
                                    + "The message was received several times, and each time its job could not be started."
                                    + " It lies in the dead-letter queue.\n",
                            Map.of("jobId", about.value(), "messageId", messageId, "status", "DEAD_LETTER"));
            boolean unused = ports.stores().jobs().recordNotified(told, KIND);
        }
    }
}
