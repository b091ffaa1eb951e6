package sleeper.deployed;

import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Attributes of messages of SQS. */
public final class SqsAttributes {
    private SqsAttributes() {}

    /** @return the values as attributes that are texts */
    public static Map<String, MessageAttributeValue> texts(Map<String, String> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        value -> MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(value.getValue())
                                .build()));
    }
}
