package sleeper.deploy.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.error.TransientFailureException;
import sleeper.core.util.SuiteVersion;
import sleeper.deploy.AwsDouble;
import sleeper.deploy.AwsDouble.Reply;
import sleeper.deploy.aws.AwsCalls;
import sleeper.statestore.instance.UnreachableException;

/** How S3 answers to a look at a jar: a HEAD, whose answers have no body and so no code. */
class SparkJarsIT {
    private static final String KEY =
            "/sleeper-prod-config/jars/sleeper-spark-job-" + SuiteVersion.CURRENT + "-spark3.jar";

    @TempDir
    private Path folder;

    private AwsDouble aws;

    @BeforeEach
    void start() throws IOException {
        aws = new AwsDouble().on("PUT " + KEY, "");
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private int upload() throws IOException {
        Path jar = Files.writeString(folder.resolve("sleeper-spark-job-spark3.jar"), "the job");
        return new SparkJars(new InstanceNames("prod"), aws.clients().s3(), new AwsCalls(aws.surroundings()))
                .upload(List.of(jar));
    }

    @Test
    void shouldUploadWhatIsNotThere() throws IOException {
        aws.on("HEAD " + KEY, unused -> new Reply(404, ""));

        assertThat(upload()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeARightThatIsMissingForAJarThatIs() {
        aws.on("HEAD " + KEY, unused -> new Reply(403, ""));

        assertThatThrownBy(this::upload)
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("FILE_FORBIDDEN")
                .hasMessageContaining("s3:GetObject")
                .hasMessageContaining("s3:/" + KEY);
        assertThat(aws.asked()).doesNotContain("PUT " + KEY);
    }

    @Test
    void shouldTryAgainWhereS3HasTooMuchToDo() {
        aws.on("HEAD " + KEY, unused -> new Reply(503, ""));

        assertThatThrownBy(this::upload).isInstanceOf(UnreachableException.class);
        assertThat(aws.waits()).isNotEmpty();
        assertThat(aws.asked()).doesNotContain("PUT " + KEY);
    }
}
