package sleeper.bulkimport.job.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.security.PrivilegedExceptionAction;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

/** Hadoop's mini-cluster: a name node and one data node. */
class HdfsIT extends FileReadingContract {
    @TempDir
    private static java.nio.file.Path folder;

    private static Configuration configuration;
    private static MiniDFSCluster cluster;

    private FileSystem system;
    private String root;

    @BeforeAll
    static void startCluster() throws IOException {
        configuration = new Configuration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
        cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        cluster.waitActive();
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.shutdown(true);
        }
    }

    @Override
    protected FileStore newStore() throws IOException {
        system = cluster.getFileSystem();
        for (var status : system.listStatus(new Path("/"))) {
            system.delete(status.getPath(), true);
        }
        root = cluster.getURI().toString();
        return sameStore();
    }

    @Override
    protected FileStore sameStore() {
        return new HadoopFileStore(
                configuration,
                bucket -> URI.create(FilePath.isOutsideBuckets(bucket) ? bucket + "/" : root + "/" + bucket));
    }

    @Override
    protected boolean takesName(String name) {
        return !name.contains(":");
    }

    private static Path place(FilePath path) {
        return new Path(null, null, "/" + path.bucket() + "/" + path.key());
    }

    @Override
    protected void put(FilePath path, byte[] content) throws IOException {
        try (OutputStream out = system.create(place(path))) {
            out.write(content);
        }
    }

    @Override
    protected void remove(FilePath path) throws IOException {
        system.delete(place(path), false);
    }

    private SourcePath source(String key) {
        return SourcePath.parse(root + "/bucket/" + key).orElseThrow();
    }

    private FileInfo find(String key) throws IOException {
        return sameStore().find(source(key).path()).orElseThrow();
    }

    private static FilePath in(String key) {
        return new FilePath("bucket", key);
    }

    @Test
    void shouldFindWhatAUriNamesByTheRulesOfAllSources() throws Exception {
        put(in("in/b.parquet"), new byte[1]);
        put(in("in/a/c.parquet"), new byte[2]);
        put(in("in/_SUCCESS"), new byte[0]);

        var contents = new SourceSearch(sameStore(), Set.of()).find("files[0]", source("in/"));

        assertThat(contents.faults()).isEmpty();
        assertThat(contents.files())
                .extracting(file -> file.path().toString())
                .containsExactly(root + "/bucket/in/a/c.parquet", root + "/bucket/in/b.parquet");
    }

    @Test
    void shouldSayThatNothingIsWhereAUriPoints() throws Exception {
        assertThat(new SourceSearch(sameStore(), Set.of())
                        .find("files[0]", source("nowhere"))
                        .faults())
                .extracting(Fault::code)
                .containsExactly(ErrorCode.FILE_NOT_FOUND);
    }

    @Test
    void shouldReachTheClustersOwnFileSystemByAUriWithoutAHost() throws Exception {
        // Given
        put(in("a"), new byte[3]);
        Configuration onCluster = new Configuration(configuration);
        onCluster.set("fs.defaultFS", root);
        // When / Then
        FilePath path = SourcePath.parse("hdfs:///bucket/a").orElseThrow().path();
        assertThat(new HadoopFileStore(onCluster).find(path))
                .map(info -> info.version().lengthBytes())
                .contains(3L);
    }

    @Test
    void shouldNoticeAFileThatHasGrown() throws Exception {
        // Given
        put(in("a"), new byte[4]);
        FileInfo info = find("a");
        try (ReadableFile open = sameStore().open(info.path(), info.version())) {
            // When
            try (OutputStream out = system.append(place(in("a")))) {
                out.write(1);
            }
            // Then
            assertThatThrownBy(() -> open.readFully(0, ByteBuffer.allocate(4)))
                    .isInstanceOf(FileChangedException.class)
                    .hasMessageContaining("5 bytes");
        }
    }

    @Test
    void shouldNoticeAFileThatIsGone() throws Exception {
        put(in("a"), new byte[4]);
        FileInfo info = find("a");
        try (ReadableFile open = sameStore().open(info.path(), info.version())) {
            remove(in("a"));

            assertThatThrownBy(() -> open.readFully(0, ByteBuffer.allocate(4)))
                    .isInstanceOf(FileChangedException.class)
                    .hasMessageContaining("no file");
        }
    }

    @Test
    void shouldRefuseWhatMayNotBeReadOrLookedInto() throws Exception {
        // Given a file and a folder of the cluster's superuser alone
        put(in("a"), new byte[1]);
        put(in("shut/b.parquet"), new byte[1]);
        system.setPermission(place(in("a")), new FsPermission("700"));
        system.setPermission(place(in("shut")), new FsPermission("700"));
        FileInfo info = find("a");
        UserGroupInformation other = UserGroupInformation.createUserForTesting("other", new String[] {"others"});
        // When / Then
        other.doAs((PrivilegedExceptionAction<Void>) () -> {
            FileStore store = sameStore();
            assertThatThrownBy(() -> store.open(info.path(), info.version())).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> store.find(source("shut/b.parquet").path()))
                    .isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> new SourceSearch(store, Set.of()).find("files[0]", source("shut/")))
                    .isInstanceOf(AccessDeniedException.class);
            return null;
        });
    }

    @Test
    void shouldReadRangesOverTheBlocksOfALargeFile() throws Exception {
        // Given a file of several blocks
        byte[] content = new byte[5 << 20];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31 + i / 1_000);
        }
        try (OutputStream out = system.create(place(in("large")), true, 4_096, (short) 1, 1 << 20)) {
            out.write(content);
        }
        FileInfo info = find("large");
        // When
        ByteBuffer first = ByteBuffer.allocate(3 << 20);
        ByteBuffer last = ByteBuffer.allocate(1_000);
        try (ReadableFile open = sameStore().open(info.path(), info.version())) {
            open.readFully(List.of(new FileRange(content.length - 1_000, last), new FileRange(100, first)));
        }
        // Then
        assertThat(first.array()).isEqualTo(Arrays.copyOfRange(content, 100, 100 + (3 << 20)));
        assertThat(last.array()).isEqualTo(Arrays.copyOfRange(content, content.length - 1_000, content.length));
    }
}
