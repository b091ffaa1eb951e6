package sleeper.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import sleeper.statestore.file.OwnerOnly;

/** Keeps a root key in a file that its owner alone may read, so that it outlasts the process. */
public final class KeyFile {
    private KeyFile() {}

    /** @return the key that is kept there; a new one is, if there is none, what is there is none, or others may have read it */
    public static byte[] read(Path file) throws IOException {
        Optional<byte[]> kept = kept(file);
        return kept.isPresent() ? kept.get() : make(file);
    }

    private static Optional<byte[]> kept(Path file) throws IOException {
        try {
            if (!OwnerOnly.isProtected(file)) {
                return Optional.empty();
            }
            // Any bytes are a text in this character set.
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return Optional.of(HexFormat.of().parseHex(text.strip())).filter(key -> key.length == Keys.BYTES);
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What is there goes first: a file that is written over keeps its permissions. */
    private static byte[] make(Path file) throws IOException {
        byte[] root = Keys.newRoot();
        Files.deleteIfExists(file);
        OwnerOnly.write(file, HexFormat.of().formatHex(root) + System.lineSeparator());
        return root;
    }
}
