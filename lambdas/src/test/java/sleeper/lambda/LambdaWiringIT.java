package sleeper.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LambdaWiringIT {
    @TempDir
    private Path home;

    @Test
    void shouldKnowEveryHandlerOfTheModule() throws IOException {
        // Given
        List<String> handlers = classes()
                .filter(found -> RequestHandler.class.isAssignableFrom(found) && !found.isInterface())
                .map(Class::getName)
                .toList();
        assertThat(handlers).isNotEmpty();
        // When
        LambdaWiring wiring = new LambdaWiring(new TestInstance(home).ports());
        // Then
        assertThat(wiring.handlers().values())
                .extracting(handler -> handler.getClass().getName())
                .containsExactlyInAnyOrderElementsOf(handlers);
        assertThat(wiring.handlers().keySet()).isEqualTo(LambdaWiring.functions());
    }

    private static Stream<Class<?>> classes() throws IOException {
        Path folder = Path.of(System.getProperty("project.root"), "lambdas", "target", "classes");
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .map(file -> folder.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .<Class<?>>map(LambdaWiringIT::load)
                    .toList()
                    .stream();
        }
    }

    private static Class<?> load(String file) {
        try {
            return Class.forName(
                    file.substring(0, file.length() - ".class".length()).replace('/', '.'),
                    false,
                    LambdaWiring.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(file, e);
        }
    }
}
