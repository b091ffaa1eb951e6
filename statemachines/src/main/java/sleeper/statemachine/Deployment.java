package sleeper.statemachine;

import java.util.Map;
import java.util.Set;
import sleeper.core.platform.Platform;

/**
 * What a definition is prepared for.
 *
 * @param platforms     the platforms that are deployed; of none, every job leads to {@code Platform not deployed}
 * @param substitutions value of each name, without {@code ${}}; names that are not set are absent
 */
public record Deployment(Set<Platform> platforms, Map<String, String> substitutions) {
    public Deployment {
        platforms = Set.copyOf(platforms);
        substitutions = Map.copyOf(substitutions);
    }
}
