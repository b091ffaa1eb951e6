package sleeper.local.parts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** One word for names and contents of all that a build is made from. */
final class SourceDigest {
    private static final int LENGTH = 16;

    private SourceDigest() {}

    /**
     * @param root    of the project
     * @param sources files, and folders with all in them, relative to the root; what is not there counts for nothing
     */
    static String of(Path root, List<String> sources) throws IOException {
        MessageDigest digest = sha256();
        for (String source : sources) {
            if (Files.exists(root.resolve(source))) {
                add(digest, root, root.resolve(source));
            }
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
    }

    private static void add(MessageDigest digest, Path root, Path source) throws IOException {
        try (Stream<Path> paths = Files.walk(source)) {
            for (Path file : paths.filter(Files::isRegularFile).sorted().toList()) {
                byte[] content = Files.readAllBytes(file);
                String header = root.relativize(file) + "\n" + content.length + "\n";
                digest.update(header.getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
