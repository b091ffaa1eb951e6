package sleeper.statestore.job;

import java.time.Instant;
import sleeper.core.util.Require;

/**
 * Something worth knowing about a job that changes nothing, such as that it was sent again.
 *
 * @param at   when
 * @param text a sentence
 */
public record HistoryLine(Instant at, String text) {
    public HistoryLine {
        Require.notNull("at", at);
        Require.notBlank("text", text);
    }
}
