package sleeper.bulkimport.job.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.file.FileChangedException;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileRange;
import sleeper.core.file.FileStore;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.SourcePath;
import sleeper.core.source.SourceSearch;
import sleeper.testkit.file.FileReadingContract;

/** S3A against an S3 server on this machine. */
class S3aIT extends FileReadingContract {
    private static final String IDENTITY = "identity";

    private static final TransientNio2BlobStore OBJECTS = new TransientNio2BlobStore();

    private static S3Proxy server;
    private static Configuration configuration;
    private static int tests;

    @BeforeAll
    static void startServer() throws Exception {
        server = S3Proxy.builder()
                .blobStore(OBJECTS)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, IDENTITY, "credential")
                .build();
        server.start();
        configuration = new Configuration();
        configuration.set("fs.s3a.endpoint", "http://127.0.0.1:" + server.getPort());
        configuration.set("fs.s3a.path.style.access", "true");
        configuration.set("fs.s3a.connection.ssl.enabled", "false");
        configuration.set("fs.s3a.access.key", IDENTITY);
        configuration.set("fs.s3a.secret.key", "credential");
        // What fails here fails again.
        configuration.set("fs.s3a.attempts.maximum", "1");
        configuration.set("fs.s3a.retry.limit", "1");
        configuration.set("fs.s3a.retry.interval", "1ms");
        configuration.set("fs.s3a.bucket.shut.secret.key", "another");
    }

    @AfterAll
    static void stopServer() throws Exception {
        FileSystem.closeAll();
        if (server != null) {
            server.stop();
        }
    }

    @Override
    protected FileStore newStore() {
        tests++;
        for (String bucket : List.of("bucket", "other")) {
            OBJECTS.createContainer(inServer(bucket));
        }
        return sameStore();
    }

    private static String inServer(String bucket) {
        return bucket + tests;
    }

    private static URI root(String bucket) {
        return URI.create("s3a://" + inServer(bucket) + "/");
    }

    @Override
    protected FileStore sameStore() {
        return new HadoopFileStore(configuration, S3aIT::root);
    }

    private static FileSystem system(FilePath path) throws IOException {
        return FileSystem.get(root(path.bucket()), configuration);
    }

    private static Path place(FilePath path) {
        return new Path("s3a", inServer(path.bucket()), "/" + path.key());
    }

    @Override
    protected void put(FilePath path, byte[] content) throws IOException {
        try (OutputStream out = system(path).create(place(path))) {
            out.write(content);
        }
    }

    @Override
    protected void remove(FilePath path) throws IOException {
        system(path).delete(place(path), false);
    }

    private static FilePath in(String key) {
        return new FilePath("bucket", key);
    }

    /** What jobs reach: a plain bucket is one of S3A. */
    private static FileStore byName() {
        return new HadoopFileStore(configuration);
    }

    @Test
    void shouldFindWhatAUriNamesByTheRulesOfAllSources() throws Exception {
        // Given
        put(in("in/b.parquet"), new byte[1]);
        put(in("in/a/c.parquet"), new byte[2]);
        put(in("in/_SUCCESS"), new byte[0]);
        String bucket = inServer("bucket");
        // When
        var contents = new SourceSearch(byName(), Set.of())
                .find("files[0]", SourcePath.parse("s3a://" + bucket + "/in/").orElseThrow());
        // Then
        assertThat(contents.faults()).isEmpty();
        assertThat(contents.files())
                .extracting(file -> file.path().toString())
                .containsExactly(bucket + "/in/a/c.parquet", bucket + "/in/b.parquet");
    }

    @Test
    void shouldSayThatNothingIsWhereAUriPoints() throws Exception {
        SourcePath nowhere =
                SourcePath.parse("s3a://" + inServer("bucket") + "/nowhere").orElseThrow();

        assertThat(new SourceSearch(byName(), Set.of())
                        .find("files[0]", nowhere)
                        .faults())
                .extracting(Fault::code)
                .containsExactly(ErrorCode.FILE_NOT_FOUND);
    }

    @Test
    void shouldRefuseWhatMayNotBeRead() {
        assertThatThrownBy(() -> byName().find(new FilePath("shut", "a"))).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> byName().list(new FilePath("shut", "a")).next())
                .isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void shouldNoticeAFileThatIsGone() throws Exception {
        put(in("a"), new byte[4]);
        FileInfo info = sameStore().find(in("a")).orElseThrow();
        try (ReadableFile open = sameStore().open(info.path(), info.version())) {
            remove(in("a"));

            assertThatThrownBy(() -> open.readFully(0, ByteBuffer.allocate(4)))
                    .isInstanceOf(FileChangedException.class)
                    .hasMessageContaining("no file");
        }
    }

    @Test
    void shouldReadFarRangesOfALargeFileTogether() throws Exception {
        // Given
        byte[] content = new byte[6 << 20];
        new Random(1).nextBytes(content);
        put(in("large"), content);
        FileInfo info = sameStore().find(in("large")).orElseThrow();
        List<FileRange> ranges = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ranges.add(new FileRange(i * 300_000L, ByteBuffer.allocate(50_000)));
        }
        // When
        try (ReadableFile open = sameStore().open(info.path(), info.version())) {
            open.readFully(ranges);
        }
        // Then
        for (FileRange range : ranges) {
            assertThat(range.into().flip())
                    .isEqualTo(ByteBuffer.wrap(
                            content, (int) range.position(), range.into().limit()));
        }
    }
}
