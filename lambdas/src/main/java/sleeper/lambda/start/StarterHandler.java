package sleeper.lambda.start;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.platform.JobQueue;
import sleeper.lambda.port.JobMetric;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.runtime.Late;
import sleeper.lambda.runtime.Step;

/** The starter: each message on its own, so that one that fails by no fault of its own is delivered again alone. */
public final class StarterHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private static final Logger LOG = LoggerFactory.getLogger(StarterHandler.class);

    private final LambdaPorts ports;
    private final Late<StartJob> startJob;

    public StarterHandler() {
        this(LambdaPorts.fromEnvironment());
    }

    public StarterHandler(LambdaPorts ports) {
        this.ports = ports;
        this.startJob = Late.of(() -> new StartJob(ports));
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        return Step.run(context, ports.metrics(), "", () -> {
            List<BatchItemFailure> failures = new ArrayList<>();
            for (SQSMessage message : event.getRecords()) {
                if (!start(message)) {
                    failures.add(new BatchItemFailure(message.getMessageId()));
                }
            }
            return new SQSBatchResponse(failures);
        });
    }

    private boolean start(SQSMessage message) {
        try {
            StartResult result = startJob.get()
                    .start(new Message(message.getMessageId(), body(message), queueOf(message.getEventSourceArn())));
            LOG.info("Message {}: {}", message.getMessageId(), result);
            return true;
        } catch (RuntimeException e) {
            LOG.error("Message {} was not submitted and will be delivered again", message.getMessageId(), e);
            ports.metrics().count(JobMetric.JOBS_NOT_SUBMITTED);
            return false;
        }
    }

    private static String body(SQSMessage message) {
        return Optional.ofNullable(message.getBody()).orElse("");
    }

    private JobQueue queueOf(String arn) {
        return Optional.ofNullable(ports.queues().get(arn.substring(arn.lastIndexOf(':') + 1)))
                .orElseThrow(() -> new IllegalStateException("no queue of this instance: " + arn));
    }
}
