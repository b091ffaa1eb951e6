package sleeper.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.platform.Platform;

/** The pictures in the pages of the platforms are made from the file; run with {@code -Dpages.write} to make them anew. */
class PlatformPicturesIT {
    private static final String BEGIN =
            "<!-- Picture made from ingest-job.asl.json by mvn -pl statemachines -am verify -Dpages.write -->\n";
    private static final String END = "<!-- End of picture -->\n";

    @ParameterizedTest
    @CsvSource({
        "EMR, run-on-emr.md",
        "PERSISTENT_EMR, run-on-the-permanent-cluster.md",
        "EMR_SERVERLESS, run-on-emr-serverless.md",
        "EKS, run-on-eks.md"
    })
    void shouldShowTheBranchOfThePlatformAsItIs(Platform platform, String name) throws IOException {
        // Given
        Path page = Path.of(System.getProperty("project.root"), "docs", "how-to", name);
        String text = Files.readString(page);
        assertThat(text).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        String expected =
                text.substring(0, begin) + StateMachinePage.branchOf(platform) + text.substring(text.indexOf(END));
        // When
        if (System.getProperty("pages.write") != null) {
            Files.writeString(page, expected);
        }
        // Then
        assertThat(page).content().isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "EMR, Create cluster, Start job run",
        "PERSISTENT_EMR, Run step, Create cluster",
        "EMR_SERVERLESS, Start job run, Run step",
        "EKS, List pods, Start job run"
    })
    void shouldShowWhatThePlatformHasAndNoOthersStates(Platform platform, String its, String another) {
        assertThat(StateMachinePage.branchOf(platform))
                .contains("\"" + its + "\"", "Which platform?", "Record failure", "Finish as committed")
                .doesNotContain(another, "Validate job", "Refuse job", "Run ingest task");
    }
}
