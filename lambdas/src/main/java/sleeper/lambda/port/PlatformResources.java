package sleeper.lambda.port;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import sleeper.core.platform.Platform;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.ResourceService;

/**
 * The ends of the platforms: how what attempts create there is found and ended, a service for each kind. A platform all of whose
 * kinds have a service can be deployed; any other would leave something running. Immutable.
 */
public final class PlatformResources {
    private final Map<ResourceKind, ResourceService> services = new EnumMap<>(ResourceKind.class);

    /** @throws IllegalArgumentException if two are of one kind */
    public PlatformResources(List<ResourceService> services) {
        for (ResourceService service : services) {
            if (this.services.put(service.kind(), service) != null) {
                throw new IllegalArgumentException("two services end resources of the kind "
                        + service.kind().word());
            }
        }
    }

    /** @return the service of a kind; empty if it belongs to no platform that can be deployed here */
    public Optional<ResourceService> of(ResourceKind kind) {
        return Optional.ofNullable(services.get(kind));
    }

    /** @throws IllegalArgumentException if a platform is to be deployed whose attempts would leave something behind */
    public void requireFor(Set<Platform> platforms) {
        List<String> without = new TreeSet<>(platforms)
                .stream()
                        .filter(platform -> !missing(platform).isEmpty())
                        .map(platform -> platform.word() + " (" + missing(platform) + ")")
                        .toList();
        if (!without.isEmpty()) {
            throw new IllegalArgumentException(
                    "These platforms cannot be deployed, because nothing finds and ends what attempts"
                            + " create there: " + String.join(", ", without)
                            + ". Give a ResourceService for each kind, or deploy without"
                            + " them.");
        }
    }

    private String missing(Platform platform) {
        return platform.description().creates().stream()
                .filter(kind -> !services.containsKey(kind))
                .map(ResourceKind::word)
                .collect(Collectors.joining(", "));
    }
}
