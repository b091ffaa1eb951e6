package sleeper.bulkimport.job.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.bulkimport.job.image.ImageFiles.Instruction;
import sleeper.bulkimport.job.runner.Distributions;
import sleeper.bulkimport.job.runner.SparkRuns;
import sleeper.run.spark.SparkHome;

/** Spark here is the part of it that Maven has, or the whole that {@link Distributions} is given. */
class ImageIT {
    private static final int SPARK = 3;

    @TempDir
    private Path folder;

    private SparkHome spark;

    @BeforeEach
    void openSpark() throws IOException {
        spark = Distributions.given(SPARK).isPresent()
                ? Distributions.given(SPARK).get()
                : SparkRuns.home(SPARK);
    }

    private List<Path> jarsOfSpark() throws IOException {
        try (Stream<Path> jars = Files.list(spark.folder().resolve("jars"))) {
            return jars.toList();
        }
    }

    private static String sum(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldCopyTheJarsThatMavenResolves() throws IOException {
        assertThat(ImageFiles.copied())
                .filteredOn(source -> source.startsWith("image-jars/"))
                .containsExactlyInAnyOrderElementsOf(ImageFiles.resolved().stream()
                        .map(jar -> "image-jars/target/jars/" + ImageFiles.name(jar))
                        .toList());
    }

    @Test
    void shouldHoldThemAgainstTheirSums() throws IOException {
        Map<String, String> sums = new TreeMap<>();
        for (Path jar : ImageFiles.resolved()) {
            sums.put(ImageFiles.name(jar), sum(jar));
        }
        assertThat(ImageFiles.sums()).containsExactlyInAnyOrderEntriesOf(sums);
    }

    @Test
    void shouldCopyOnlyWhatIsInTheBuildsContext() throws IOException {
        List<String> letThrough = Files.readAllLines(ImageFiles.CONTEXT.resolve(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1).replace(".", "\\.").replace("*", "[^/]*"))
                .toList();
        assertThat(ImageFiles.copied())
                .isNotEmpty()
                .allSatisfy(source -> assertThat(letThrough).anyMatch(pattern -> source.matches(pattern + "(/.*)?")))
                .filteredOn(source -> source.startsWith("docker/"))
                .allSatisfy(
                        source -> assertThat(ImageFiles.CONTEXT.resolve(source)).exists());
    }

    @Test
    void shouldHaveNoJarThatSparkHas() throws IOException {
        List<String> ofSpark = jarsOfSpark().stream().map(ImageFiles::artifact).toList();
        List<String> ofImage =
                ImageFiles.resolved().stream().map(ImageFiles::artifact).toList();
        assertThat(ofSpark).contains("hadoop-client-api", "slf4j-api");
        assertThat(ofImage).doesNotHaveDuplicates().doesNotContainAnyElementsOf(ofSpark);
    }

    @Test
    void shouldNeedOfADistributionWhatThePartOfItThatMavenHasLacks() throws IOException {
        List<String> needed =
                ImageFiles.restOfSpark().stream().map(ImageFiles::name).toList();
        List<String> ofSpark = jarsOfSpark().stream().map(ImageFiles::name).toList();
        if (Distributions.given(SPARK).isPresent()) {
            assertThat(ofSpark).containsAll(needed);
        } else {
            assertThat(ofSpark).doesNotContainAnyElementsOf(needed);
        }
    }

    @Test
    void shouldHaveTheFileSystemsOfSparksHadoop() throws IOException {
        String hadoop = jarsOfSpark().stream()
                .map(ImageFiles::name)
                .filter(name -> name.startsWith("hadoop-client-api-"))
                .collect(Collectors.joining())
                .replaceAll("hadoop-client-api-(.*)\\.jar", "$1");
        assertThat(ImageFiles.resolved())
                .map(ImageFiles::name)
                .contains("hadoop-aws-" + hadoop + ".jar", "hadoop-azure-" + hadoop + ".jar");
    }

    @Test
    void shouldBeMadeFromTheSparkThatTheJobIsMadeFor() throws IOException {
        assertThat(ImageFiles.arguments())
                .contains(entry("SPARK_TAG", spark.version() + "-scala" + spark.scalaVersion() + "-java17"));
        assertThat(ImageFiles.dockerfile())
                .filteredOn(instruction -> instruction.word().equals("FROM"))
                .extracting(Instruction::rest)
                .containsExactly(
                        "apache/spark:${SPARK_TAG}-ubuntu AS parts",
                        "apache/spark:${SPARK_TAG}-python3-ubuntu AS pyspark",
                        "apache/spark:${SPARK_TAG}-ubuntu AS spark");
    }

    @Test
    void shouldCopyTheJobsJarToWhereJobsNameIt() throws IOException {
        if (SparkRuns.major() == SPARK) {
            assertThat(ImageFiles.copied()).contains("target/" + ImageFiles.name(SparkRuns.jar()));
        }
        assertThat(ImageFiles.dockerfile())
                .contains(
                        new Instruction(
                                "COPY",
                                "target/sleeper-spark-job-${SLEEPER_VERSION}-spark3.jar /parts/sleeper/sleeper-spark-job-spark3.jar"))
                .contains(new Instruction("COPY", "--from=parts /parts/sleeper/ /opt/sleeper/"));
    }

    @Test
    void shouldLeaveTheEntrypointAndRunAsNobodySpecial() throws IOException {
        List<Instruction> instructions = ImageFiles.dockerfile();
        assertThat(instructions)
                .extracting(Instruction::word)
                .doesNotContain("ENTRYPOINT", "CMD", "ADD")
                .endsWith("USER");
        assertThat(instructions)
                .filteredOn(instruction -> instruction.word().equals("USER"))
                .extracting(Instruction::rest)
                .containsExactly("185", "185");
    }

    @Test
    void shouldHaveTheSameInBothImages() throws IOException {
        List<List<Instruction>> stages = new ArrayList<>();
        for (Instruction instruction : ImageFiles.dockerfile()) {
            if (instruction.word().equals("FROM")) {
                stages.add(new ArrayList<>());
            } else if (!stages.isEmpty()) {
                stages.get(stages.size() - 1).add(instruction);
            }
        }
        assertThat(stages).hasSize(3);
        assertThat(stages.get(1)).isEqualTo(stages.get(2)).hasSize(3);
    }

    @Test
    void shouldOpenTheFileSystemsOfS3AndAzure() throws IOException, InterruptedException {
        // Given
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        ImageFiles.defaults().forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-cp");
        command.add(classPath());
        command.add(OpenFileSystems.class.getName());
        command.addAll(List.of(
                "s3a://bucket/",
                "s3://bucket/",
                "abfs://container@account.dfs.core.windows.net/",
                "abfss://container@account.dfs.core.windows.net/",
                "wasb://container@account.blob.core.windows.net/",
                "wasbs://container@account.blob.core.windows.net/"));
        Path out = folder.resolve("out");
        Path log = folder.resolve("log");
        // When
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(log.toFile())
                .start();
        try {
            assertThat(process.waitFor()).as(() -> SparkRuns.text(log)).isZero();
        } finally {
            SparkRuns.end(process);
        }
        // Then
        assertThat(Files.readAllLines(out))
                .containsExactly(
                        "s3a://bucket/ org.apache.hadoop.fs.s3a.S3AFileSystem",
                        "s3://bucket/ org.apache.hadoop.fs.s3a.S3AFileSystem",
                        "abfs://container@account.dfs.core.windows.net/ org.apache.hadoop.fs.azurebfs.AzureBlobFileSystem",
                        "abfss://container@account.dfs.core.windows.net/"
                                + " org.apache.hadoop.fs.azurebfs.SecureAzureBlobFileSystem",
                        "wasb://container@account.blob.core.windows.net/ org.apache.hadoop.fs.azure.NativeAzureFileSystem",
                        "wasbs://container@account.blob.core.windows.net/"
                                + " org.apache.hadoop.fs.azure.NativeAzureFileSystem$Secure");
    }

    @Test
    void shouldSetWhatSparkLooksForOutsideItsFolders() throws IOException {
        assertThat(ImageFiles.defaults())
                .contains(
                        entry("spark.jars.ivy", "/tmp/.ivy"),
                        entry("spark.kubernetes.executor.podTemplateFile", "/opt/sleeper/executor-pod.yaml"));
        assertThat(ImageFiles.copied()).contains("docker/executor-pod.yaml", "docker/conf/");
        assertThat(ImageFiles.CONTEXT.resolve("docker/conf/log4j2.properties")).exists();
    }

    /** What is in the image, and the program. */
    private String classPath() throws IOException {
        List<String> paths = new ArrayList<>(List.of(spark.classPath(), classes()));
        ImageFiles.resolved().forEach(jar -> paths.add(jar.toString()));
        if (Distributions.given(SPARK).isEmpty()) {
            ImageFiles.restOfSpark().forEach(jar -> paths.add(jar.toString()));
        }
        return String.join(":", paths);
    }

    private static String classes() {
        return Path.of(URI.create(OpenFileSystems.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString();
    }
}
