package sleeper.lambda.port;

import java.util.Map;

/** Port: the topic that people subscribe to. Safe for use by many threads. */
@FunctionalInterface
public interface Notifications {
    /**
     * @param subject    at most 100 ASCII characters, in one line
     * @param message    at most 4 KiB
     * @param attributes what subscribers filter by
     * @throws sleeper.core.error.TransientFailureException if it was not sent and may be sent again
     */
    void publish(String subject, String message, Map<String, String> attributes);
}
