package sleeper.statemachine;

import java.util.Map;
import java.util.Set;
import sleeper.core.platform.Platform;
import sleeper.core.util.Require;

/**
 * What a definition is prepared for.
 *
 * @param platforms     the platforms that are deployed; one or more
 * @param substitutions value of each name, without {@code ${}}; names that are not set are absent
 */
public record Deployment(Set<Platform> platforms, Map<String, String> substitutions) {
    public Deployment {
        Require.that(!platforms.isEmpty(), "a deployment has at least one platform");
        platforms = Set.copyOf(platforms);
        substitutions = Map.copyOf(substitutions);
    }
}
