package sleeper.local.instance;

import java.util.Map;
import java.util.Optional;
import sleeper.local.run.LocalHome;
import sleeper.statestore.instance.FileInstanceProvider;
import sleeper.statestore.instance.HomeFolder;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.util.Surroundings;

/** The instance in the folder that {@code SLEEPER_HOME} names. */
public final class EmbeddedInstanceProvider implements Instance.Provider {
    @Override
    public Optional<Instance> open(Map<String, String> environment, Surroundings surroundings) {
        return Optional.ofNullable(environment.get(FileInstanceProvider.HOME_VARIABLE))
                .filter(home -> !home.isBlank())
                .map(home -> new EmbeddedInstance(new LocalHome(HomeFolder.path(home)), surroundings));
    }
}
