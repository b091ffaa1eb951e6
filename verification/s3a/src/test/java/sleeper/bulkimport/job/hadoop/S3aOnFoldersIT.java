package sleeper.bulkimport.job.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.s3server.FolderS3Server;
import sleeper.statestore.bucket.AccessKey;
import sleeper.statestore.bucket.ServedBuckets;
import sleeper.testkit.file.FileReadingContract;

/** S3A against the server of the embedded run, whose buckets are folders. */
class S3aOnFoldersIT extends FileReadingContract {
    private static final AccessKey KEY = new AccessKey("SLEEPERTEST", "secret-of-the-test");

    @TempDir
    static java.nio.file.Path folder;

    private static Closeable server;
    private static Configuration configuration;
    private static int tests;

    @BeforeAll
    static void startServer() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server = new FolderS3Server()
                .serve(listener, new ServedBuckets(buckets(), Set.of("own"), folder.resolve("scratch"), KEY, Set.of()));
        configuration = new Configuration();
        configuration.set(
                "fs.s3a.endpoint", "http://127.0.0.1:" + ((InetSocketAddress) listener.getLocalAddress()).getPort());
        configuration.set("fs.s3a.path.style.access", "true");
        configuration.set("fs.s3a.connection.ssl.enabled", "false");
        configuration.set("fs.s3a.access.key", KEY.id());
        configuration.set("fs.s3a.secret.key", KEY.secret());
        // What fails here fails again.
        configuration.set("fs.s3a.attempts.maximum", "1");
        configuration.set("fs.s3a.retry.limit", "1");
        configuration.set("fs.s3a.retry.interval", "1ms");
    }

    @AfterAll
    static void stopServer() throws IOException {
        FileSystem.closeAll();
        server.close();
    }

    private static java.nio.file.Path buckets() {
        return folder.resolve("buckets");
    }

    private static String inServer(String bucket) {
        return bucket + tests;
    }

    private static URI root(String bucket) {
        return URI.create("s3a://" + inServer(bucket) + "/");
    }

    @Override
    protected FileStore newStore() throws IOException {
        tests++;
        for (String bucket : List.of("bucket", "other")) {
            Files.createDirectories(buckets().resolve(inServer(bucket)));
        }
        return sameStore();
    }

    @Override
    protected FileStore sameStore() {
        return new HadoopFileStore(configuration, S3aOnFoldersIT::root);
    }

    /** Those of no S3 key of this server. */
    @Override
    protected boolean takesName(String name) {
        return name.indexOf('\\') < 0;
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

    /** As somebody else does: after the last file of a folder S3A would put an object for the folder, of which there are none here. */
    @Override
    protected void remove(FilePath path) throws IOException {
        Files.delete(buckets().resolve(inServer(path.bucket())).resolve(path.key()));
    }

    @Test
    void shouldSayThatAFolderIsNoObject() {
        FilePath path = new FilePath("bucket", "new");
        assertThatThrownBy(() -> system(path).mkdirs(place(path)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it ends with a slash, and a folder is no object here");
    }

    @Test
    void shouldPutALargeFileInPartsAndReadItByPieces() throws IOException {
        // Given
        byte[] content = new byte[11 << 20];
        new Random(1).nextBytes(content);
        FilePath path = new FilePath("bucket", "a/large");
        configuration.set("fs.s3a.multipart.size", "5M");
        // When
        put(path, content);
        // Then
        assertThat(Files.readAllBytes(buckets().resolve(inServer("bucket")).resolve("a/large")))
                .isEqualTo(content);
        byte[] piece = new byte[1000];
        try (FSDataInputStream in = system(path).open(place(path))) {
            in.readFully(7_000_000, piece);
        }
        assertThat(piece).isEqualTo(Arrays.copyOfRange(content, 7_000_000, 7_001_000));
    }

    @Test
    void shouldReadTheInstancesOwnBucketAndNotWriteIt() throws IOException {
        // Given
        java.nio.file.Path file = buckets().resolve("own/t/data/f.parquet");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "rows");
        FileSystem own = FileSystem.get(URI.create("s3a://own/"), configuration);
        // When / Then
        assertThat(own.listStatus(new Path("s3a://own/t/data"))).hasSize(1);
        try (FSDataInputStream in = own.open(new Path("s3a://own/t/data/f.parquet"))) {
            assertThat(in.readAllBytes()).asString().isEqualTo("rows");
        }
        assertThatThrownBy(() -> own.create(new Path("s3a://own/t/data/g")).close())
                .isInstanceOf(AccessDeniedException.class);
    }
}
