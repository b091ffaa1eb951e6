package sleeper.local.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.local.mail.MailFolder.Mail;

class MailFolderIT {
    private static final Instant FIRST = Instant.parse("2026-11-21T09:15:00.500Z");

    @TempDir
    Path home;

    private MailFolder mails;

    @BeforeEach
    void open() {
        mails = new MailFolder(home.resolve("mailbox"));
    }

    private void deliver(String about, Instant at) throws IOException {
        Path unused = new Mailbox(mails.folder(), "sleeper@localhost", "ops@example.org", Optional.empty(), () -> at)
                .deliver(new Notice(about, "Job " + about + " failed — Größe", "Cause: <b>disk</b> full\nline 2"));
    }

    private void write(String name, String content) throws IOException {
        Files.createDirectories(mails.folder());
        Files.write(mails.folder().resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private List<String> names() {
        return mails.latest(10).stream().map(Mail::name).toList();
    }

    @Test
    void shouldHaveNoMailsWhereThereIsNoFolder() {
        assertThat(mails.latest(10)).isEmpty();
        assertThat(mails.find("20261121T091500.500Z-a")).isEmpty();
    }

    @Test
    void shouldReadAMailAsItWasDelivered() throws IOException {
        deliver("orders-7", FIRST);

        Mail mail = mails.find("20261121T091500.500Z-orders-7").orElseThrow();

        assertThat(mail.name()).isEqualTo("20261121T091500.500Z-orders-7");
        assertThat(mail.at()).isEqualTo(Instant.parse("2026-11-21T09:15:00Z"));
        assertThat(mail.subject()).isEqualTo("Job orders-7 failed — Größe");
        assertThat(mail.text()).isEqualTo("Cause: <b>disk</b> full\nline 2");
    }

    @Test
    void shouldListTheLatestFirstAndNoMoreThanAskedFor() throws IOException {
        deliver("a", FIRST);
        deliver("b", FIRST.plus(Duration.ofHours(1)));
        deliver("c", FIRST.plus(Duration.ofHours(2)));

        assertThat(mails.latest(2))
                .extracting(Mail::name)
                .containsExactly("20261121T111500.500Z-c", "20261121T101500.500Z-b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no mail",
                "\u0000\u00ff\u00fe",
                "Subject: without a date\r\n\r\ntext",
                "Date: no date\r\nSubject: s\r\n\r\ntext",
                "Date: Sat, 21 Nov 2026 09:15:00 +0000\r\nContent-Type: image/png\r\n\r\n....",
                "Date: Sat, 21 Nov 2026 09:15:00 +0000\r\nContent-Type: text/plain; charset=none-such\r\n\r\ntext",
                "Date: Sat, 21 Nov 2026 09:15:00 +0000\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--y"
            })
    void shouldPassOverAFileThatIsNoMailOfOurs(String content) throws IOException {
        deliver("a", FIRST);
        write("20261121T999999.000Z-odd.eml", content);

        assertThat(names()).containsExactly("20261121T091500.500Z-a");
        assertThat(mails.find("20261121T999999.000Z-odd")).isEmpty();
    }

    @Test
    void shouldPassOverWhatIsNoFileOfAMail() throws IOException {
        deliver("a", FIRST);
        write("notes.txt", "Date: Sat, 21 Nov 2026 09:15:00 +0000\r\n\r\ntext");
        write(".unfinished-1.eml", "Date: Sat, 21 Nov 2026 09:15:00 +0000\r\n\r\ntext");
        Files.createDirectories(mails.folder().resolve("zz.eml"));

        assertThat(names()).containsExactly("20261121T091500.500Z-a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret",
                "..",
                ".",
                "",
                "a/../../secret",
                "..\\secret",
                "a\u0000",
                "{folder}/secret",
                ".hidden",
                "a b",
                "é"
            })
    void shouldFindNoMailByAnotherName(String name) throws IOException {
        deliver("a", FIRST);
        String mail = "Date: Sat, 21 Nov 2026 09:15:00 +0000\r\n\r\ntext";
        Files.writeString(home.resolve("secret.eml"), mail);
        write(".hidden.eml", mail);
        write("a b.eml", mail);

        assertThat(mails.find(name.replace("{folder}", home.toString()))).isEmpty();
    }

    @Test
    void shouldFindNoMailByANameThatIsTooLong() throws IOException {
        deliver("a", FIRST);

        assertThat(mails.find("a".repeat(10_000))).isEmpty();
    }
}
