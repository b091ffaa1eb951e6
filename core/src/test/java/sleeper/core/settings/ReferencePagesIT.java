package sleeper.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorsPage;
import sleeper.core.launch.LaunchErrorsPage;

/** The pages that are made from code are the ones that lie in the project; {@code -Dpages.write} writes them. */
class ReferencePagesIT {
    private static final Path ROOT = Path.of(System.getProperty("project.root"));

    @Test
    void shouldShowTheSettingsAsTheyAre() throws IOException {
        check(SettingsPage.PATH, SettingsPage.render());
    }

    @Test
    void shouldShowTheErrorCodesAsTheyAre() throws IOException {
        check(ErrorsPage.PATH, ErrorsPage.render());
    }

    @Test
    void shouldShowWhatThePlatformsErrorsMeanAsItIs() throws IOException {
        check(LaunchErrorsPage.PATH, LaunchErrorsPage.render());
    }

    @Test
    void shouldShowTheSparkPropertiesOfJobsAsTheyAre() throws IOException {
        check(SparkConfPage.PATH, SparkConfPage.render());
    }

    @Test
    void shouldNameOnlyPropertiesThatExistInTheDepartures() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/reference/departures.md"));
        TreeSet<String> named = new TreeSet<>();
        Pattern.compile("`(sleeper\\.(?!bulkimport)[a-z.]*[a-z])`")
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .forEach(named::add);

        assertThat(named)
                .isNotEmpty()
                .map(name -> name.substring(1, name.length() - 1))
                .allMatch(name -> SettingsCatalogue.ofInstance().containsKey(name)
                        || SettingsCatalogue.ofTable().containsKey(name));
    }

    private static void check(String path, String page) throws IOException {
        Path file = ROOT.resolve(path);
        if (System.getProperty("pages.write") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, page);
        }
        assertThat(Files.readString(file))
                .as(path + " is stale: run mvn -pl core verify -Dpages.write")
                .isEqualTo(page);
    }
}
