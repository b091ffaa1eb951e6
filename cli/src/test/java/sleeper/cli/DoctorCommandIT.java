package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandIT {
    @TempDir
    Path folder;

    @Test
    void shouldNameWhatCredentialsComeFromAndNeverTheirValues() {
        // Given
        Cli cli = new Cli(folder).with("AWS_ACCESS_KEY_ID", "not-to-be-shown");
        // When
        Cli.Result looked = cli.run("doctor", "--json").done();
        // Then
        JsonNode json = looked.json();
        assertThat(json.get("ok").booleanValue()).isTrue();
        assertThat(json.at("/checks").findValuesAsText("name"))
                .contains("Java", "Maven", "Node", "home", "credentials", "platforms", "quotas");
        assertThat(looked.out()).contains("AWS_ACCESS_KEY_ID").doesNotContain("not-to-be-shown");
        assertThat(cli.home()).doesNotExist();
    }

    @Test
    void shouldFailWhereAPropertyIsUnknown() {
        // Given
        Cli cli = new Cli(folder);
        cli.file(".sleeper/instance.properties", "sleeper.nonsense=1\n");
        // When
        Cli.Result looked = cli.run("doctor", "--json");
        // Then
        assertThat(looked.exitCode()).isEqualTo(1);
        assertThat(looked.out()).contains("sleeper.nonsense");
    }
}
