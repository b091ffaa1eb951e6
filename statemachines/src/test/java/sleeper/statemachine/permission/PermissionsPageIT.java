package sleeper.statemachine.permission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PermissionsPageIT {
    @Test
    void shouldShowEveryRoleAsItIs() throws IOException {
        // Given
        Path page = Path.of(System.getProperty("project.root")).resolve(PermissionsPage.PATH);
        String expected = PermissionsPage.render(Permissions.load());
        // When
        if (System.getProperty("pages.write") != null) {
            Files.writeString(page, expected);
        }
        // Then
        assertThat(page)
                .as("%s is stale: run mvn -pl statemachines -am verify -Dpages.write", PermissionsPage.PATH)
                .content()
                .isEqualTo(expected);
    }
}
