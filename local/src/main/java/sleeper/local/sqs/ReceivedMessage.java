package sleeper.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A message that was received and is hidden from others for the time being.
 *
 * @param messageId         given by the queue when it was sent
 * @param receiptHandle     names this receipt, for deleting
 * @param body              what was sent
 * @param attributes        system attributes, such as {@code ApproximateReceiveCount}
 * @param messageAttributes what the sender attached, as SQS gives it: by name, {@code DataType} and {@code StringValue} or
 *     {@code BinaryValue}. Never changed
 */
public record ReceivedMessage(
        String messageId,
        String receiptHandle,
        String body,
        Map<String, String> attributes,
        JsonNode messageAttributes) {
    public ReceivedMessage {
        attributes = Map.copyOf(attributes);
    }
}
