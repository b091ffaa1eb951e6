package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.file.FileChangedException;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FolderScan;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;
import sleeper.statestore.table.UnfinishedFiles.Unfinished;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Buckets that are missing, large, or changed by others meanwhile. */
class BucketsIT {
    private static final int MANY = 10_000;

    private static final AtomicReference<BlobStore> CONTENT = new AtomicReference<>();
    private static S3Server server;

    private final S3FileStore store = new S3FileStore(server.client(), S3Server.surroundings());
    private final String bucket = server.newBucket();

    @BeforeAll
    static void startServer() throws Exception {
        server = S3Server.with(content -> {
            CONTENT.set(content);
            return new ConditionsOfS3(content);
        });
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.stop();
    }

    private FileInfo create(FilePath path, int bytes) throws IOException {
        try (WritableFile file = store.create(path)) {
            file.write(ByteBuffer.allocate(bytes));
            return file.commit();
        }
    }

    @Test
    void shouldNameABucketThatIsMissing() {
        FilePath nowhere = new FilePath("nowhere", "folder");

        for (ThrowingCallable request : List.<ThrowingCallable>of(
                () -> store.find(nowhere),
                () -> store.list(nowhere).next(),
                () -> store.scan(new FileFolder("nowhere", ""), FolderScan.ALL_FILES)
                        .next(),
                () -> store.unfinished(nowhere))) {
            assertThatThrownBy(request)
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessage("nowhere: the bucket does not exist: correct its name, or create it");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, S3WritableFile.PART_BYTES + 1})
    void shouldNotCreateAFileInABucketThatIsMissing(int bytes) {
        assertThatThrownBy(() -> create(new FilePath("nowhere", "file"), bytes))
                .isExactlyInstanceOf(IOException.class)
                .hasMessageContaining("s3://nowhere/file: ")
                .hasMessageContaining("the bucket does not exist: correct its name, or create it");
    }

    @Test
    void shouldListTenThousandFilesInTheirOrder() throws Exception {
        // Given
        for (int i = 0; i < MANY; i++) {
            PutObjectRequest put = PutObjectRequest.builder()
                    .bucket(bucket)
                    .key("folder/f" + (MANY + i))
                    .contentLength(0L)
                    .build();
            CONTENT.get().putBlob(put, new ByteArrayInputStream(new byte[0]));
        }
        // When
        List<FilePath> found = new ArrayList<>();
        int pages = 0;
        FilePages listing = store.list(new FilePath(bucket, "folder"));
        for (List<FileInfo> page = listing.next(); !page.isEmpty(); page = listing.next()) {
            page.forEach(file -> found.add(file.path()));
            pages++;
        }
        // Then
        assertThat(found).hasSize(MANY).isSorted().doesNotHaveDuplicates();
        assertThat(pages).isEqualTo(MANY / 1_000);
    }

    @Test
    void shouldNoticeThatAFileWasReplacedOrDeletedAfterItWasFound() throws Exception {
        // Given
        FilePath path = new FilePath(bucket, "file");
        create(path, 10);
        FileInfo found = store.find(path).orElseThrow();
        try (ReadableFile open = store.open(path, found.version())) {
            // When another object of the same length takes its place
            server.client().putObject(request -> request.bucket(bucket).key("file"), RequestBody.fromBytes(new byte[] {
                1, 2, 3, 4, 5, 6, 7, 8, 9, 0
            }));
            // Then
            assertThatThrownBy(() -> open.readFully(0, ByteBuffer.allocate(10)))
                    .isInstanceOf(FileChangedException.class)
                    .hasMessageContaining("another content");
            // When it is deleted
            store.delete(path);
            // Then
            assertThatThrownBy(() -> open.readFully(0, ByteBuffer.allocate(10)))
                    .isInstanceOf(FileChangedException.class)
                    .hasMessageContaining("no file");
        }
    }

    @Test
    void shouldSayThatAnUploadIsGone() throws Exception {
        // Given an upload that maintenance has aborted
        FilePath path = new FilePath(bucket, "folder/file");
        try (WritableFile file = store.create(path)) {
            file.write(ByteBuffer.allocate(S3WritableFile.PART_BYTES + 1));
            for (Unfinished upload : store.unfinished(new FilePath(bucket, "folder"))) {
                store.abort(upload);
            }
            // When / Then
            assertThatThrownBy(file::commit)
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageContaining("NoSuchUpload")
                    .hasMessageContaining("the upload was aborted meanwhile");
        }
        assertThat(store.find(path)).isEmpty();
    }
}
