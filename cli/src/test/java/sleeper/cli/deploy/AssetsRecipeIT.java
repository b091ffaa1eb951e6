package sleeper.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.deployment.DeploymentParts;
import sleeper.local.parts.MadeParts;
import sleeper.local.parts.Maven;
import sleeper.testkit.process.ScriptedMaven;

/** What is built for a deployment, by which command, and how it is laid out; a script stands for Maven. */
class AssetsRecipeIT {
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
        maven.source("ingest-task/docker/Dockerfile", "FROM java");
        maven.source("spark-job/docker/Dockerfile", "FROM spark");
        maven.source("spark-job/docker/executor-pod.yaml", "kind: Pod");
        maven.source("spark-job/docker/jars.sha256", "0");
        maven.source("spark-job/docker/conf/log4j2.properties", "level = info");
        maven.does("""
                built() { mkdir -p "$(dirname "$1")"; cat core/src/main/java/A.java > "$1"; }
                case "$*" in
                  *functions,ingest-task*)
                    built functions/target/for-deploy/sleeper-functions-1.zip
                    built ingest-task/target/for-deploy/jars/library-2.jar
                    built ingest-task/target/for-deploy/sleeper-ingest-task-1.jar;;
                  *image-jars*) built spark-job/image-jars/target/for-deploy/jars/hadoop-aws-3.jar;;
                  *-Pspark4*) built spark-job/target/for-deploy/spark4/sleeper-spark-job-1-spark4.jar;;
                  *spark-job*) built spark-job/target/for-deploy/sleeper-spark-job-1-spark3.jar;;
                  *"-pl deploy"*)
                    built deploy/target/for-deploy/sleeper-deploy-1.jar
                    built repository/cdk.jar
                    printf %s "$PWD/deploy/target/for-deploy/sleeper-deploy-1.jar:$(dirname "$PWD")/cdk.jar" \
                      > deploy/target/for-deploy/deploy.classpath
                    touch "$(dirname "$PWD")/cdk.jar";;
                esac
                """);
    }

    private MadeParts parts() {
        return new MadeParts(root, root.resolve(CommandRecipe.MADE), told::add);
    }

    private Maven mvn() {
        return new Maven(root, maven.command().toString(), "run the command again", "");
    }

    private DeploymentParts make(AssetsRecipe recipe) throws IOException {
        return new DeploymentParts(parts().of(recipe.in(root, mvn(), told::add)));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldLayOutTheZipAndTheImageOfTheTask() throws IOException {
        // When
        DeploymentParts made = make(AssetsRecipe.TASK);
        // Then
        assertThat(files(made.folder()))
                .containsExactly(
                        "functions.zip",
                        "ingest-image/Dockerfile",
                        "ingest-image/target/jars/library-2.jar",
                        "ingest-image/target/sleeper-ingest-task-1.jar");
        assertThat(maven.calls())
                .containsExactly(
                        "-q -B -Dquick -Dmaven.test.skip=true -Djar.alone -Dbuild.folder=target/for-deploy -Dimage"
                                + " -pl functions,ingest-task -am package");
    }

    @Test
    void shouldAddTheJarsForAPlatformOfSpark() throws IOException {
        DeploymentParts made = make(AssetsRecipe.SPARK);
        assertThat(made.sparkJars()).allSatisfy(jar -> assertThat(jar).exists());
        assertThat(made.sparkImage()).doesNotExist();
        assertThat(maven.calls()).hasSize(3);
    }

    @Test
    void shouldAddTheImageForPodsOfSpark() throws IOException {
        DeploymentParts made = make(AssetsRecipe.PODS);
        assertThat(files(made.sparkImage()))
                .containsExactly(
                        "Dockerfile",
                        "docker/conf/log4j2.properties",
                        "docker/executor-pod.yaml",
                        "docker/jars.sha256",
                        "image-jars/target/jars/hadoop-aws-3.jar",
                        "target/sleeper-spark-job-1-spark3.jar");
    }

    @Test
    void shouldBuildAnewWhenSourcesHaveChangedAndOnlyThen() throws IOException {
        // Given
        DeploymentParts before = make(AssetsRecipe.TASK);
        assertThat(make(AssetsRecipe.TASK)).isEqualTo(before);
        assertThat(maven.calls()).hasSize(1);
        // When
        maven.source("core/src/main/java/A.java", "class A { int b; }");
        // Then
        assertThat(make(AssetsRecipe.TASK).functionsZip()).hasContent("class A { int b; }");
        assertThat(before.functionsZip()).hasContent("class A {}");
    }

    @Test
    void shouldKeepJarsOfItsOwnAndNameThoseOfMavensRepository() throws IOException {
        // Given
        CommandRecipe recipe = new CommandRecipe(root, mvn(), told::add);
        // When
        Path made = parts().of(recipe);
        // Then
        assertThat(recipe.classPath(made))
                .isEqualTo(made.resolve("sleeper-deploy-1.jar") + ":" + folder.resolve("cdk.jar"));
        // When Maven's repository is cleared
        Files.delete(folder.resolve("cdk.jar"));
        // Then
        assertThat(parts().find(recipe)).isEmpty();
    }

    @Test
    void shouldSayWhatFailedAndWhereItsLogIs() throws IOException {
        maven.does("echo no compiler; exit 1");
        assertThatThrownBy(() -> make(AssetsRecipe.TASK))
                .isInstanceOf(IOException.class)
                .hasMessage("The files to deploy were not built: Maven ended with 1. Its log is "
                        + root.resolve(CommandRecipe.MADE).resolve("build-functions.log")
                        + ". Mend what it says, and run the command again. It ends with:\nno compiler");
    }

    @Test
    void shouldSayWhatTheBuildDidNotLeave() throws IOException {
        maven.does("mkdir -p ingest-task/target/for-deploy/jars");
        assertThatThrownBy(() -> make(AssetsRecipe.TASK))
                .isInstanceOf(IOException.class)
                .hasMessage("The build left no sleeper-ingest-task-*.jar in "
                        + root.resolve("ingest-task/target/for-deploy") + ".");
    }
}
