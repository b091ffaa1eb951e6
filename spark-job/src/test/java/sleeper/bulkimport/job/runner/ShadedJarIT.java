package sleeper.bulkimport.job.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in the jar for Spark: nothing that could stand in the way of Spark's own classes, or they in the way of ours. */
class ShadedJarIT {
    private static final Set<String> LICENCES = Set.of(
            "META-INF/LICENSE",
            "META-INF/NOTICE",
            "META-INF/thirdparty-LICENSE",
            "META-INF/FastDoubleParser-LICENSE",
            "META-INF/FastDoubleParser-NOTICE",
            "META-INF/FastDoubleParser-ThirdParty-LICENSE",
            "META-INF/Schubfach-LICENSE",
            "META-INF/Brotli-LICENSE");

    /** Classes of others under their own name; native libraries and the logger's are Spark's. */
    private static final Pattern NOT_RELOCATED = Pattern.compile(
            "(?<!sleeper[/.]shaded[/.])(com[/.]fasterxml[/.]jackson|org[/.]apache[/.]parquet|org[/.]apache[/.]datasketches"
                    + "|io[/.]airlift[/.]compress|org[/.]brotli|software[/.]amazon)[/.][\\w/.$]+");

    private static final long MOST_BYTES = 20 << 20;

    private ZipFile jar;

    @BeforeEach
    void open() throws IOException {
        jar = new ZipFile(SparkRuns.jar().toFile());
    }

    @AfterEach
    void close() throws IOException {
        jar.close();
    }

    private List<String> files() {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .toList();
    }

    private String read(String name) {
        try {
            return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldHoldOurClassesAndRelocatedOnesAlone() {
        assertThat(files())
                .filteredOn(name -> !name.startsWith("sleeper/")
                        && !name.startsWith("META-INF/services/sleeper.")
                        && !LICENCES.contains(name))
                .isEmpty();
        assertThat(files()).containsAll(LICENCES).contains("sleeper/bulkimport/job/runner/BulkImportJob.class");
    }

    @Test
    void shouldNameNoClassThatWasRelocatedByItsOldName() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (String name : files()) {
            if (name.endsWith(".class") || name.startsWith("META-INF/services/")) {
                Set<String> old = NOT_RELOCATED
                        .matcher(read(name))
                        .results()
                        .map(result -> result.group())
                        .collect(Collectors.toSet());
                if (!old.isEmpty()) {
                    found.put(name, old);
                }
            }
        }
        // Jackson names it in the text of an error.
        found.remove("sleeper/shaded/com/fasterxml/jackson/databind/module/SimpleSerializers.class");
        // A native library for checksums, which the SDK does without where it is not there.
        found.values()
                .removeIf(names -> names.stream().allMatch(name -> name.startsWith("software.amazon.awssdk.crt")));
        assertThat(found).isEmpty();
    }

    @Test
    void shouldRelocateServiceFilesWithTheirServices() {
        Map<String, List<String>> services = files().stream()
                .filter(name -> name.startsWith("META-INF/services/"))
                .collect(Collectors.toMap(
                        name -> name.substring("META-INF/services/".length()),
                        name -> read(name)
                                .lines()
                                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                                .toList()));
        assertThat(services)
                .isEqualTo(Map.of(
                        "sleeper.shaded.com.fasterxml.jackson.core.JsonFactory",
                        List.of("sleeper.shaded.com.fasterxml.jackson.core.JsonFactory"),
                        "sleeper.shaded.com.fasterxml.jackson.core.ObjectCodec",
                        List.of("sleeper.shaded.com.fasterxml.jackson.databind.ObjectMapper"),
                        "sleeper.statestore.instance.InstanceStores$Provider",
                        List.of("sleeper.statestore.instance.FileInstanceProvider", "sleeper.aws.AwsInstanceProvider"),
                        "sleeper.shaded.software.amazon.awssdk.http.SdkHttpService",
                        List.of("sleeper.shaded.software.amazon.awssdk.http.urlconnection.UrlConnectionSdkHttpService"),
                        "sleeper.shaded.software.amazon.awssdk.thirdparty.jackson.core.JsonFactory",
                        List.of("sleeper.shaded.software.amazon.awssdk.thirdparty.jackson.core.JsonFactory")));
        assertThat(services.values())
                .allSatisfy(providers -> assertThat(files())
                        .containsAll(providers.stream()
                                .map(provider -> provider.replace('.', '/') + ".class")
                                .toList()));
    }

    @Test
    void shouldStayAsSmallAsItIsSaidToBe() throws IOException {
        long bytes = Files.size(SparkRuns.jar());
        System.out.println(SparkRuns.jar().getFileName() + " has " + bytes + " bytes");
        assertThat(bytes).isLessThan(MOST_BYTES);
    }
}
