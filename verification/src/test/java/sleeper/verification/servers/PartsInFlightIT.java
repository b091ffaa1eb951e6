package sleeper.verification.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.faults.Service;
import sleeper.faults.Traffic;
import sleeper.local.task.ChildJvm;
import sleeper.statestore.instance.InstanceStores;

/** Large files on S3 that is far away: several parts are under way, and memory does not grow with the file. */
class PartsInFlightIT {
    private static final int FILE_MIB = 256;
    private static final int LEAST_AT_ONCE = 4;
    private static final Duration FAR = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Half of the file, in which the process, too, must find room. */
    private static final String HEAP = "-Xmx128m";

    private static AwsServers servers;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void startServers() throws IOException {
        servers = AwsServers.start(Files.createDirectories(folder.resolve("objects")));
    }

    @AfterAll
    static void endServers() throws IOException {
        servers.close();
    }

    @Test
    void shouldHaveSeveralPartsUnderWayWithinBoundedMemory() throws Exception {
        // Given
        Path home = Files.createDirectories(folder.resolve("home"));
        servers.choose(home, "s3");
        Traffic traffic = servers.requestCounts().of(Service.S3);
        traffic.delayAnswers(FAR);
        traffic.gather("UploadPart", LEAST_AT_ONCE, PATIENCE);
        traffic.gather("GetObject", LEAST_AT_ONCE, PATIENCE);
        // When
        run(home, "write");
        run(home, "read");
        // Then
        assertThat(traffic.mostAtOnce().get("UploadPart")).isGreaterThanOrEqualTo(LEAST_AT_ONCE);
        assertThat(traffic.mostAtOnce().get("GetObject")).isGreaterThanOrEqualTo(LEAST_AT_ONCE);
    }

    private static void run(Path home, String what) throws Exception {
        Path log = home.resolve(what + ".log");
        try (ChildJvm children = new ChildJvm(
                List.of("-XX:+UseSerialGC", HEAP, "-XX:MaxDirectMemorySize=16m"), InstanceStores.alone(Map.of()))) {
            Process process = children.start(
                    LargeFileProcess.class.getName(), List.of(home.toString(), what, Integer.toString(FILE_MIB)), log);
            assertThat(process.waitFor()).as(() -> read(log)).isZero();
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
