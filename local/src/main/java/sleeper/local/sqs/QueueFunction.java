package sleeper.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;

/** What a {@link QueuePoller} calls: a Lambda handler behind its request and response JSON. */
@FunctionalInterface
public interface QueueFunction {
    /**
     * Takes a batch.
     *
     * @param event an SQS event, in the shape in which Lambda gives it to handlers
     * @return the response; its {@code batchItemFailures}, if there are any, name the messages that failed. A JSON null or an empty
     *     object means that all succeeded
     * @throws Exception if the whole batch failed
     */
    JsonNode call(JsonNode event) throws Exception;
}
