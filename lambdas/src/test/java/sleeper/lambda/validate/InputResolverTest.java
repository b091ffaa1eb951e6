package sleeper.lambda.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.Faults;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.ActionDeniedException;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.FolderScan;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.SourcePath;
import sleeper.core.file.WritableFile;
import sleeper.core.job.JobId;
import sleeper.core.settings.Settings;
import sleeper.core.source.InputResolver;
import sleeper.core.source.SourceSearch;

class InputResolverTest {
    private static final JobId JOB = new JobId("mine");

    private final Faults faults = new Faults();

    @Test
    void shouldTellWhichFilesMayNotBeRead() {
        resolver(new AccessDeniedException("secret")).resolve(List.of("b/one", "b/two"));

        assertThat(faults.toList())
                .containsExactly(
                        Fault.of(ErrorCode.FILE_FORBIDDEN, "files[0]", "b/one, which may not be read", "")
                                .at(FaultLocation.ofFile("b/one")),
                        Fault.of(ErrorCode.FILE_FORBIDDEN, "files[1]", "b/two, which may not be read", "")
                                .at(FaultLocation.ofFile("b/two")));
    }

    @Test
    void shouldTellWhichRightIsMissingWhereTheStoreSaysSo() {
        resolver(new ActionDeniedException("s3://b/one", "s3:GetObject", "refused by 403"))
                .resolve(List.of("b/one"));

        assertThat(faults.toList())
                .containsExactly(new Fault(
                                ErrorCode.FILE_FORBIDDEN,
                                "files[0]",
                                "b/one, which may not be read (refused by 403)",
                                "",
                                "Grant the role that this process runs as the action s3:GetObject on s3://b/one.")
                        .at(FaultLocation.ofFile("b/one")));
    }

    @Test
    void shouldBlameTheJobForABucketThatTheStoreKnowsToBeMissing() {
        resolver(new NoSuchFileException("b", null, "the bucket does not exist"))
                .resolve(List.of("b/one", "b/two"));

        assertThat(faults.toList())
                .containsExactly(
                        Fault.of(ErrorCode.FILE_NOT_FOUND, "files[0]", "b/one (b: the bucket does not exist)", "")
                                .at(FaultLocation.ofFile("b/one")),
                        Fault.of(ErrorCode.FILE_NOT_FOUND, "files[1]", "b/two (b: the bucket does not exist)", "")
                                .at(FaultLocation.ofFile("b/two")));
    }

    @Test
    void shouldNotBlameTheJobForAStoreThatFails() {
        InputResolver resolver = resolver(new IOException("connection reset"));

        assertThatThrownBy(() -> resolver.resolve(List.of("b/one")))
                .isInstanceOf(TransientFailureException.class)
                .hasMessage("The job's files could not be looked up. UNAVAILABLE at files[0]: found b/one:"
                        + " java.io.IOException: connection reset. Try again; nothing was changed.");
        assertThat(faults.isEmpty()).isTrue();
    }

    @Test
    void shouldLeaveToTheRunWhatNoBucketHolds() {
        InputResolver resolver = onSpark(Map.of());

        assertThat(resolver.resolve(List.of(
                        "hdfs://host:8020/in/a.parquet", "hdfs:///in/", "abfss://c@account.dfs.core.windows.net/x")))
                .isEmpty();
        assertThat(resolver.leftToRun())
                .containsExactly("hdfs://host/in/a.parquet", "hdfs:///in/", "abfss://c@account.dfs.core.windows.net/x");
        assertThat(faults.isEmpty()).isTrue();
    }

    @Test
    void shouldFindAFileThatIsNamedTwiceInTwoSpellings() {
        onSpark(Map.of()).resolve(List.of("hdfs://host:8020/in/a.parquet", "HDFS://host/in/a.parquet"));

        assertThat(faults.toList())
                .containsExactly(Fault.of(
                                ErrorCode.DUPLICATE_FILE,
                                "files[1]",
                                "hdfs://host/in/a.parquet, which files[0] names too",
                                "")
                        .at(FaultLocation.ofFile("hdfs://host/in/a.parquet")));
    }

    @Test
    void shouldNotTakeABucketsLeaveForAHostOfThatName() {
        InputResolver resolver =
                onSpark(Map.of("sleeper.table.allowed.sources", "node,hdfs://host:8020/in/,abfss://c@a.net/x"));

        resolver.resolve(List.of("hdfs://node/f", "hdfs://host/in/f", "hdfs://host/inner/f", "abfss://c@a.net/x/f"));

        assertThat(resolver.leftToRun()).containsExactly("hdfs://host/in/f", "abfss://c@a.net/x/f");
        assertThat(faults.toList())
                .extracting(Fault::code, Fault::where)
                .containsExactly(
                        tuple(ErrorCode.SOURCE_NOT_ALLOWED, "files[0]"),
                        tuple(ErrorCode.SOURCE_NOT_ALLOWED, "files[2]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uploads/other/a.parquet",
                "uploads/a.parquet",
                "uploads/mine-too/a.parquet",
                "uploads/",
                "uploads/*/a.parquet",
                "s3://uploads/other/"
            })
    void shouldKeepAJobFromWhatWasUploadedForAnother(String file) {
        Settings settings = Settings.ofInstance(Map.of("sleeper.upload.bucket", "uploads"));

        assertThat(new AllowedSources(settings, JOB, true, true)
                        .check("files[0]", SourcePath.parse(file).orElseThrow()))
                .hasValueSatisfying(fault -> assertThat(fault.code()).isEqualTo(ErrorCode.SOURCE_NOT_ALLOWED))
                .hasValueSatisfying(fault -> assertThat(fault.allowed()).isEqualTo("uploads/mine/"));
    }

    @Test
    void shouldLetAJobReadItsOwnUploadsWhateverSourcesItsTableAllows() {
        Settings settings = Settings.ofInstance(
                Map.of("sleeper.upload.bucket", "uploads", "sleeper.table.allowed.sources", "elsewhere"));

        AllowedSources sources = new AllowedSources(settings, JOB, false, false);

        assertThat(sources.check(
                        "files[0]", SourcePath.parse("uploads/mine/a.parquet").orElseThrow()))
                .isEmpty();
        assertThat(sources.check(
                        "files[0]", SourcePath.parse("uploads/other/a.parquet").orElseThrow()))
                .isPresent();
    }

    @Test
    void shouldSayWhatToDoAboutAFileOnTheWeb() {
        InputResolver standard = resolver(new IOException("asked"));

        standard.resolve(List.of("http://example.org/f.parquet", "gs://b/f.parquet"));

        assertThat(faults.toList())
                .extracting(Fault::found, Fault::allowed, Fault::action)
                .containsExactly(
                        tuple("the scheme http://", "s3://", "Upload the file to a bucket, and name it as bucket/key."),
                        tuple("the scheme gs://", "s3://", "Upload the file to a bucket, and name it as bucket/key."));
    }

    @Test
    void shouldSayWhoMayAllowAnotherFileSystemOnSpark() {
        onSpark(Map.of()).resolve(List.of("https://example.org/f.parquet", "gs://b/f.parquet"));

        assertThat(faults.toList())
                .extracting(Fault::allowed, Fault::action)
                .containsExactly(
                        tuple("hdfs://, abfss://", "Upload the file to a bucket, and name it as bucket/key."),
                        tuple(
                                "hdfs://, abfss://",
                                "Upload the file to a bucket, and name it as bucket/key, or have the operator add gs to"
                                        + " sleeper.bulk.import.allowed.schemes."));
    }

    /** Nothing of these tests is in a bucket, so that the store is never asked. */
    private InputResolver onSpark(Map<String, String> ofTable) {
        Settings settings = Settings.ofInstance(Map.of("sleeper.bulk.import.allowed.schemes", "hdfs,abfss"))
                .withTable(ofTable);
        FileStore unasked = new FailingStore(new IOException("asked"));
        return new InputResolver(
                new SourceSearch(unasked, Set.of()),
                SourcePath::isInBucket,
                new AllowedSources(settings, JOB, true, true),
                faults);
    }

    private InputResolver resolver(IOException failure) {
        return new InputResolver(
                new SourceSearch(new FailingStore(failure), Set.of()),
                SourcePath::isInBucket,
                new AllowedSources(Settings.ofInstance(Map.of()), JOB, false, true),
                faults);
    }

    /** A store that always fails in one way. */
    private record FailingStore(IOException failure) implements FileStore {
        @Override
        public Optional<FileInfo> find(FilePath path) throws IOException {
            throw failure;
        }

        @Override
        public FilePages list(FilePath prefix) throws IOException {
            throw failure;
        }

        @Override
        public FilePages scan(FileFolder folder, FolderScan scan) throws IOException {
            throw failure;
        }

        @Override
        public ReadableFile open(FilePath path, FileVersion version) throws IOException {
            throw failure;
        }

        @Override
        public WritableFile create(FilePath path) throws IOException {
            throw failure;
        }

        @Override
        public void delete(FilePath path) throws IOException {
            throw failure;
        }
    }
}
