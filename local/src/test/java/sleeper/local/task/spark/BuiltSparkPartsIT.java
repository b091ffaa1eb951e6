package sleeper.local.task.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sleeper.testkit.process.ScriptedMaven;

/** What is built, when, and by which command; a script stands for Maven. */
class BuiltSparkPartsIT {
    private static final String JAR = "sleeper-spark-job-1-spark";

    @TempDir
    private Path folder;

    private Path root;
    private ScriptedMaven maven;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void makeProject() throws IOException {
        maven = new ScriptedMaven(folder);
        root = maven.root();
        maven.source("core/src/main/java/A.java", "class A {}");
        maven.source("spark-job/src/main/java/Job.java", "class Job {}");
        maven.does("""
                case "$*" in
                  *generate-resources)
                    major=3; case "$*" in *spark-4-jars*) major=4;; esac
                    mkdir -p spark-job/spark-$major-jars/target repository
                    scala=2.12; version=3.5.6; [ $major = 3 ] || { scala=2.13; version=4.0.2; }
                    echo core > repository/spark-core_$scala-$version.jar
                    printf %s "$PWD/repository/spark-core_$scala-$version.jar" > spark-job/spark-$major-jars/target/spark.classpath;;
                  *package)
                    target=spark-job/target/for-spark; major=3
                    case "$*" in *-Pspark4*) target=$target/spark4; major=4;; esac
                    mkdir -p $target
                    cat core/src/main/java/A.java > $target/sleeper-spark-job-1-spark$major.jar;;
                esac
                """);
    }

    private BuiltSparkParts parts() {
        return new BuiltSparkParts(root, maven.command().toString(), line -> {
            synchronized (told) {
                told.add(line);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldBuildTheJarAndFetchSparkOnFirstUse(SparkVersion version) throws IOException {
        // Given
        assertThat(parts().find(version)).isEmpty();
        assertThat(maven.calls()).isEmpty();
        // When
        SparkRuntime made = parts().of(version);
        // Then
        assertThat(made.jar().getFileName()).hasToString(JAR + version.major() + ".jar");
        assertThat(made.jar()).hasContent("class A {}");
        assertThat(version.words()).isEqualTo("Spark " + made.home().version());
        assertThat(parts().find(version)).contains(made);
        String profile = version == SparkVersion.SPARK_3 ? "" : "-Pspark4 ";
        assertThat(maven.calls())
                .containsExactly(
                        "-q -B " + profile
                                + "-Dquick -Dmaven.test.skip=true -Djar.alone -Dbuild.folder=target/for-spark"
                                + " -pl spark-job -am package",
                        "-q -B -f spark-job/spark-" + version.major() + "-jars/pom.xml generate-resources");
        assertThat(told)
                .containsExactly(
                        "Building the Spark job's jar for " + version.words() + " (once; its log is "
                                + root.resolve("spark-job/target/spark-parts/build-spark" + version.major() + ".log")
                                + ") ...",
                        "Fetching " + version.words() + " (once) ...",
                        version.words() + " is there.");
    }

    @Test
    void shouldUseWhatAnotherProcessHasMade() throws IOException {
        // Given
        SparkRuntime made = parts().of(SparkVersion.SPARK_3);
        int before = maven.calls().size();
        // When / Then
        assertThat(parts().of(SparkVersion.SPARK_3)).isEqualTo(made);
        assertThat(maven.calls()).hasSize(before);
    }

    @Test
    void shouldBuildAnewWhenSourcesHaveChangedAndLeaveWhatRuns() throws IOException {
        // Given
        SparkRuntime before = parts().of(SparkVersion.SPARK_3);
        // When
        maven.source("core/src/main/java/A.java", "class A { int b; }");
        SparkRuntime now = parts().of(SparkVersion.SPARK_3);
        // Then
        assertThat(now.jar()).hasContent("class A { int b; }");
        assertThat(before.jar()).hasContent("class A {}");
    }

    @Test
    void shouldRemoveWhatNobodyHasUsedForAWeekWhenSomethingNewIsMade() throws IOException {
        // Given builds of which one was last used eight days ago, one in use again, and one that was never finished
        Path unused = parts().of(SparkVersion.SPARK_3).home().folder();
        maven.source("core/src/main/java/A.java", "class A { int b; }");
        BuiltSparkParts parts = parts();
        Path used = parts.of(SparkVersion.SPARK_3).home().folder();
        Path unfinished = Files.createDirectories(
                        unused.resolveSibling("unfinished1").resolve("jars"))
                .getParent();
        FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(8)));
        for (Path folder : List.of(unused, used, unfinished)) {
            Files.setLastModifiedTime(folder, longAgo);
        }
        assertThat(parts.of(SparkVersion.SPARK_3).home().folder()).isEqualTo(used);
        // When
        maven.source("core/src/main/java/A.java", "class A { int b; int c; }");
        Path now = parts().of(SparkVersion.SPARK_3).home().folder();
        // Then
        assertThat(unused).doesNotExist();
        assertThat(unfinished).doesNotExist();
        assertThat(used.resolve("jars")).isDirectoryContaining(Files::exists);
        assertThat(now).exists();
        assertThat(root.resolve("repository")).isDirectoryContaining(Files::exists);
    }

    @Test
    void shouldGoOnWithTheJarThatGoesWithTheServicesThatRun() throws IOException {
        // Given
        BuiltSparkParts parts = parts();
        SparkRuntime before = parts.of(SparkVersion.SPARK_3);
        // When
        maven.source("core/src/main/java/A.java", "class A { int b; }");
        // Then
        assertThat(parts.of(SparkVersion.SPARK_3)).isEqualTo(before);
    }

    @Test
    void shouldNotBuildAnewForWhatIsInNoJar() throws IOException {
        // Given
        SparkRuntime before = parts().of(SparkVersion.SPARK_3);
        int calls = maven.calls().size();
        // When
        maven.source("core/src/test/java/ATest.java", "class ATest {}");
        maven.source("cli/src/main/java/Cli.java", "class Cli {}");
        // Then
        assertThat(parts().of(SparkVersion.SPARK_3)).isEqualTo(before);
        assertThat(maven.calls()).hasSize(calls);
    }

    @Test
    void shouldFetchAgainWhatWasClearedFromMavensRepository() throws IOException {
        // Given
        BuiltSparkParts parts = parts();
        SparkRuntime before = parts.of(SparkVersion.SPARK_3);
        Path jar = root.resolve("repository/spark-core_2.12-3.5.6.jar");
        Files.delete(jar);
        assertThat(parts.find(SparkVersion.SPARK_3)).isEmpty();
        // When / Then
        assertThat(parts.of(SparkVersion.SPARK_3)).isEqualTo(before);
        assertThat(jar).exists();
    }

    @Test
    void shouldBuildOnceForManyThatAskAtOnce() throws Exception {
        // When
        List<CompletableFuture<SparkRuntime>> asked = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            asked.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return parts().of(SparkVersion.SPARK_3);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        // Then
        SparkRuntime first = asked.get(0).join();
        assertThat(asked).allSatisfy(one -> assertThat(one.join()).isEqualTo(first));
        assertThat(maven.calls()).hasSize(2);
    }

    @Test
    void shouldSayWhatFailedAndWhereItsLogIsAndBuildWhenAskedAgain() throws IOException {
        // Given
        String working = Files.readString(maven.command());
        maven.does("for i in $(seq 20); do echo line $i; done; exit 3");
        BuiltSparkParts parts = parts();
        Path log = root.resolve("spark-job/target/spark-parts/build-spark3.log");
        // When / Then
        assertThatThrownBy(() -> parts.of(SparkVersion.SPARK_3))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "The jar for Spark 3.5.6 was not built: Maven ended with 3. Its log is " + log
                                + ". Mend what it says, and send the job again; './sleeper doctor --prepare' tries this alone. It ends"
                                + " with:\nline 11\nline 12\nline 13\nline 14\nline 15\nline 16\nline 17\nline 18\nline 19\nline 20");
        assertThat(parts.find(SparkVersion.SPARK_3)).isEmpty();
        // When it is mended
        Files.writeString(maven.command(), working);
        // Then
        assertThat(parts.of(SparkVersion.SPARK_3).jar()).exists();
    }

    @Test
    void shouldSayThatThereIsNoMaven() {
        assertThatThrownBy(
                        () -> new BuiltSparkParts(root, folder.resolve("none").toString(), told::add)
                                .of(SparkVersion.SPARK_3))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "The jar for Spark 3.5.6 was not built: '" + folder.resolve("none")
                                + "' could not be started. Install Maven 3.8 or later, put mvn on the PATH, and send the job again.");
    }
}
