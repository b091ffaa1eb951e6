package sleeper.bulkimport.job.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.file.FileChangedException;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;

class HadoopErrorsTest {
    private static final FilePath FILE = new FilePath("hdfs://", "f");

    static Stream<Arguments> thrown() {
        return Stream.of(
                Arguments.of(new FileNotFoundException("File does not exist: /f"), NoSuchFileException.class),
                Arguments.of(new FileNotFoundException("/f (Permission denied)"), AccessDeniedException.class),
                Arguments.of(
                        new AccessControlException("Permission denied: user=u, access=READ, inode=\"/f\""),
                        AccessDeniedException.class),
                Arguments.of(new AccessDeniedException("s3a://b/f", null, "403"), AccessDeniedException.class),
                Arguments.of(new AccessControlException("/f (is not a directory): user=u"), NoSuchFileException.class),
                Arguments.of(new ParentNotDirectoryException("/f (is not a directory)"), NoSuchFileException.class),
                Arguments.of(new IllegalArgumentException("not a valid DFS filename"), NoSuchFileException.class),
                Arguments.of(
                        new FileChangedException(FILE, new FileVersion(1, "t"), "no file"), FileChangedException.class),
                Arguments.of(
                        new EOFException("End of File Exception between local host and nn:8020"), IOException.class),
                Arguments.of(new FileNotFoundException("/f (Too many open files)"), IOException.class),
                Arguments.of(new FileNotFoundException("/f (Input/output error)"), IOException.class),
                Arguments.of(new FileNotFoundException("File does not exist: /f (1)"), NoSuchFileException.class),
                Arguments.of(new IllegalArgumentException(new UnknownHostException("nn")), IOException.class),
                Arguments.of(new IOException("no route"), IOException.class),
                Arguments.of(new IllegalStateException("closed"), IOException.class));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void shouldSayInTheWordsOfThePort(Exception thrown, Class<?> expected) {
        IOException explained = HadoopErrors.explain("hdfs:///f", thrown);

        assertThat(explained).isExactlyInstanceOf(expected);
        assertThat(explained == thrown || explained.getCause() == thrown).isTrue();
    }
}
