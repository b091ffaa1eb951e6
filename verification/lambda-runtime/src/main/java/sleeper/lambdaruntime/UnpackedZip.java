package sleeper.lambdaruntime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A zip of functions, unpacked to a folder as Lambda unpacks it to {@code /var/task}.
 *
 * @param folder that it is in
 */
public record UnpackedZip(Path folder) {

    /**
     * Unpacks the zip that the build made.
     *
     * @param folder to unpack to; empty or not there
     * @throws IOException if the module {@code functions} was not packaged
     */
    public static UnpackedZip ofBuild(Path folder) throws IOException {
        return of(built(), folder);
    }

    /** @return the zip that the build made */
    public static Path built() throws IOException {
        Path target = Path.of(System.getProperty("project.root"), "functions", "target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("sleeper-functions-.*\\.zip"))
                    .findFirst()
                    .orElseThrow(() ->
                            new IOException(target + " has no zip of functions; run mvn -pl functions -am package"));
        }
    }

    /** @throws IOException if an entry would be outside the folder, or a file cannot be read or written */
    public static UnpackedZip of(Path zip, Path folder) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        try (ZipFile opened = new ZipFile(zip.toFile())) {
            for (Enumeration<? extends ZipEntry> all = opened.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                Path file = root.resolve(entry.getName()).normalize();
                if (!file.startsWith(root)) {
                    throw new IOException(zip + " has an entry outside of it: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    try (InputStream bytes = opened.getInputStream(entry)) {
                        Files.copy(bytes, file);
                    }
                }
            }
        }
        return new UnpackedZip(root);
    }

    /** @return the jars of its {@code lib}, by name */
    public List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Takes entries out of one of its jars, for a fault.
     *
     * @param jar   what the jar's file name begins with
     * @param entry what the names of the entries begin with
     * @throws IllegalArgumentException if there is no such entry: nothing would be wrong
     */
    public void remove(String jar, String entry) throws IOException {
        int removed = 0;
        for (Path each : jars()) {
            if (each.getFileName().toString().startsWith(jar)) {
                removed += removeFrom(each, entry);
            }
        }
        if (removed == 0) {
            throw new IllegalArgumentException("no jar " + jar + " has an entry " + entry + " in " + folder);
        }
    }

    private static int removeFrom(Path jar, String entry) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar);
                Stream<Path> all = Files.walk(zip.getPath("/"))) {
            List<Path> found = all.filter(Files::isRegularFile)
                    .filter(path -> path.toString().substring(1).startsWith(entry))
                    .toList();
            for (Path path : found) {
                Files.delete(path);
            }
            return found.size();
        }
    }

    /** Deletes a folder with what is in it. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
