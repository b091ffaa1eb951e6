package sleeper.cdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sleeper.cdk.InstanceSpec.Assets;

/** What a deployment uploads, in small: templates hold the names of assets, never what is in them. */
final class TestAssets {
    private TestAssets() {}

    static Assets in(Path folder) {
        try {
            Path zip = Files.write(folder.resolve("functions.zip"), "a zip".getBytes(StandardCharsets.UTF_8));
            return new Assets("0.1", zip, image(folder.resolve("ingest")), image(folder.resolve("spark")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path image(Path folder) throws IOException {
        Path made = Files.createDirectories(folder);
        Path unused = Files.writeString(made.resolve("Dockerfile"), "FROM scratch\n");
        return made;
    }

    /**
     * @param folder for assets, which is filled
     * @param stacks as {@code sleeper.optional.stacks} has them
     * @param more   properties beside
     */
    static InstanceSpec spec(Path folder, String stacks, Map<String, String> more) {
        Map<String, String> properties = new TreeMap<>(more);
        properties.putIfAbsent("sleeper.id", "prod");
        properties.put("sleeper.optional.stacks", stacks);
        properties.putIfAbsent("sleeper.errors.email", "operator@example.com");
        return new InstanceSpec(properties, Map.of(), in(folder), Optional.empty());
    }
}
