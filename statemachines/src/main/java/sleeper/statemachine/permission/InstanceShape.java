package sleeper.statemachine.permission;

import java.util.List;
import java.util.Map;
import java.util.Set;
import sleeper.core.platform.Platform;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.util.Require;

/**
 * What a policy depends on.
 *
 * @param stacks        the optional stacks that are deployed; may be empty
 * @param driver        the commit-log driver, as {@code sleeper.commit.log.driver} has it: {@code dynamodb} or {@code s3}
 * @param substitutions value of each name, without {@code ${}}: those of the state machines' files, and those of
 *                      {@link Permissions#names}. A list has commas between its values; a name without a value is absent
 */
public record InstanceShape(Set<String> stacks, String driver, Map<String, String> substitutions) {
    public InstanceShape {
        stacks = Set.copyOf(stacks);
        Require.notBlank("driver", driver);
        substitutions = Map.copyOf(substitutions);
    }

    /** @return the platforms that are deployed */
    Set<Platform> platforms() {
        return InstanceSettings.deployedPlatforms(List.copyOf(stacks));
    }
}
