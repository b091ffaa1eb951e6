package sleeper.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors of ours in another process: each class of this package that is an error is tried, also one that is new. */
class SerialisedErrorsIT {
    private static final List<Fault> FAULTS = List.of(
            Fault.of(ErrorCode.DISK_FULL, "the disk", "0 bytes free", "some"),
            new Fault(ErrorCode.NULL_VALUE, "in/a.parquet", "a null", "a value", "Fill it."));

    static Stream<Class<?>> errors() throws IOException, URISyntaxException {
        URI folder =
                SleeperException.class.getResource("SleeperException.class").toURI();
        try (Stream<Path> files = Files.list(Path.of(folder).getParent())) {
            List<Class<?>> found = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class"))
                    .<Class<?>>map(name -> loaded(name.substring(0, name.length() - ".class".length())))
                    .filter(SleeperException.class::isAssignableFrom)
                    .filter(type -> !Modifier.isAbstract(type.getModifiers()))
                    .toList();
            assertThat(found).hasSizeGreaterThan(5);
            return found.stream();
        }
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(SleeperException.class.getPackageName() + "." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void shouldKeepCodeFaultsAndCauses(Class<? extends SleeperException> type) throws Exception {
        // Given
        Constructor<? extends SleeperException> constructor =
                type.getConstructor(String.class, List.class, Throwable.class);
        SleeperException inner = new TransientFailureException("The store failed.", FAULTS.subList(1, 2));
        SleeperException error =
                constructor.newInstance("It was not done.", FAULTS, new IOException("no answer", inner));
        // When
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(error);
        }
        SleeperException read;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            read = (SleeperException) in.readObject();
        }
        // Then
        assertThat(read).isExactlyInstanceOf(type).hasMessage(error.getMessage());
        assertThat(read.summary()).isEqualTo("It was not done.");
        assertThat(read.code()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(read.faults()).isEqualTo(FAULTS);
        assertThat(((SleeperException) read.getCause().getCause()).faults()).isEqualTo(FAULTS.subList(1, 2));
    }
}
