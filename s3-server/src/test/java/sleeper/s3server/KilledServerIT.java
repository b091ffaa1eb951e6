package sleeper.s3server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FolderScan;
import sleeper.statestore.file.LocalFileStore;
import sleeper.statestore.file.StagedFile;

/** A server that is killed while a client sends. */
@Timeout(120)
class KilledServerIT {
    @TempDir
    Path folder;

    private Process process;
    private URI endpoint;
    private Path bucket;

    @BeforeEach
    void start() throws IOException {
        bucket = Files.createDirectories(folder.resolve("buckets/bucket"));
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServedFolderProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.to(new File("/dev/null")))
                .start();
        endpoint = URI.create(process.inputReader().readLine());
    }

    @AfterEach
    void end() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Sends all of an object but its last byte, has the server killed once it has the rest, and returns when it is gone. */
    private void killWithin(String key, Path place) throws Exception {
        String request = SignedRequest.of(
                endpoint, ServedFolder.KEY, "PUT", "/bucket/" + key, "UNSIGNED-PAYLOAD", Map.of(), "x".repeat(1 << 20));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.getPort())) {
            socket.getOutputStream()
                    .write(request.substring(0, request.length() - 1).getBytes(StandardCharsets.ISO_8859_1));
            while (bytesBelow(place) < 500_000) {
                Thread.onSpinWait();
            }
            process.destroyForcibly().waitFor();
        }
    }

    private static long bytesBelow(Path place) throws IOException {
        long bytes = 0;
        try (Stream<Path> all = Files.walk(place)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(path);
            }
        }
        return bytes;
    }

    /** Files, and what is left out of them, as a job finds them. */
    private List<String> seenByAJob() throws IOException {
        List<String> seen = new ArrayList<>();
        FolderScan scan = new FolderScan() {
            @Override
            public boolean enters(String key) {
                return true;
            }

            @Override
            public boolean follows(String key) {
                return true;
            }

            @Override
            public boolean readsFolder(String key) {
                return true;
            }

            @Override
            public boolean readsFile(String key) {
                return true;
            }

            @Override
            public void aside(Aside what, String key) {
                seen.add(what + " " + key);
            }
        };
        LocalFileStore files = new LocalFileStore(folder.resolve("buckets"));
        for (FileInfo file : files.scan(new FileFolder("bucket", ""), scan).toList()) {
            seen.add(file.path().key());
        }
        return seen;
    }

    @Test
    void shouldShowNothingOfAnObjectThatWasNotWhole() throws Exception {
        // Given one that is there
        Files.writeString(bucket.resolve("whole"), "x");
        // When
        killWithin("deep/down/half", bucket);
        // Then neither it nor a folder of it is seen, nor left out
        assertThat(seenByAJob()).containsExactly("whole");
        assertThat(bucket.resolve("deep")).doesNotExist();
        // And the next start clears it away
        StagedFile.deleteAbandoned(bucket);
        try (Stream<Path> left = Files.list(bucket)) {
            assertThat(left).containsExactly(bucket.resolve("whole"));
        }
    }

    @Test
    void shouldKeepTheOldOfAnObjectThatWasBeingReplaced() throws Exception {
        // Given
        Files.writeString(bucket.resolve("a"), "before");
        // When
        killWithin("a", bucket);
        // Then
        assertThat(bucket.resolve("a")).hasContent("before");
        assertThat(seenByAJob()).containsExactly("a");
    }
}
