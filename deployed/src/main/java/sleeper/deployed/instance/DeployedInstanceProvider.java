package sleeper.deployed.instance;

import java.util.Map;
import java.util.Optional;
import sleeper.aws.AwsInstanceProvider;
import sleeper.statestore.instance.FileInstanceProvider;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.util.Surroundings;

/**
 * The deployed instance that {@code SLEEPER_INSTANCE_ID} names, where {@code SLEEPER_HOME} names no embedded one: a home may lie on the
 * servers that the other variables name, and is meant then.
 */
public final class DeployedInstanceProvider implements Instance.Provider {
    @Override
    public Optional<Instance> open(Map<String, String> environment, Surroundings surroundings) {
        return isSet(environment, AwsInstanceProvider.ID_VARIABLE)
                        && !isSet(environment, FileInstanceProvider.HOME_VARIABLE)
                ? Optional.of(DeployedInstance.open(environment, surroundings))
                : Optional.empty();
    }

    private static boolean isSet(Map<String, String> environment, String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }
}
