package sleeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a project that holds nothing else, with programs for Java and Maven that only tell how they were called. */
class LauncherIT {
    private static final Path LAUNCHER = Path.of(System.getProperty("project.root"), "sleeper");

    private static final String BUILD = """
            mkdir -p cli/target/classes
            printf '%s' "$PWD/cli/target/classes" > cli/target/launcher.classpath
            """;

    @TempDir
    Path folder;

    Path project;
    Path java;
    final Map<String, String> environment = new HashMap<>();

    private record Ran(int exitCode, String out, String err) {}

    @BeforeEach
    void setUp() throws IOException {
        folder = folder.toRealPath();
        project = folder.resolve("target/src/main/my project");
        Files.createDirectories(project.resolve("core/src/main"));
        Files.copy(LAUNCHER, project.resolve("sleeper"));
        java = folder.resolve("jdk");
        program("jdk/bin/java", "echo java in $(basename \"$PWD\") with $LC_ALL: \"$@\"");
        program("jdk/bin/javac", "");
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"17.0.2\"\n");
        program("bin/mvn", BUILD);
        environment.put("JAVA_HOME", java.toString());
        environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        environment.put("LC_ALL", "C.UTF-8");
    }

    private void program(String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Ran run(Path directory, String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        int exitCode = builder.start().waitFor();
        return new Ran(
                exitCode, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    private Ran run(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(project.resolve("sleeper").toString()));
        command.addAll(List.of(arguments));
        return run(folder, command.toArray(String[]::new));
    }

    @Test
    void shouldBuildOnFirstUseAndStaySilentThen() throws Exception {
        // When
        Ran first = run("scan", "two words");
        Ran second = run();
        // Then
        assertThat(first.exitCode()).isZero();
        assertThat(first.err())
                .startsWith("sleeper: building (this is the first use;")
                .hasLineCount(1);
        assertThat(first.out())
                .startsWith("java in " + folder.getFileName() + " with C.UTF-8: ")
                .endsWith("-cp " + project + "/cli/target/classes sleeper.cli.Sleeper scan two words\n");
        assertThat(second.err()).isEmpty();
    }

    @Test
    void shouldKeepTheClassesOfTheCommandAndOfItsTaskApart() throws Exception {
        // Given a Java that writes the archives which it and its task are asked for
        program("jdk/bin/java", """
                for argument in "$@"; do
                  case $argument in
                    -XX:ArchiveClassesAtExit=*) echo classes > "${argument#*=}" ;;
                    -Dsleeper.class.archive.write=*) echo classes > "${argument#*=}" ;;
                  esac
                done
                echo java "$@"
                """);
        run();
        // When
        Ran ran = run("scan");
        // Then
        assertThat(ran.out())
                .contains(" -XX:SharedArchiveFile=" + project + "/cli/target/launcher.jsa" + " -Dsleeper.class.archive="
                        + project + "/cli/target/launcher-task.jsa -Dsleeper.project=" + project + " -cp ");
    }

    @Test
    void shouldBuildAgainWhatWasChangedSinceTheBuildBegan() throws Exception {
        // Given a source that is changed while the first build is under way
        program(
                "bin/mvn",
                BUILD + "[ -e core/src/main/Changed.java ] || { sleep 1; touch core/src/main/Changed.java; }");
        run();
        // When
        Ran changed = run();
        Ran unchanged = run();
        // Then
        assertThat(changed.err()).isEqualTo("sleeper: building (sources have changed) ...\n");
        assertThat(unchanged.err()).isEmpty();
    }

    @Test
    void shouldBuildAgainWhatIsGone() throws Exception {
        // Given
        Path source = Files.writeString(project.resolve("core/src/main/Source.java"), "source");
        run();
        Files.delete(project.resolve("cli/target/classes"));
        assertThat(run().err()).contains("classes is gone");
        // When
        Files.delete(source);
        // Then
        assertThat(run().err()).isEqualTo("sleeper: building (sources have changed) ...\n");
        assertThat(run().err()).isEmpty();
    }

    @Test
    void shouldNotBuildAgainWhatIsNewerAndTheSame() throws Exception {
        // Given
        Path source = Files.writeString(project.resolve("core/src/main/Source.java"), "source");
        run();
        FileTime later = FileTime.from(Instant.now().plusSeconds(60));
        Files.setLastModifiedTime(source, later);
        // When / Then
        assertThat(run().err()).isEmpty();
        Files.writeString(source, "another");
        Files.setLastModifiedTime(source, later);
        assertThat(run().err()).isEqualTo("sleeper: building (sources have changed) ...\n");
    }

    @Test
    void shouldRunWhereTheProjectWasMovedOrCopiedAndNotBuildAgain() throws Exception {
        // Given a copy whose sources are newer than its build
        Files.writeString(project.resolve("core/src/main/Source.java"), "source");
        run();
        Path moved = Files.move(project, folder.resolve("moved"));
        Path copied = folder.resolve("copied");
        assertThat(run(folder, "cp", "-R", moved.toString(), copied.toString()).exitCode())
                .isZero();
        Files.setLastModifiedTime(
                copied.resolve("core/src/main/Source.java"),
                FileTime.from(Instant.now().plusSeconds(60)));
        program("bin/mvn", "exit 1");
        for (Path place : List.of(moved, copied)) {
            // When
            Ran first = run(folder, place.resolve("sleeper").toString());
            Ran second = run(folder, place.resolve("sleeper").toString());
            // Then
            assertThat(first.err())
                    .isEqualTo("sleeper: the project was moved; making its archive of classes anew ...\n");
            assertThat(first.out()).contains("-cp " + place + "/cli/target/classes");
            assertThat(second.err()).isEmpty();
            assertThat(second.out()).isEqualTo(first.out());
        }
    }

    @Test
    void shouldRunThroughLinks() throws Exception {
        // Given a link to a relative link in another folder
        Path near = Files.createSymbolicLink(folder.resolve("near"), folder.relativize(project.resolve("sleeper")));
        Path elsewhere = Files.createDirectories(folder.resolve("else/where"));
        Files.createSymbolicLink(elsewhere.resolve("sleeper"), near);
        environment.put("CDPATH", folder.toString());
        // When
        Ran ran = run(elsewhere.getParent(), "where/sleeper", "doctor");
        // Then
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).startsWith("java in else ").contains("-cp " + project + "/cli/target/classes");
    }

    @Test
    void shouldGiveJavaALocaleThatKnowsEveryName() throws Exception {
        // Given
        program("jdk/bin/java", "echo $LC_ALL and $SLEEPER_TERMINAL_LOCALE");
        environment.put("LC_ALL", "C");
        // When / Then
        assertThat(run().out()).endsWith("C.UTF-8 and C\n");
        // When the user's has no fault, it is left as it is
        environment.put("LC_ALL", "de_DE.UTF-8");
        assertThat(run().out()).endsWith("de_DE.UTF-8 and\n");
    }

    @Test
    void shouldRefuseAJavaThatIsTooOld() throws Exception {
        // Given
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"1.8.0_402\"\n");
        // When
        Ran refused = run();
        // Then
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err())
                .isEqualTo("sleeper: " + java + "/bin/java is Java 1.8.0_402."
                        + " Install a JDK 17 or later, or set JAVA_HOME to one.\n");
    }

    @Test
    void shouldAskAJavaThatHasNoFileAboutItself() throws Exception {
        // Given
        Files.delete(java.resolve("release"));
        program("jdk/bin/java", "echo 'openjdk version \"11.0.1\" 2018-10-16' >&2");
        // When / Then
        assertThat(run().err()).contains("is Java 11.0.1.");
    }

    @Test
    void shouldSayThatJavaHomeHoldsNoJava() throws Exception {
        // Given
        environment.put("JAVA_HOME", folder.resolve("nowhere").toString());
        // When
        Ran refused = run();
        // Then
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("JAVA_HOME is " + folder.resolve("nowhere"));
    }

    @Test
    void shouldSayThatACompilerIsMissing() throws Exception {
        // Given
        Files.delete(java.resolve("bin/javac"));
        // When
        Ran refused = run();
        // Then
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("is no JDK");
    }

    @Test
    void shouldSayThatMavenIsMissing() throws Exception {
        // Given the few other programs that are needed
        for (String name : List.of(
                "env",
                "bash",
                "dirname",
                "readlink",
                "sed",
                "head",
                "cat",
                "find",
                "mkdir",
                "flock",
                "sort",
                "cksum")) {
            program("few/" + name, "file=$(PATH=/usr/bin:/bin; command -v " + name + ")\nexec \"$file\" \"$@\"\n");
        }
        environment.put("PATH", folder.resolve("few").toString());
        // When
        Ran refused = run();
        // Then
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).startsWith("sleeper: Maven was not found. Install Maven");
    }

    @Test
    void shouldShowTheEndOfABuildThatFails() throws Exception {
        // Given
        program("bin/mvn", "echo no such thing; exit 1");
        // When
        Ran refused = run();
        // Then
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err().lines())
                .contains("no such thing")
                .last()
                .isEqualTo("sleeper: the build failed; the whole log is " + project + "/cli/target/launcher.log");
    }

    @Test
    void shouldSayThatAProjectCannotBeBuiltWhereItCannotBeWritten() throws Exception {
        // Given a file where the folder of the build would be
        Files.writeString(project.resolve("cli"), "");
        // When
        Ran refused = run();
        // Then
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err())
                .contains(project + " has to be built, and " + project + "/cli/target cannot be written");
    }
}
