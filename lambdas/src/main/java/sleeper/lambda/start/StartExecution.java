package sleeper.lambda.start;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.job.AttemptId;
import sleeper.core.json.StoredJson;
import sleeper.lambda.port.LambdaPorts;
import sleeper.statestore.instance.Executions;
import sleeper.statestore.job.StoredJob;

/** Sees to it that an attempt's execution exists. Safe to repeat, and for use by many threads. */
public final class StartExecution {
    private static final Logger LOG = LoggerFactory.getLogger(StartExecution.class);

    private final LambdaPorts ports;

    public StartExecution(LambdaPorts ports) {
        this.ports = ports;
    }

    /** An execution of the name that exists was started with this input, since the input is made of what is stored. */
    public void start(StoredJob job, AttemptId attempt) {
        Executions.Start start = ports.executions().start(attempt.executionName(), input(job, attempt));
        LOG.info("Execution of attempt {}: {}", attempt, start);
    }

    /** @return the same to the byte whoever asks for it */
    static String input(StoredJob job, AttemptId attempt) {
        return StoredJson.write(StoredJson.object()
                .put("jobId", attempt.jobId().value())
                .put("attempt", attempt.number())
                .put("queue", job.queue())
                .put("digest", job.digest()));
    }
}
