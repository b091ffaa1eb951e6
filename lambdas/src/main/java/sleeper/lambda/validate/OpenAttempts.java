package sleeper.lambda.validate;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.Platform;
import sleeper.core.platform.ResourceKind;
import sleeper.statestore.job.ResourceStore;

/** What is busy, by the instance's own records: attempts that asked for something on a platform of which not all is gone. */
final class OpenAttempts {
    /** More than any platform runs at a time that is chosen by this; each costs a look at the store. */
    private static final int MOST = 300;

    private final ResourceStore resources;

    OpenAttempts(ResourceStore resources) {
        this.resources = resources;
    }

    /**
     * @param most how many attempts of each platform matter; none of a platform that is not named
     * @return attempts other than this one, by platform, as far as they matter
     */
    Map<Platform, Integer> others(AttemptId attempt, Map<Platform, Integer> most) {
        Map<Platform, Integer> open = new EnumMap<>(Platform.class);
        Iterator<AttemptId> others = most.isEmpty()
                ? Collections.emptyIterator()
                : resources.open().stream()
                        .filter(other -> !other.equals(attempt))
                        .limit(MOST)
                        .iterator();
        while (others.hasNext() && !isEnough(open, most)) {
            platform(resources.kindsInUse(others.next())).ifPresent(platform -> open.merge(platform, 1, Integer::sum));
        }
        return open;
    }

    private static boolean isEnough(Map<Platform, Integer> open, Map<Platform, Integer> most) {
        return most.entrySet().stream().allMatch(each -> open.getOrDefault(each.getKey(), 0) >= each.getValue());
    }

    private static Optional<Platform> platform(List<ResourceKind> asked) {
        return Arrays.stream(Platform.values())
                .filter(platform -> platform.description().creates().equals(asked))
                .findFirst();
    }
}
