package sleeper.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.lambdaruntime.UnpackedZip;

/** What is in the zip. */
class FunctionsZipIT {
    /** What tests and the embedded run need, DynamoDB Local among it, which may not be passed on. */
    private static final Pattern NOT_SHIPPED = Pattern.compile(
            "(org/junit|org/assertj|org/awaitility|com/tngtech|org/openjdk/jmh|sleeper/testkit|sleeper/local|sleeper/lambdaruntime"
                    + "|com/amazonaws/services/dynamodbv2|org/gaul|com/almworks|org/eclipse/jetty|org/elasticmq|scala"
                    + "|org/apache/spark|org/apache/hadoop|io/netty)/.*");

    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|dylib|jnilib|a)");

    /** What Lambda takes at most, unpacked (AWS Lambda Developer Guide, "Lambda quotas"). */
    private static final long LAMBDA_BYTES = 250L << 20;

    /** A little more than it has: whatever makes it grow must be wanted. */
    private static final long MOST_BYTES = 58L << 20;

    @TempDir
    private static Path folder;

    private static UnpackedZip zip;

    @BeforeAll
    static void unpack() throws IOException {
        zip = UnpackedZip.ofBuild(folder.resolve("zip"));
    }

    /** @return names and checksums of the entries of each jar */
    private static Map<Path, Map<String, Long>> entries() throws IOException {
        Map<Path, Map<String, Long>> entries = new TreeMap<>();
        for (Path jar : zip.jars()) {
            try (ZipFile opened = new ZipFile(jar.toFile())) {
                entries.put(
                        jar.getFileName(),
                        opened.stream()
                                .filter(entry -> !entry.isDirectory())
                                .collect(Collectors.toMap(ZipEntry::getName, ZipEntry::getCrc, (one, other) -> one)));
            }
        }
        return entries;
    }

    private static Stream<String> names() throws IOException {
        return entries().values().stream().map(Map::keySet).flatMap(Collection::stream);
    }

    @Test
    void shouldHoldJarsBelowLibAlone() throws IOException {
        try (Stream<Path> all = Files.walk(zip.folder())) {
            assertThat(all.filter(Files::isRegularFile)
                            .map(file -> zip.folder().relativize(file).toString()))
                    .allMatch(name -> name.matches("lib/[^/]+\\.jar"))
                    .hasSizeGreaterThan(20);
        }
    }

    @Test
    void shouldHoldNothingOfTheTests() throws IOException {
        assertThat(names()).noneMatch(name -> NOT_SHIPPED.matcher(name).matches());
    }

    /** Which of two classes is loaded depends on the order of the jars. */
    @Test
    void shouldHoldNoClassTwiceInDifferentForms() throws IOException {
        Map<String, Set<Long>> forms = new HashMap<>();
        entries()
                .values()
                .forEach(jar -> jar.forEach((name, sum) -> {
                    if (name.endsWith(".class")
                            && !name.endsWith("module-info.class")
                            && !name.startsWith("META-INF/versions/")) {
                        forms.computeIfAbsent(name, unknown -> new TreeSet<>()).add(sum);
                    }
                }));
        assertThat(forms).isNotEmpty();
        assertThat(forms.values()).allMatch(sums -> sums.size() == 1);
    }

    @Test
    void shouldHoldNoSignatures() throws IOException {
        assertThat(names()).noneMatch(name -> SIGNATURE.matcher(name).matches());
    }

    @Test
    void shouldHoldTheNativeLibrariesOfLinuxAlone() throws IOException {
        List<String> libraries =
                names().filter(name -> NATIVE.matcher(name).matches()).sorted().toList();
        assertThat(libraries)
                .hasSize(4)
                .anyMatch(name -> name.matches("linux/amd64/libzstd-jni-.*\\.so"))
                .anyMatch(name -> name.matches("linux/aarch64/libzstd-jni-.*\\.so"))
                .contains(
                        "org/xerial/snappy/native/Linux/x86_64/libsnappyjava.so",
                        "org/xerial/snappy/native/Linux/aarch64/libsnappyjava.so");
    }

    @Test
    void shouldStayAsSmallAsItIsSaidToBe() throws IOException {
        long unpacked = 0;
        for (Path jar : zip.jars()) {
            unpacked += Files.size(jar);
        }
        System.out.println("the zip has " + Files.size(UnpackedZip.built()) + " bytes, unpacked " + unpacked);
        assertThat(unpacked).isLessThan(MOST_BYTES).isLessThan(LAMBDA_BYTES);
    }
}
