package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FileOutcomeUnknownException;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.file.WritableFile;
import sleeper.faults.CallSite;
import sleeper.faults.CallSites.Call;
import sleeper.faults.Fault;

/** A request that makes a file and comes long after its writer has tried all it can and given up. */
class LateWritesIT {
    private static final int MOST_TRIES = 20;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;

    private static FaultyS3 faulty;
    private static S3FileStore others;
    private static String bucket;
    private static int files;

    private final FilePath path = new FilePath(bucket, "file" + ++files);
    private final S3FileStore store = new S3FileStore(faulty.client(false), S3Server.surroundings());

    /** How a file is made. */
    private enum Size {
        WHOLE(100, "PutObject", "S3Creation.put"),
        IN_PARTS(S3WritableFile.PART_BYTES + 100, "CompleteMultipartUpload", "S3Creation.complete");

        private final int bytes;
        private final String operation;
        private final String method;

        Size(int bytes, String operation, String method) {
            this.bytes = bytes;
            this.operation = operation;
            this.method = method;
        }

        /** @return one of the tries to make the file */
        private Call tried(int number) {
            return new Call(new CallSite(operation, method), number);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        faulty = new FaultyS3(S3Server.start());
        bucket = faulty.server().newBucket();
        others = new S3FileStore(faulty.server().client(), S3Server.surroundings());
    }

    @AfterAll
    static void stop() throws Exception {
        faulty.close();
        faulty.server().stop();
    }

    @BeforeEach
    void reset() {
        faulty.sites().reset();
    }

    private static ByteBuffer content(Size size, char letter) {
        byte[] content = new byte[size.bytes];
        Arrays.fill(content, (byte) letter);
        return ByteBuffer.wrap(content);
    }

    /** The first try is held, and each that follows is lost. */
    private WritableFile givenUp(Size size) throws IOException {
        faulty.sites().arm(size.tried(1), Fault.LANDS_AFTER_ANOTHER);
        for (int tries = 2; tries <= MOST_TRIES; tries++) {
            faulty.sites().arm(size.tried(tries), Fault.REQUEST_LOST);
        }
        WritableFile file = store.create(path);
        file.write(content(size, 'o'));
        assertThatThrownBy(file::commit).isInstanceOf(FileOutcomeUnknownException.class);
        assertThat(others.find(path)).isEmpty();
        return file;
    }

    private char firstLetter() throws IOException {
        FileInfo found = others.find(path).orElseThrow();
        ByteBuffer first = ByteBuffer.allocate(1);
        others.open(path, found.version()).readFully(0, first);
        return (char) first.get(0);
    }

    @ParameterizedTest
    @EnumSource
    void shouldMakeTheWholeFileIfNobodyElseHas(Size size) throws IOException {
        // Given
        WritableFile unused = givenUp(size);
        // When / Then
        assertThat(faulty.proxy().release()).containsExactly(OK);
        assertThat(others.find(path).map(FileInfo::version).map(FileVersion::lengthBytes))
                .contains((long) size.bytes);
        assertThat(firstLetter()).isEqualTo('o');
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotTakeThePlaceOfAnothersFile(Size size) throws IOException {
        // Given
        WritableFile unused = givenUp(size);
        try (WritableFile anothers = others.create(path)) {
            anothers.write(content(size, 'a'));
            FileInfo made = anothers.commit();
            // When / Then
            assertThat(faulty.proxy().release()).containsExactly(PRECONDITION_FAILED);
            assertThat(others.find(path)).contains(made);
        }
        assertThat(firstLetter()).isEqualTo('a');
    }

    @ParameterizedTest
    @EnumSource(names = "IN_PARTS")
    void shouldComeToNothingOnceItsUploadIsAborted(Size size) throws IOException {
        // Given
        givenUp(size).close();
        // When / Then
        assertThat(faulty.proxy().release()).containsExactly(NOT_FOUND);
        assertThat(others.find(path)).isEmpty();
        assertThat(others.unfinished(new FilePath(bucket, "file"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayThatAnothersFileIsThereToWhoeverWritesItThen(Size size) throws IOException {
        // Given
        WritableFile unused = givenUp(size);
        assertThat(faulty.proxy().release()).containsExactly(OK);
        // When / Then
        try (WritableFile second = others.create(path)) {
            second.write(content(size, 'a'));
            assertThatThrownBy(second::commit).isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(firstLetter()).isEqualTo('o');
    }
}
