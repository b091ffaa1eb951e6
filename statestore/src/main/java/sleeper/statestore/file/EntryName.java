package sleeper.statestore.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import sleeper.core.file.FilePath;

/** Names of what a directory holds: a file system takes any bytes for one, and a path does not. */
final class EntryName {
    private static final int HEX = 16;
    private static final int LONGEST_CHARACTER = 4;

    private EntryName() {}

    /** @return the name, or empty if it is none that a path can hold: it would name nothing, so that the file would be left out unseen */
    static Optional<String> of(Path entry) {
        String name = entry.getFileName().toString();
        try {
            boolean namesIt = entry.resolveSibling(name).equals(entry);
            return namesIt ? Optional.of(new FilePath("bucket", name).key()) : Optional.empty();
        } catch (IllegalArgumentException e) {
            // A path cannot hold it, or it cannot be encoded.
            return Optional.empty();
        }
    }

    /** @return the name with {@code \xNN} for each byte that is no text, and each control character */
    static String escaped(Path entry) {
        byte[] bytes = bytes(entry);
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < bytes.length) {
            String character = character(bytes, at);
            if (character.isEmpty() || Character.isISOControl(character.charAt(0))) {
                text.append(String.format("\\x%02x", bytes[at]));
                at++;
            } else {
                text.append(character);
                at += character.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return text.toString();
    }

    /** @return the one character whose UTF-8 begins there; empty if none does */
    private static String character(byte[] bytes, int at) {
        for (int length = 1; length <= LONGEST_CHARACTER && at + length <= bytes.length; length++) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, at, length))
                        .toString();
            } catch (CharacterCodingException e) {
                // Not whole yet, or no text.
            }
        }
        return "";
    }

    /** A path's text is what the process's encoding makes of the bytes; its URI has the bytes themselves. */
    private static byte[] bytes(Path entry) {
        String path = entry.toUri().getRawPath();
        String whole = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        String name = whole.substring(whole.lastIndexOf('/') + 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '%') {
                bytes.write(Integer.parseInt(name.substring(i + 1, i + 3), HEX));
                i += 2;
            } else {
                bytes.write(name.charAt(i));
            }
        }
        return bytes.toByteArray();
    }
}
