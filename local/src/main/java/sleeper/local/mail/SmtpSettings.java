package sleeper.local.mail;

import java.util.Optional;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.Settings;
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

    /** @return the server that an instance's settings name; empty if they name none */
    public static Optional<SmtpSettings> of(Settings settings) {
        return settings.find(InstanceSettings.SMTP_HOST)
                .map(host -> new SmtpSettings(
                        host,
                        settings.get(InstanceSettings.SMTP_PORT),
                        settings.get(InstanceSettings.SMTP_STARTTLS),
                        login(settings)));
    }

    private static Optional<Login> login(Settings settings) {
        return settings.find(InstanceSettings.SMTP_USER)
                .map(user -> new Login(
                        user, settings.find(InstanceSettings.SMTP_PASSWORD).orElse("")));
    }

    /** Who we are to the server. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[user=" + user + "]";
        }
    }
}
