package sleeper.api;

import java.util.Map;
import sleeper.core.util.Require;

/**
 * What whoever serves the API knows of the instance beside the instance itself.
 *
 * @param kind      {@code embedded} or {@code deployed}
 * @param id        of the instance
 * @param region    where it lies; empty on this machine
 * @param endpoints addresses by name, such as {@code s3} and {@code iceberg}; never a secret
 */
public record ApiPlace(String kind, String id, String region, Map<String, String> endpoints) {
    public ApiPlace {
        Require.notBlank("kind", kind);
        Require.notNull("id", id);
        Require.notNull("region", region);
        endpoints = Map.copyOf(endpoints);
    }
}
