package sleeper.local.mail;

import java.util.Optional;
import sleeper.core.util.Require;

/**
 * A mail server that notifications are sent to as well.
 *
 * @param host     the server
 * @param port     1 to 65535
 * @param startTls whether the connection must be encrypted before anything is sent
 * @param login    user and password, if the server asks for them
 */
public record SmtpSettings(String host, int port, boolean startTls, Optional<Login> login) {
    public SmtpSettings {
        Require.notBlank("host", host);
        Require.that(port >= 1 && port <= 65_535, "SMTP port is " + port + "; allowed: 1 to 65535");
        Require.notNull("login", login);
    }

    /** Who we are to the server. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[user=" + user + "]";
        }
    }
}
