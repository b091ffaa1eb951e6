package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.aws.request.InFlight;
import sleeper.core.file.ActionDeniedException;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FilePath;
import sleeper.core.file.FolderScan;
import sleeper.statestore.table.UnfinishedFiles.Unfinished;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

class S3FileStoreTest {
    private static final FilePath FOLDER = new FilePath(FakeS3.BUCKET, "folder");
    private static final FilePath FILE = FOLDER.resolve("file");

    private final FakeS3 service = new FakeS3();
    private final S3FileStore store = new S3FileStore(
            service,
            new InFlight(Runnable::run),
            new Surroundings(() -> Instant.EPOCH, () -> "id", new Random(1), time -> {}));

    @Test
    void shouldNameABucketThatIsMissingInPlaceOfCallingItEmpty() {
        FilePath nowhere = new FilePath("nowhere", "folder");
        for (ThrowingCallable request : List.<ThrowingCallable>of(
                () -> store.find(nowhere),
                () -> store.find(nowhere),
                () -> store.open(nowhere, null),
                () -> store.list(nowhere).next(),
                () -> store.scan(new FileFolder("nowhere", ""), FolderScan.ALL_FILES)
                        .next(),
                () -> store.unfinished(nowhere))) {
            assertThatThrownBy(request)
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessage("nowhere: the bucket does not exist: correct its name, or create it");
        }
        assertThatThrownBy(() -> store.create(nowhere).commit()).hasMessageContaining("NoSuchBucket");
        assertThatThrownBy(() -> store.delete(nowhere)).hasMessageContaining("NoSuchBucket");
    }

    @Test
    void shouldAskOnceWhetherABucketIsThere() throws Exception {
        assertThat(store.find(FILE)).isEmpty();
        assertThat(store.find(FOLDER.resolve("other"))).isEmpty();

        assertThat(service.requests(HeadBucketRequest.class)).hasSize(1);
    }

    /** Whoever may read an object need not have the right to list its bucket. */
    @Test
    void shouldFindNothingWhereABucketMayNotBeAskedFor() throws Exception {
        service.next(HeadBucketRequest.class, S3Fault.answer(403, ""));

        assertThat(store.find(FILE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, , the credentials may have run out",
        "301, , the bucket is in another region: set AWS_REGION to it",
        "500, , s3:GetObject was answered by 500"
    })
    void shouldSayWhatTheAnswerToAHeadMayMean(int status, String code, String words) {
        S3Fault[] always = new S3Fault[10];
        Arrays.fill(always, S3Fault.answer(status, code));
        service.next(HeadObjectRequest.class, always);

        assertThatThrownBy(() -> store.find(FILE))
                .isExactlyInstanceOf(IOException.class)
                .hasMessageStartingWith("s3://bucket/folder/file: ")
                .hasMessageContaining(words);
    }

    @Test
    void shouldGoOnAfterCredentialsRanOutAndWereRenewed() throws Exception {
        service.put(FILE.key(), new byte[3], Map.of());
        service.next(HeadObjectRequest.class, S3Fault.answer(400, ""), S3Fault.answer(400, ""));

        assertThat(store.find(FILE)).isPresent();
    }

    @Test
    void shouldNameTheActionThatIsDenied() {
        service.next(HeadObjectRequest.class, S3Fault.answer(403, ""));
        service.next(ListObjectsV2Request.class, S3Fault.answer(403, "AccessDenied"));
        service.next(ListMultipartUploadsRequest.class, S3Fault.answer(403, "AccessDenied"));

        assertThatThrownBy(() -> store.find(FILE))
                .isInstanceOfSatisfying(
                        ActionDeniedException.class,
                        denied -> assertThat(denied.advice()).contains("s3:GetObject on s3://bucket/folder/file"));
        assertThatThrownBy(() -> store.list(FOLDER).next())
                .isInstanceOfSatisfying(
                        ActionDeniedException.class,
                        denied -> assertThat(denied.advice()).contains("s3:ListBucket on s3://bucket/folder/"));
        assertThatThrownBy(() -> store.unfinished(FOLDER))
                .isInstanceOfSatisfying(
                        ActionDeniedException.class,
                        denied -> assertThat(denied.advice()).contains("s3:ListBucketMultipartUploads on"));
    }

    @Test
    void shouldFindUploadsOfAllPages() throws Exception {
        for (int i = 0; i < 7; i++) {
            String key = FOLDER.key() + "/" + i / 3;
            service.createMultipartUpload(
                    request -> request.bucket(FakeS3.BUCKET).key(key));
        }

        assertThat(store.unfinished(FOLDER)).hasSize(7).doesNotHaveDuplicates();
        assertThat(service.requests(ListMultipartUploadsRequest.class)).hasSize(4);
    }

    @Test
    void shouldTakeAnUploadThatIsGoneForAborted() {
        assertThatCode(() -> store.abort(new Unfinished(FILE, "gone"))).doesNotThrowAnyException();
    }
}
