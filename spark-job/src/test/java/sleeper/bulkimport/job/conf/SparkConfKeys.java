package sleeper.bulkimport.job.conf;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Prints the name of each property that the Spark on the class path may read, a line each, in order: all that its classes define,
 * with the older names of those, and each text in its classes that is written like one, because some are read without being
 * defined. It is a program of its own, so that it can look into a version of Spark that the tests are not compiled for; so it
 * reaches Spark by reflection alone.
 */
public final class SparkConfKeys {
    private static final String ENTRY = "org.apache.spark.internal.config.ConfigEntry";
    private static final String BUILDER = "org/apache/spark/internal/config/ConfigBuilder";
    private static final Pattern NAME = Pattern.compile("spark(\\.[A-Za-z][A-Za-z0-9_-]*)+");

    private final Set<String> names = new TreeSet<>();
    private final List<String> definers = new ArrayList<>();

    private SparkConfKeys() {}

    /** @throws IllegalStateException if a class that defines properties cannot be loaded, so that the list would have gaps */
    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        PrintStream out = System.out;
        // Some classes log while they are loaded.
        System.setOut(System.err);
        SparkConfKeys keys = new SparkConfKeys();
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Path.of(jar).getFileName().toString().matches("spark-.*\\.jar")) {
                keys.addTexts(jar);
            }
        }
        keys.addDefined();
        keys.names.forEach(out::println);
    }

    private void addTexts(String jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar)) {
            for (ZipEntry entry : zip.stream().toList()) {
                if (entry.getName().endsWith(".class")) {
                    addTexts(zip, entry);
                }
            }
        }
    }

    private void addTexts(ZipFile zip, ZipEntry entry) throws IOException {
        ClassTexts texts;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(zip.getInputStream(entry)))) {
            texts = ClassTexts.read(in);
        }
        texts.constants().stream().filter(text -> NAME.matcher(text).matches()).forEach(names::add);
        // Scala's objects define their properties when they are loaded.
        String name = entry.getName().substring(0, entry.getName().length() - ".class".length());
        if (name.endsWith("$") && texts.all().contains(BUILDER)) {
            definers.add(name.replace('/', '.'));
        }
    }

    private void addDefined() throws ReflectiveOperationException {
        for (String definer : definers) {
            try {
                Class.forName(definer);
            } catch (LinkageError e) {
                throw new IllegalStateException(definer + " cannot be loaded: Spark's jars are not all there", e);
            }
        }
        Class<?> type = Class.forName(ENTRY);
        Class<?> companion = Class.forName(ENTRY + "$");
        Object instance = companion.getField("MODULE$").get(null);
        Map<?, ?> defined = (Map<?, ?>) companion.getMethod("knownConfigs").invoke(instance);
        for (Object entry : defined.values()) {
            names.add((String) type.getMethod("key").invoke(entry));
            for (Object older : elements(type.getMethod("alternatives").invoke(entry))) {
                names.add((String) older);
            }
        }
    }

    private static List<Object> elements(Object scalaList) throws ReflectiveOperationException {
        Object iterator =
                Class.forName("scala.collection.Iterable").getMethod("iterator").invoke(scalaList);
        Class<?> type = Class.forName("scala.collection.Iterator");
        Method hasNext = type.getMethod("hasNext");
        Method next = type.getMethod("next");
        List<Object> all = new ArrayList<>();
        while ((boolean) hasNext.invoke(iterator)) {
            all.add(next.invoke(iterator));
        }
        return all;
    }
}
