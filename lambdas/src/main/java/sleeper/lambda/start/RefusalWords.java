package sleeper.lambda.start;

import java.nio.charset.StandardCharsets;
import sleeper.core.util.UnicodeText;

/** The mail about a message that cannot be acted on. The message's body is not in it: it lies in the dead-letter queue. */
final class RefusalWords {
    private static final int MAX_BYTES = 4_096;

    private RefusalWords() {}

    static String of(Message message, String reason) {
        String text = "Message: " + message.id() + "\nQueue: " + message.queue().word()
                + "\nNext step: 'sleeper dead-letters' shows it; send it again mended.\n\n" + reason;
        while (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            text = UnicodeText.cut(text, text.length() * 3 / 4);
        }
        return text;
    }
}
