package sleeper.statestore.instance;

import java.util.Map;
import java.util.Optional;
import sleeper.statestore.util.Surroundings;

/** The instance in the folder that {@code SLEEPER_HOME} names. */
public final class FileInstanceProvider implements InstanceStores.Provider {
    /** Environment variable that names the folder. */
    public static final String HOME_VARIABLE = "SLEEPER_HOME";

    @Override
    public String variable() {
        return HOME_VARIABLE;
    }

    @Override
    public String variables() {
        return HOME_VARIABLE + " to the folder of an embedded instance";
    }

    @Override
    public Optional<InstanceStores> open(Map<String, String> environment, Surroundings surroundings) {
        return Optional.ofNullable(environment.get(HOME_VARIABLE))
                .filter(home -> !home.isBlank())
                .map(home -> FileInstance.open(HomeFolder.path(home), surroundings));
    }
}
