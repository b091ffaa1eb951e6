package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.parquet.format.CompressionCodec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.job.AttemptId;
import sleeper.core.job.Manifest;
import sleeper.core.job.TableLocation;
import sleeper.core.key.Region;
import sleeper.core.partition.PartitionTree;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.core.settings.IngestSettings;
import sleeper.core.table.DataFile;
import sleeper.run.KernelEngine;
import sleeper.run.spark.SparkCommand;
import sleeper.run.spark.SparkHome;
import sleeper.run.spark.SparkMaster;
import sleeper.run.spark.SparkSubmit;
import sleeper.sort.SortProgress;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FooterReader;

/** Every codec, in a process that has Spark's own libraries, and the jar behind or before them. */
@Tag("long")
class CodecIT {
    private static final Schema SCHEMA = new Schema(
            List.of(Field.required("id", PrimitiveType.LONG)),
            List.of(),
            List.of(Field.nullable("text", PrimitiveType.STRING)));

    /** What this project reads and does not write. */
    private static final List<String> OF_OTHERS =
            List.of("fastparquet-2023.2.0-LZ4.parquet", "pyarrow-26.0.1-BROTLI-1.0.parquet");

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "Spark {0}, its libraries first: {1}")
    @CsvSource({
        "3, true, zstd-jni-1.5.5-4.jar setMinMatch=false snappy-java-1.1.10.5.jar kernel=behind",
        "3, false, zstd-jni-1.5.5-4.jar setMinMatch=false snappy-java-1.1.10.5.jar kernel=before",
        "4, true, zstd-jni-1.5.6-9.jar setMinMatch=true snappy-java-1.1.10.7.jar kernel=behind",
        "4, false, zstd-jni-1.5.6-9.jar setMinMatch=true snappy-java-1.1.10.7.jar kernel=before"
    })
    void shouldReadAndWriteEveryCodec(int spark, boolean sparkFirst, String libraries) throws Exception {
        // Given a table, and files of other writers
        Path home = folder.resolve("home");
        JobHome parent = new JobHome(home, SCHEMA, PartitionTree.single(1));
        Path bucket = Files.createDirectories(home.resolve("buckets/in"));
        Path writers = Path.of(System.getProperty("project.root"), "sort/src/test/resources/writers");
        for (String file : OF_OTHERS) {
            Files.copy(writers.resolve(file), bucket.resolve(file));
        }
        // When
        SparkHome jars = SparkRuns.home(spark);
        List<String> arguments = new ArrayList<>(List.of(home.toString()));
        arguments.addAll(OF_OTHERS);
        SparkCommand command = new SparkSubmit(jars, new SparkMaster.Local(1), folder.resolve("scratch"))
                .property("spark.driver.userClassPathFirst", Boolean.toString(!sparkFirst))
                .moreJars(List.of(SparkRuns.testJar(folder)))
                .command(SparkRuns.jar(), CodecTry.class.getName(), arguments);
        List<String> told = SparkRuns.run(command, folder.resolve("log"));
        // Then
        assertThat(told).contains(libraries);
        List<String> expected = expectedRows();
        for (IngestSettings.CompressionCodec codec : IngestSettings.CompressionCodec.values()) {
            Manifest manifest = parent.manifest(CodecTry.attempt(codec));
            assertThat(codecs(parent, manifest)).containsExactly(ofFile(codec));
            assertThat(parent.rows(manifest, Region.all(1)).stream()
                            .map(Values::describe)
                            .sorted()
                            .toList())
                    .isEqualTo(expected);
        }
    }

    @Test
    void shouldCompressWithALibraryThatLacksTheLeastMatchAsWellAsWithOursThatHasIt() throws Exception {
        // Given
        Path home = folder.resolve("home");
        JobHome parent = new JobHome(home, SCHEMA, PartitionTree.single(1));
        // When
        SparkCommand command = new SparkSubmit(SparkRuns.home(3), new SparkMaster.Local(1), folder.resolve("scratch"))
                .moreJars(List.of(SparkRuns.testJar(folder)))
                .command(SparkRuns.jar(), CodecTry.class.getName(), List.of(home.toString()));
        SparkRuns.run(command, folder.resolve("log"));
        // Then a file of the same rows is as large, to a tenth of a per cent
        JobHome ours = new JobHome(folder.resolve("ours"), SCHEMA, PartitionTree.single(1));
        for (int i = 0; i < IngestSettings.CompressionCodec.values().length; i++) {
            ours.addInput(CodecTry.rows(i));
        }
        AttemptId attempt = JobHome.attempt("ours", 1);
        ours.plan(attempt);
        assertThat(ours.run(attempt, new KernelEngine(SortProgress.NONE))).isTrue();
        double found = bytes(parent.manifest(CodecTry.attempt(IngestSettings.CompressionCodec.ZSTD)));
        assertThat(found / bytes(ours.manifest(attempt))).isBetween(0.999, 1.001);
    }

    private static long bytes(Manifest manifest) {
        return manifest.files().stream().mapToLong(DataFile::sizeBytes).sum();
    }

    @Test
    void shouldKnowAFileOfEveryCodecThatIsRead() {
        Stream<String> ours = Stream.of(IngestSettings.CompressionCodec.values())
                .map(codec -> ofFile(codec).name());
        assertThat(Stream.concat(ours, Stream.of("LZ4", "BROTLI")))
                .containsExactlyInAnyOrder(PageDecompressor.known().split(", "));
    }

    private static CompressionCodec ofFile(IngestSettings.CompressionCodec codec) {
        return codec == IngestSettings.CompressionCodec.NONE
                ? CompressionCodec.UNCOMPRESSED
                : CompressionCodec.valueOf(codec.name());
    }

    private static Set<CompressionCodec> codecs(JobHome home, Manifest manifest) throws IOException {
        TableLocation location =
                home.instance().tables().log(JobHome.TABLE).storage().location();
        Set<CompressionCodec> found = new HashSet<>();
        for (DataFile file : manifest.files()) {
            FilePath path = location.file(file.path());
            FileInfo info = home.instance().files().find(path).orElseThrow();
            Footer footer = FooterReader.read(home.instance().files().open(path, info.version()));
            footer.rowGroups()
                    .forEach(group -> group.getColumns()
                            .forEach(column -> found.add(column.getMeta_data().getCodec())));
        }
        return found;
    }

    private static List<String> expectedRows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < IngestSettings.CompressionCodec.values().length; i++) {
            rows.addAll(CodecTry.rows(i));
        }
        for (int i = 0; i < OF_OTHERS.size(); i++) {
            for (int id = 0; id < 20; id++) {
                Map<String, Object> row = new HashMap<>();
                row.put("id", (long) id);
                row.put("text", id % 5 == 2 ? null : "text " + id);
                rows.add(row);
            }
        }
        return rows.stream().map(Values::describe).sorted().toList();
    }
}
