package sleeper.cli.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sleeper.core.util.Markup;
import sleeper.local.run.LocalHome;
import sleeper.statestore.file.OwnerOnly;

/**
 * Opens addresses of the console in a browser of this machine. Such an address has a token, and every user of a machine may read the command
 * lines of its programs. So a browser is started with a file that leads to the address, which its owner alone may read.
 *
 * <p>The file is not removed at once: the program that is started hands it to a browser, and ends before that has read it. It is removed when
 * the command starts next, and when whatever serves the console ends. Its token opens one page, once, and is void within minutes. It lies in
 * the home, since a browser in a sandbox has a folder of its own for temporary files.
 */
final class Browser {
    private static final List<String> PROGRAMS = List.of("xdg-open", "open");

    private final Path page;
    private final List<String> programs;

    Browser(LocalHome home) {
        this(home, PROGRAMS);
    }

    /** @param programs that open a file in a browser; the first that is there is started */
    Browser(LocalHome home, List<String> programs) {
        this.page = home.consolePage();
        this.programs = programs;
    }

    /**
     * Opens an address, if there is a browser.
     *
     * @throws IOException if the home cannot be written
     */
    void open(String address) throws IOException {
        OwnerOnly.createDirectories(page.getParent());
        // What is there is removed first: a file that is written over keeps its permissions.
        Files.deleteIfExists(page);
        Path made = Files.createFile(page, OwnerOnly.file());
        OwnerOnly.write(made, leadingTo(address));
        if (programs.stream().noneMatch(this::starts)) {
            forget();
        }
    }

    /** Removes the file, if it is there and can be removed. */
    void forget() {
        try {
            Files.deleteIfExists(page);
        } catch (IOException e) {
            // The token in it is void within minutes.
        }
    }

    /** @return whether there is such a program */
    private boolean starts(String program) {
        try {
            Process unused = new ProcessBuilder(program, page.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String leadingTo(String address) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="refresh" content="0; url=ADDRESS">
                <title>Sleeper</title>
                </head>
                <body><p><a href="ADDRESS">Open the console</a></p></body>
                </html>
                """.replace("ADDRESS", Markup.escaped(address));
    }
}
