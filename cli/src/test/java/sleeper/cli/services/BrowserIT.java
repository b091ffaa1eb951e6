package sleeper.cli.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sleeper.local.run.LocalHome;

/** What a browser is started with, and what others of the machine can see of it. */
@Timeout(60)
class BrowserIT {
    private static final String TOKEN = "5ec4e7";
    private static final String ADDRESS = "http://127.0.0.1:4711/?token=" + TOKEN;

    @TempDir
    Path folder;

    private LocalHome home;
    private Path arguments;

    @BeforeEach
    void setUp() {
        home = new LocalHome(folder.resolve("home"));
        arguments = folder.resolve("arguments");
    }

    /** @return a program that writes down what it was started with */
    private String program() throws IOException {
        Path program = folder.resolve("program");
        String script = "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$0.tmp\"\nmv \"$0.tmp\" '" + arguments + "'\n";
        Files.writeString(program, script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program.toString();
    }

    /** Opens an address. @return what the program was started with */
    private List<String> open(String address) throws IOException {
        new Browser(home, List.of("/no/such/program", program())).open(address);
        while (!Files.exists(arguments)) {
            Thread.onSpinWait();
        }
        return Files.readAllLines(arguments);
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.consolePage()));
    }

    @Test
    void shouldNotPutTheTokenIntoACommandLine() throws IOException {
        List<String> commandLine = open(ADDRESS);

        assertThat(commandLine).containsExactly(home.consolePage().toString());
        assertThat(commandLine.toString()).doesNotContain(TOKEN);
    }

    @Test
    void shouldLeadToTheAddressByAFileThatItsOwnerAloneMayRead() throws IOException {
        open(ADDRESS);

        assertThat(home.consolePage())
                .content()
                .contains("<meta http-equiv=\"refresh\" content=\"0; url=" + ADDRESS + "\">")
                .contains("<a href=\"" + ADDRESS + "\">");
        assertThat(permissions()).isEqualTo("rw-------");
    }

    @Test
    void shouldWriteAnotherFileThanOneThatOthersMayRead() throws IOException {
        // Given
        Files.createDirectories(home.path());
        Files.writeString(home.consolePage(), "former");
        Files.setPosixFilePermissions(home.consolePage(), PosixFilePermissions.fromString("rw-rw-rw-"));
        // When
        open(ADDRESS);
        // Then
        assertThat(permissions()).isEqualTo("rw-------");
        assertThat(home.consolePage()).content().contains(TOKEN).doesNotContain("former");
    }

    @Test
    void shouldNotFollowALinkWhereItsFileWouldBe() throws IOException {
        // Given
        Files.createDirectories(home.path());
        Path others = Files.writeString(folder.resolve("others"), "others");
        Files.createSymbolicLink(home.consolePage(), others);
        // When
        open(ADDRESS);
        // Then
        assertThat(others).hasContent("others");
        assertThat(home.consolePage()).content().contains(TOKEN);
    }

    @Test
    void shouldWriteNothingOfAnAddressThatABrowserWouldTakeForMarkup() throws IOException {
        open("http://127.0.0.1:1/?a=1&b=\"><script>x</script>");

        assertThat(home.consolePage())
                .content()
                .contains("\"http://127.0.0.1:1/?a=1&amp;b=&quot;&gt;&lt;script&gt;x&lt;/script&gt;\"")
                .doesNotContain("<script>");
    }

    @Test
    void shouldLeaveNoFileWhereThereIsNoBrowser() throws IOException {
        new Browser(home, List.of("/no/such/program")).open(ADDRESS);

        assertThat(home.consolePage()).doesNotExist();
    }

    @Test
    void shouldRemoveItsFileIfThereIsOne() throws IOException {
        Browser browser = new Browser(home, List.of());
        browser.forget();
        Files.createDirectories(home.path());
        Files.writeString(home.consolePage(), TOKEN);

        browser.forget();

        assertThat(home.consolePage()).doesNotExist();
    }
}
