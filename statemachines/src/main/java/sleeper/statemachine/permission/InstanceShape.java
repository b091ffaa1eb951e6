package sleeper.statemachine.permission;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import sleeper.core.platform.Platform;
import sleeper.core.util.Require;

/**
 * What a policy depends on.
 *
 * @param platforms     those that are deployed; may be empty
 * @param driver        the commit-log driver, as {@code sleeper.commit.log.driver} has it: {@code dynamodb} or {@code s3}
 * @param substitutions value of each name, without {@code ${}}: those of the state machines' files, and those of
 *                      {@link Permissions#names}. A list has commas between its values; a name without a value is absent
 */
public record InstanceShape(Set<Platform> platforms, String driver, Map<String, String> substitutions) {
    public InstanceShape {
        platforms = Set.copyOf(platforms);
        Require.notBlank("driver", driver);
        substitutions = Map.copyOf(substitutions);
    }

    /** @return the names of the stacks of the platforms */
    Set<String> stacks() {
        return platforms.stream()
                .map(platform -> platform.description().stack())
                .collect(Collectors.toUnmodifiableSet());
    }
}
