package sleeper.local.task.eks.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sleeper.local.task.eks.objects.ApiException;
import sleeper.local.task.eks.objects.ObjectKind;

/**
 * The fields that objects have, by type, from the resource {@code fields.txt}, which is made of the types of the Kubernetes client. A field
 * that there is not is refused, as Kubernetes does it when it is asked to be strict; otherwise it would be lost without a word.
 */
final class KnownFields {
    private static final String RESOURCE = "fields.txt";

    private final Map<String, Map<String, Optional<String>>> types;

    private KnownFields(Map<String, Map<String, Optional<String>>> types) {
        this.types = types;
    }

    /** Reads the resource. */
    static KnownFields load() {
        Map<String, Map<String, Optional<String>>> types = new HashMap<>();
        try (InputStream in = KnownFields.class.getResourceAsStream(RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] words = line.split(" ");
                Map<String, Optional<String>> fields = new LinkedHashMap<>();
                for (int i = 1; i < words.length; i++) {
                    String[] field = words[i].split(":");
                    fields.put(field[0], field.length == 1 ? Optional.empty() : Optional.of(field[1]));
                }
                types.put(words[0], fields);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new KnownFields(types);
    }

    /** @throws ApiException if an object has a field that its kind has not */
    void require(ObjectKind kind, JsonNode object) {
        require(kind.word(), object, "");
    }

    private void require(String type, JsonNode value, String path) {
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                require(type, value.path(i), path + "[" + i + "]");
            }
            return;
        }
        Map<String, Optional<String>> fields = types.getOrDefault(type, Map.of());
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String place = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            if (!fields.containsKey(field.getKey())) {
                throw ApiException.badRequest("strict decoding error: unknown field \"" + place + "\"");
            }
            fields.get(field.getKey()).ifPresent(next -> require(next, field.getValue(), place));
        }
    }
}
