package sleeper.core.platform;

import java.util.Set;
import sleeper.core.util.Require;

/**
 * A platform's part of the state machine {@code ingest-job}.
 *
 * @param firstState    name of the state that the Choice of the platform leads to
 * @param substitutions names of the resources, without <code>${}</code>, that only this part needs; optional ones too
 */
public record PlatformBranch(String firstState, Set<String> substitutions) {
    public PlatformBranch {
        Require.notBlank("firstState", firstState);
        substitutions = Set.copyOf(substitutions);
    }
}
