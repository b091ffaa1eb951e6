package sleeper.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardingFileStoreTest {
    static Stream<Method> methods() {
        return Arrays.stream(FileStore.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !method.isSynthetic());
    }

    /** One that is not forwarded is done by the port's own default, and not by the store behind. */
    @ParameterizedTest
    @MethodSource("methods")
    void shouldForwardEachMethod(Method method) throws NoSuchMethodException {
        assertThat(ForwardingFileStore.class
                        .getMethod(method.getName(), method.getParameterTypes())
                        .getDeclaringClass())
                .isEqualTo(ForwardingFileStore.class);
    }
}
