package sleeper.api.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import sleeper.core.json.StoredJson;
import sleeper.core.util.Amounts;
import sleeper.core.util.Secrets;
import sleeper.statestore.instance.DeadLetterQueues.DeadLetter;

/** A dead letter as commands show it: keys and passwords in it are masked, though the letter itself still holds them. */
public record DeadLetterReport(DeadLetter letter) {
    private static final int MOST_LINES = 10;
    private static final int MOST_CHARACTERS = 500;

    public ObjectNode json() {
        return StoredJson.object()
                .put("queue", letter.queue().word())
                .put("messageId", letter.messageId())
                .put("body", body())
                .put("reason", Secrets.masked(letter.reason()))
                .put("masked", isMasked());
    }

    private String body() {
        return Secrets.masked(letter.body());
    }

    private boolean isMasked() {
        return !body().equals(letter.body());
    }

    /** @return the letter with its whole body */
    public String words() {
        return words(body(), "");
    }

    /** @return the letter with the beginning of its body, where that is long */
    public String brief() {
        String body = body();
        String beginning = String.join("\n", body.lines().limit(MOST_LINES).toList());
        if (beginning.length() > MOST_CHARACTERS) {
            int end = Character.isHighSurrogate(beginning.charAt(MOST_CHARACTERS - 1))
                    ? MOST_CHARACTERS - 1
                    : MOST_CHARACTERS;
            beginning = beginning.substring(0, end);
        }
        int left = body.stripTrailing().length() - beginning.length();
        return words(
                beginning,
                left <= 0
                        ? ""
                        : "... and " + Amounts.count(left, "character") + " more: 'sleeper dead-letters show "
                                + letter.messageId() + "'");
    }

    private String words(String body, String more) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "message " + letter.messageId() + " of queue " + letter.queue().word());
        String reason = letter.reason().isEmpty() ? "It was received too often." : letter.reason();
        Secrets.masked(reason).lines().forEach(line -> lines.add("  " + line));
        body.lines().forEach(line -> lines.add("  | " + line));
        if (!more.isEmpty()) {
            lines.add("  " + more);
        }
        if (isMasked()) {
            lines.add("  " + Secrets.ADVICE);
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** @return {@code {"deadLetters":[{"queue","messageId","body","reason","masked"}]}} */
    public static ObjectNode json(List<DeadLetterReport> letters) {
        ObjectNode json = StoredJson.object();
        json.set("deadLetters", StoredJson.array(letters, DeadLetterReport::json));
        return json;
    }
}
