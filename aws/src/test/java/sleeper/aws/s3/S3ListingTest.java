package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sleeper.aws.request.InFlight;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FolderScan;
import sleeper.core.file.SourcePath;
import sleeper.core.source.SourceContents;
import sleeper.core.source.SourceSearch;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/** What is found in a bucket that others have filled. */
class S3ListingTest {
    private final FakeS3 service = new FakeS3();
    private final S3FileStore store = new S3FileStore(
            service,
            new InFlight(Runnable::run),
            new Surroundings(() -> Instant.EPOCH, () -> "id", new Random(1), time -> {}));
    private final List<String> asides = new ArrayList<>();

    private void put(int bytes, String... keys) {
        for (String key : keys) {
            service.put(key, new byte[bytes], Map.of());
        }
    }

    private List<String> scan() throws IOException {
        FilePages pages = store.scan(new FileFolder(FakeS3.BUCKET, "in"), new FolderScan() {
            @Override
            public boolean enters(String folderKey) {
                return !folderKey.endsWith("/left");
            }

            @Override
            public boolean follows(String linkKey) {
                return false;
            }

            @Override
            public boolean readsFolder(String folderKey) {
                return true;
            }

            @Override
            public boolean readsFile(String fileKey) {
                return true;
            }

            @Override
            public void aside(Aside what, String key) {
                asides.add(what + " " + key);
            }
        });
        List<String> keys = new ArrayList<>();
        for (List<FileInfo> page = pages.next(); !page.isEmpty(); page = pages.next()) {
            page.forEach(file -> keys.add(file.path().key()));
        }
        return keys;
    }

    @Test
    void shouldFindFilesOfAnyNameThatAPathCanHave() throws Exception {
        String[] keys = {"in/a b", "in/a%20b", "in/a+b", "in/a\\b", "in/gr\u00FC\u00DFe", "in/\uD83D\uDE00"};
        put(1, keys);

        assertThat(scan()).containsExactly(keys);
        assertThat(asides).isEmpty();
        assertThat(service.requests(ListObjectsV2Request.class))
                .extracting(request -> ((ListObjectsV2Request) request).encodingType())
                .containsOnly(EncodingType.URL);
    }

    @Test
    void shouldSayWhichFilesNoPathCanName() throws Exception {
        put(1, "in//a", "in/./b", "in/../c", "in/ /d", "in/e\tf", "in/\u0001g", "in/h//i", "in/j/", "in/k");

        assertThat(scan()).containsExactly("in/k");
        assertThat(asides)
                .containsExactlyInAnyOrder(
                        "UNNAMEABLE_FILE in//a",
                        "UNNAMEABLE_FILE in/./b",
                        "UNNAMEABLE_FILE in/../c",
                        "UNNAMEABLE_FILE in/ /d",
                        "UNNAMEABLE_FILE in/e\\u0009f",
                        "UNNAMEABLE_FILE in/\\u0001g",
                        "UNNAMEABLE_FILE in/h//i",
                        "UNNAMEABLE_FILE in/j/");
    }

    @Test
    void shouldPassOverMarksOfFoldersAndFoldersThatAreLeftOut() throws Exception {
        put(0, "in/", "in/folder/", "in/left/");
        put(1, "in/folder/a", "in/left/b", "in/left/c/d", "in0");

        assertThat(scan()).containsExactly("in/folder/a");
        assertThat(asides).isEmpty();
    }

    @Test
    void shouldMakeAFaultOfAJobThatNamesTheKey() throws Exception {
        put(1, "in//a.parquet", "in/b.parquet");
        SourcePath source =
                SourcePath.parse("bucket/in/", "files[0]", new ArrayList<>()).orElseThrow();

        SourceContents found = new SourceSearch(store, Set.of()).find("files[0]", source);

        assertThat(found.faults())
                .containsExactly(new Fault(
                                ErrorCode.BAD_FILE_PATH,
                                "files[0]",
                                "'bucket/in//a.parquet', written here in escapes",
                                "names in UTF-8 without control characters, and between slashes none that is blank, . or ..",
                                "Rename it.")
                        .at(FaultLocation.ofFile("bucket/in//a.parquet")));
    }
}
