package sleeper.core.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Wire forms as they were when first published; a test that needs another one breaks what is stored. */
public final class GoldenFile {
    private GoldenFile() {}

    public static String read(String name) {
        try (InputStream in = GoldenFile.class.getResourceAsStream("/golden/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException("golden file " + name + " could not be read", e);
        }
    }
}
