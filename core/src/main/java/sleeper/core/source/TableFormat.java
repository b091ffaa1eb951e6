package sleeper.core.source;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sleeper.core.file.FileFolder;

/**
 * Tables that say in a log of their own which of their files are live. Read as a mere folder of files, such a table gives rows that
 * were overwritten or deleted as well. Each is known by a folder in its root.
 */
enum TableFormat {
    DELTA("Delta table", "_delta_log", ".+"),
    ICEBERG("Iceberg table", "metadata", "[^/]*\\.metadata\\.json(?:\\.gz)?"),
    HUDI("Hudi table", ".hoodie", ".+"),
    /** A table of an instance; its bucket may have another name here, or be a copy. */
    SLEEPER("Sleeper table", "log/slots", "[0-9]{20}");

    private final String words;
    private final String logFolder;
    private final Pattern marks;

    /** @param marks form of the files in the log's folder that show that it is one */
    TableFormat(String words, String logFolder, String marks) {
        this.words = words;
        this.logFolder = logFolder;
        this.marks = Pattern.compile(marks, Pattern.DOTALL);
    }

    /**
     * A table that was found.
     *
     * @param root key of its folder, without a final slash; empty for a whole bucket
     */
    record Found(TableFormat format, String root) {
        boolean holds(String key) {
            return root.isEmpty() || key.startsWith(root + "/");
        }
    }

    String words() {
        return words;
    }

    /** @return where the log of a table lies whose root is the folder */
    FileFolder logOf(FileFolder root) {
        return new FileFolder(root.bucket(), root.keyOf(logFolder));
    }

    /** @return whether a file with this name, directly in the log's folder, shows that it is one */
    boolean isShownBy(String name) {
        return marks.matcher(name).matches();
    }

    /** @return the outermost table of a log that the key lies in, if it lies in one */
    static Optional<Found> of(String key) {
        return Arrays.stream(values())
                .flatMap(format -> format.rootOf(key).stream().map(root -> new Found(format, root)))
                .min((a, b) -> a.root().length() - b.root().length());
    }

    private Optional<String> rootOf(String key) {
        String anywhere = "/" + key;
        String log = "/" + logFolder + "/";
        for (int at = anywhere.indexOf(log); at >= 0; at = anywhere.indexOf(log, at + 1)) {
            String behind = anywhere.substring(at + log.length());
            if (isShownBy(behind)) {
                return Optional.of(anywhere.substring(Math.min(at, 1), at));
            }
        }
        return Optional.empty();
    }

    /** @return the root of the table whose log the folder would be, or lies on the way to, by its name */
    static Optional<String> rootOfLog(String folderKey) {
        String anywhere = "/" + folderKey;
        return Arrays.stream(values())
                .flatMap(format -> Stream.iterate(format.logFolder, log -> !log.isEmpty(), TableFormat::outer))
                .filter(log -> anywhere.endsWith("/" + log))
                .map(log -> folderKey.substring(0, Math.max(0, folderKey.length() - log.length() - 1)))
                .findFirst();
    }

    private static String outer(String folder) {
        return folder.substring(0, Math.max(folder.lastIndexOf('/'), 0));
    }
}
