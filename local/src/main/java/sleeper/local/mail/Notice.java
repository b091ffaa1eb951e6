package sleeper.local.mail;

import sleeper.core.util.Require;

/**
 * A notification, as it was published to the errors topic.
 *
 * @param about   job id that it is about, or {@code unknown}; letters, digits, {@code _} and {@code -} only
 * @param subject one line
 * @param text    the message
 */
public record Notice(String about, String subject, String text) {
    public Notice {
        Require.that(about.matches("[A-Za-z0-9_-]{1,63}"), "not a job id: " + about);
        Require.notNull("subject", subject);
        Require.notNull("text", text);
    }
}
