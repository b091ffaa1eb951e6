package sleeper.local.mail;

import sleeper.core.util.Require;

/**
 * A mail server that notifications are sent to as well.
 *
 * @param host the server
 * @param port 1 to 65535
 */
public record SmtpSettings(String host, int port) {
    public SmtpSettings {
        Require.notBlank("host", host);
        Require.that(port >= 1 && port <= 65_535, "SMTP port is " + port + "; allowed: 1 to 65535");
    }
}
