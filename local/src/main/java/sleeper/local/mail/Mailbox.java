package sleeper.local.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import sleeper.core.util.FailureWords;
import sleeper.core.util.Secrets;
import sleeper.core.util.UnicodeText;
import sleeper.statestore.file.OwnerOnly;

/**
 * Stands in for the errors topic's subscription by e-mail: each notification becomes a file {@code <time>-<job>.eml} in a
 * folder and, where a mail server is configured, is sent to it too. Safe for use by many threads.
 */
public final class Mailbox {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int SMTP_TIMEOUT_MILLIS = 10_000;

    private final Path folder;
    private final String sender;
    private final String recipient;
    private final Optional<SmtpSettings> smtp;
    private final InstantSource clock;

    /**
     * @param folder    where the files go; created if it is not there
     * @param sender    address that the mails come from, {@code sleeper.notify.smtp.from}
     * @param recipient address of who is told, {@code sleeper.errors.email}
     */
    public Mailbox(Path folder, String sender, String recipient, Optional<SmtpSettings> smtp, InstantSource clock)
            throws IOException {
        this.folder = OwnerOnly.createDirectories(folder);
        this.sender = sender;
        this.recipient = recipient;
        this.smtp = smtp;
        this.clock = clock;
    }

    public Path folder() {
        return folder;
    }

    /**
     * Delivers a notification.
     *
     * @return the file it lies in
     * @throws IOException if the file cannot be written or the mail server does not take the message; it may then lie in the
     *     folder already, and a repetition puts a second copy there
     */
    public synchronized Path deliver(Notice notice) throws IOException {
        try {
            MimeMessage message = message(notice);
            Path file = store(notice, message);
            if (smtp.isPresent()) {
                send(message, smtp.get());
            }
            return file;
        } catch (MessagingException e) {
            throw new IOException(
                    "Notification about " + notice.about() + " was not delivered: " + FailureWords.of(e), e);
        }
    }

    private static void send(MimeMessage message, SmtpSettings server) throws MessagingException {
        if (server.login().isPresent()) {
            SmtpSettings.Login login = server.login().get();
            Transport.send(message, login.user(), login.password());
        } else {
            Transport.send(message);
        }
    }

    private MimeMessage message(Notice notice) throws MessagingException {
        MimeMessage message = new MimeMessage(session());
        message.setFrom(new InternetAddress(sender));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
        message.setSubject(shown(notice.subject()), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(clock.instant()));
        message.setText(shown(notice.text()), StandardCharsets.UTF_8.name());
        message.saveChanges();
        return message;
    }

    /** Whoever wrote the notice, a mail leaves the machine. */
    private static String shown(String text) {
        return UnicodeText.shown(Secrets.masked(text));
    }

    private Session session() {
        Properties properties = new Properties();
        smtp.ifPresent(server -> {
            properties.setProperty("mail.smtp.host", server.host());
            properties.setProperty("mail.smtp.port", Integer.toString(server.port()));
            properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(server.startTls()));
            properties.setProperty("mail.smtp.starttls.required", Boolean.toString(server.startTls()));
            properties.setProperty(
                    "mail.smtp.auth", Boolean.toString(server.login().isPresent()));
            properties.setProperty("mail.smtp.connectiontimeout", Integer.toString(SMTP_TIMEOUT_MILLIS));
            properties.setProperty("mail.smtp.timeout", Integer.toString(SMTP_TIMEOUT_MILLIS));
        });
        return Session.getInstance(properties);
    }

    private Path store(Notice notice, MimeMessage message) throws IOException, MessagingException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.writeTo(bytes);
        Path unfinished = Files.createTempFile(folder, ".unfinished-", ".tmp");
        try {
            Files.write(unfinished, bytes.toByteArray());
            String name = TIME.format(clock.instant()) + "-" + notice.about();
            Path file = folder.resolve(name + ".eml");
            for (int copy = 2; !linked(unfinished, file); copy++) {
                file = folder.resolve(name + "-" + copy + ".eml");
            }
            return file;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** @return false if another message has this name */
    private static boolean linked(Path unfinished, Path file) throws IOException {
        try {
            Files.createLink(file, unfinished);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }
}
