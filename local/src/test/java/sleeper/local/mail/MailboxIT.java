package sleeper.local.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxIT {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T09:15:00.5Z"));
    private static final Notice NOTICE = new Notice("orders-7", "Job orders-7 failed", "Cause: disk full — Größe");

    @TempDir
    Path folder;

    @Test
    void shouldPutEachNotificationIntoAFileNamedByTimeAndJob() throws Exception {
        // Given
        Mailbox mailbox = new Mailbox(folder, "sleeper@localhost", "ops@example.org", Optional.empty(), CLOCK);
        // When
        Path first = mailbox.deliver(NOTICE);
        Path second = mailbox.deliver(NOTICE);
        // Then
        assertThat(files()).containsExactlyInAnyOrder(first, second);
        assertThat(first).hasFileName("20261121T091500.500Z-orders-7.eml");
        assertThat(second).hasFileName("20261121T091500.500Z-orders-7-2.eml");
        MimeMessage message = new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(Files.readAllBytes(first)));
        assertThat(message.getSubject()).isEqualTo(NOTICE.subject());
        assertThat(message.getContent()).isEqualTo(NOTICE.text());
        assertThat(message.getAllRecipients()[0]).hasToString("ops@example.org");
    }

    @Test
    void shouldShowInWordsWhatIsNoText() throws Exception {
        // Given
        Mailbox mailbox = new Mailbox(folder, "sleeper@localhost", "ops@example.org", Optional.empty(), CLOCK);
        // When
        Path file = mailbox.deliver(new Notice("unknown", "half \ud800", "half \udc00 and nothing \u0000"));
        // Then
        MimeMessage message = new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(Files.readAllBytes(file)));
        assertThat(message.getSubject()).isEqualTo("half \\ud800");
        assertThat(message.getContent()).isEqualTo("half \\udc00 and nothing \\u0000");
    }

    @Test
    void shouldSendToTheMailServerToo() throws Exception {
        // Given
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            int port = server.getSmtp().getPort();
            // When
            new Mailbox(
                            folder,
                            "sleeper@localhost",
                            "ops@example.org",
                            Optional.of(new SmtpSettings("127.0.0.1", port, false, Optional.empty())),
                            CLOCK)
                    .deliver(NOTICE);
            // Then
            assertThat(server.getReceivedMessages()).hasSize(1);
            assertThat(server.getReceivedMessages()[0].getSubject()).isEqualTo(NOTICE.subject());
            assertThat(files()).hasSize(1);
        } finally {
            server.stop();
        }
    }

    @Test
    void shouldFailWhenTheMailServerDoesNotAnswer() throws Exception {
        // Given a port that nobody listens on any more
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        int port = server.getSmtp().getPort();
        server.stop();
        Mailbox mailbox = new Mailbox(
                folder,
                "sleeper@localhost",
                "ops@example.org",
                Optional.of(new SmtpSettings("127.0.0.1", port, false, Optional.empty())),
                CLOCK);
        // When / Then
        assertThatThrownBy(() -> mailbox.deliver(NOTICE))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Notification about orders-7 was not delivered: ");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
