package sleeper.core.deployment;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import sleeper.core.platform.Platform;

/** Which properties of an instance mean something on some platforms only, by what their names begin with. */
final class PlatformProperties {
    /** Longer beginnings stand before the shorter ones that they begin with. */
    private static final Map<String, Set<Platform>> BEGINNINGS = new LinkedHashMap<>();

    static {
        BEGINNINGS.put("sleeper.bulk.import.persistent.emr.", EnumSet.of(Platform.PERSISTENT_EMR));
        BEGINNINGS.put("sleeper.bulk.import.emr.serverless.", EnumSet.of(Platform.EMR_SERVERLESS));
        BEGINNINGS.put("sleeper.bulk.import.emr.", EnumSet.of(Platform.EMR, Platform.PERSISTENT_EMR));
        BEGINNINGS.put("sleeper.default.bulk.import.emr.serverless.", EnumSet.of(Platform.EMR_SERVERLESS));
        BEGINNINGS.put("sleeper.default.bulk.import.emr.", EnumSet.of(Platform.EMR));
        BEGINNINGS.put("sleeper.default.bulk.import.eks.", EnumSet.of(Platform.EKS));
    }

    private PlatformProperties() {}

    /** @return the platforms that a property is for; empty if it is for all */
    static Set<Platform> of(String property) {
        return BEGINNINGS.entrySet().stream()
                .filter(beginning -> property.startsWith(beginning.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(Set.of());
    }

    /** @return the stacks of platforms, for people */
    static String stacks(Set<Platform> platforms) {
        return platforms.stream()
                .sorted(Comparator.naturalOrder())
                .map(platform -> platform.description().stack())
                .collect(Collectors.joining(" or "));
    }
}
