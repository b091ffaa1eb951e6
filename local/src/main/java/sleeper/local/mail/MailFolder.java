package sleeper.local.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The mails that lie in a mailbox's folder, to be read.
 *
 * @param folder as {@link Mailbox} fills it; need not be there
 */
public record MailFolder(Path folder) {
    private static final String ENDING = ".eml";

    /** As {@link Mailbox} names them: a time, and a job or a table, perhaps with a number. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");

    /**
     * A mail.
     *
     * @param name    of its file, without the ending
     * @param at      when it was sent
     * @param subject one line
     * @param text    the message
     */
    public record Mail(String name, Instant at, String subject, String text) {}

    /** @return the latest mails, at most so many, the latest first; what is no mail is left out */
    public List<Mail> latest(int most) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING) && !name.startsWith("."))
                    .sorted(Comparator.reverseOrder())
                    .limit(most)
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .flatMap(name -> find(name).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The mails in " + folder + " could not be listed", e);
        }
    }

    /** @return empty if there is no mail of this name, or what is there is none */
    public Optional<Mail> find(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        Path file = folder.resolve(name + ENDING);
        try (InputStream in = Files.newInputStream(file)) {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), in);
            Object content = message.getContent();
            return Optional.ofNullable(message.getSentDate())
                    .filter(sent -> content instanceof String)
                    .map(sent -> new Mail(name, sent.toInstant(), subject(message), (String) content));
        } catch (NoSuchFileException | MessagingException | UnsupportedEncodingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The mail " + file + " could not be read", e);
        }
    }

    private static String subject(MimeMessage message) {
        try {
            return Optional.ofNullable(message.getSubject()).orElse("");
        } catch (MessagingException e) {
            return "";
        }
    }
}
