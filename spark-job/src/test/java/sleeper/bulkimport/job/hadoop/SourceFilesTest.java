package sleeper.bulkimport.job.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.file.FileStore;

class SourceFilesTest {
    private static final Set<String> WRITING = Set.of("create", "delete", "deleteAll");

    static Stream<Method> methodsThatRead() {
        return Arrays.stream(FileStore.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !method.isSynthetic() && !WRITING.contains(method.getName()));
    }

    /** What is only forwarded asks the instance's buckets for what lies outside them. */
    @ParameterizedTest
    @MethodSource("methodsThatRead")
    void shouldTellWhichStoreIsMeantInWhateverReads(Method method) throws NoSuchMethodException {
        assertThat(SourceFiles.class
                        .getMethod(method.getName(), method.getParameterTypes())
                        .getDeclaringClass())
                .isEqualTo(SourceFiles.class);
    }
}
