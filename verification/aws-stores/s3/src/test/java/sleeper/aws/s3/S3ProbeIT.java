package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class S3ProbeIT {
    @Test
    void shouldTakeAServerThatKeepsConditionsAndLeaveNothing() throws Exception {
        S3Server server = S3Server.start();
        try {
            String bucket = server.newBucket();

            assertThatCode(() -> S3Probe.check(server.client(), bucket, "table", S3Server.surroundings()))
                    .doesNotThrowAnyException();
            assertThatCode(() -> UploadProbe.check(server.client(), bucket, "table", S3Server.surroundings()))
                    .doesNotThrowAnyException();

            assertThat(server.client()
                            .listObjectsV2(request -> request.bucket(bucket))
                            .contents())
                    .isEmpty();
            assertThat(server.client()
                            .listMultipartUploads(request -> request.bucket(bucket))
                            .uploads())
                    .isEmpty();
        } finally {
            server.stop();
        }
    }
}
