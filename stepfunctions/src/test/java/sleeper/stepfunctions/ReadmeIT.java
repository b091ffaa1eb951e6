package sleeper.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The test and the program of the module's README do what the README says, with nothing but this module and its libraries. */
@Timeout(60)
class ReadmeIT {
    private static final Pattern TEST = javaWith("class ReminderTest");
    private static final Pattern PROGRAM = javaWith("class ChargeOrder");
    private static final Pattern OUTPUT = Pattern.compile("```\n(SUCCEEDED.*?)```", Pattern.DOTALL);
    private static final int MOST_LINES = 25;

    @TempDir
    Path folder;

    private static Pattern javaWith(String text) {
        return Pattern.compile("```java\n((?:(?!```).)*?" + text + ".*?)```", Pattern.DOTALL);
    }

    private static String part(Pattern pattern) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(Path.of("README.md")));
        assertThat(matcher.find()).as("README.md has " + pattern).isTrue();
        return matcher.group(1);
    }

    @Test
    void shouldCompileTheTestAndPassIt() throws Exception {
        // Given
        compile(Files.writeString(folder.resolve("ReminderTest.java"), part(TEST)));
        try (URLClassLoader classes =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, ReadmeIT.class.getClassLoader())) {
            Class<?> test = classes.loadClass("ReminderTest");
            Constructor<?> constructor = test.getDeclaredConstructor();
            constructor.setAccessible(true);
            List<Method> methods = Stream.of(test.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .toList();
            assertThat(methods).hasSize(1);
            // When / Then it throws nothing
            methods.get(0).setAccessible(true);
            methods.get(0).invoke(constructor.newInstance());
        }
    }

    @Test
    void shouldCompileAndRunTheProgramAndPrintWhatIsSaid() throws IOException, InterruptedException {
        // Given
        String program = part(PROGRAM);
        Path source = Files.writeString(folder.resolve("ChargeOrder.java"), program);
        // When
        compile(source);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        folder + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                        "ChargeOrder")
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // Then
        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed).isEqualTo(part(OUTPUT));
        assertThat(program.lines().filter(line -> !line.isBlank() && !line.startsWith("import")))
                .hasSizeLessThanOrEqualTo(MOST_LINES);
    }

    private void compile(Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean compiled = compiler.getTask(
                            said,
                            files,
                            null,
                            List.of("-d", folder.toString(), "-Xlint:all", "-Xlint:-classfile", "-Xlint:-processing"),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(said.toString()).isTrue();
            assertThat(said.toString()).isEmpty();
        }
    }
}
