package sleeper.deploy.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.deploy.aws.Account;
import software.amazon.awssdk.regions.Region;

/** Of the manifest that CDK writes beside a template. */
class AssemblyTest {
    private static final Account ACCOUNT =
            new Account("123456789012", Region.EU_WEST_2, "arn:aws:iam::123456789012:user/ops");

    @TempDir
    private Path folder;

    @Test
    void shouldFindImagesWithWhereTheyArePushedTo() throws IOException {
        // Given
        Files.writeString(folder.resolve("sleeper-prod.assets.json"), """
                {"version": "48.0.0", "files": {}, "dockerImages": {"7d9": {
                  "displayName": "IngestStack/Image",
                  "source": {"directory": "asset.7d9", "platform": "linux/amd64"},
                  "destinations": {"current_account-current_region": {
                    "repositoryName": "cdk-hnb659fds-container-assets-${AWS::AccountId}-${AWS::Region}",
                    "imageTag": "7d9"}}}}}
                """);
        // When / Then
        assertThat(new Assembly(folder, "sleeper-prod").images(ACCOUNT))
                .containsExactly(new Assembly.Image(
                        folder.resolve("asset.7d9"), "cdk-hnb659fds-container-assets-123456789012-eu-west-2", "7d9"));
    }

    @Test
    void shouldFindNoneWhereTheStackNeedsNone() throws IOException {
        Files.writeString(folder.resolve("sleeper-prod.assets.json"), "{\"version\": \"48.0.0\", \"files\": {}}");
        assertThat(new Assembly(folder, "sleeper-prod").images(ACCOUNT)).isEmpty();
    }
}
