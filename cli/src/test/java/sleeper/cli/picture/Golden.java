package sleeper.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Pictures as they are to be, a file each; {@code -Dpages.write} writes them. */
final class Golden {
    private static final Path FOLDER =
            Path.of(System.getProperty("project.root"), "cli/src/test/resources/sleeper/cli/picture");

    private Golden() {}

    /** Expects a picture to be as its file says, and no line of it to be wider than the paper. */
    static void expect(String name, Paper paper, List<String> picture) throws IOException {
        String text = String.join("\n", picture) + "\n";
        Path golden = FOLDER.resolve(name + ".txt");
        if (System.getProperty("pages.write") != null) {
            Files.writeString(golden, text);
        }
        assertThat(picture).allSatisfy(line -> assertThat(Lettering.width(line)).isLessThanOrEqualTo(paper.columns()));
        assertThat(golden).content().isEqualTo(text);
    }
}
