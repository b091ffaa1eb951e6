package sleeper.local.sqs;

import java.util.Map;

/**
 * A message that was received and is hidden from others for the time being.
 *
 * @param messageId         given by the queue when it was sent
 * @param receiptHandle     names this receipt, for deleting
 * @param body              what was sent
 * @param attributes        system attributes, such as {@code ApproximateReceiveCount}
 */
public record ReceivedMessage(String messageId, String receiptHandle, String body, Map<String, String> attributes) {
    public ReceivedMessage {
        attributes = Map.copyOf(attributes);
    }
}
