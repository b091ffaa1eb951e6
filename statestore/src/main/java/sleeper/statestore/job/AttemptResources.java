package sleeper.statestore.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.core.platform.ResourceKind;
import sleeper.core.util.Require;

/**
 * What is on record of what an attempt creates on its platform. What was asked for is not known to be there until it is seen, and
 * what was seen is not known to be gone until that is seen.
 *
 * @param asked  what the attempt was to create, in the order of asking; empty if the attempt was made by a version that kept no
 *               such records, or created nothing
 * @param seen   what was seen of that, oldest first
 * @param closed the kinds of which a last look found nothing that still runs
 */
public record AttemptResources(List<Asked> asked, List<Seen> seen, Set<ResourceKind> closed) {
    /**
     * Something that was to be created.
     *
     * @param name what it is found by
     */
    public record Asked(ResourceKind kind, String name, Instant at) {
        public Asked {
            Require.notNull("kind", kind);
            Require.notBlank("name", name);
            Require.notNull("at", at);
        }
    }

    /**
     * Something that was seen.
     *
     * @param id     the service's id of it, such as an ARN
     * @param goneAt when it was first seen to be gone; empty if it was not
     */
    public record Seen(ResourceKind kind, String id, Instant at, Optional<Instant> goneAt) {
        public Seen {
            Require.notNull("kind", kind);
            Require.notBlank("id", id);
            Require.notNull("at", at);
            Require.notNull("goneAt", goneAt);
        }

        public boolean isGone() {
            return goneAt.isPresent();
        }
    }

    public AttemptResources {
        asked = List.copyOf(asked);
        seen = List.copyOf(seen);
        closed = Set.copyOf(closed);
    }

    /** @return whether anything is on record */
    public boolean isRecorded() {
        return !asked.isEmpty();
    }

    /** @return whether nothing of the attempt can be there any more, as far as was seen */
    public boolean isClosed() {
        return unknown().isEmpty();
    }

    /** @return ids of what was seen */
    public List<String> created() {
        return seen.stream().map(Seen::id).toList();
    }

    /** @return ids of what was seen to be gone */
    public List<String> tornDown() {
        return seen.stream().filter(Seen::isGone).map(Seen::id).toList();
    }

    /** @return what may be there still: ids of what was seen, otherwise kind and name of what was asked for */
    public List<String> unknown() {
        List<String> unknown = new ArrayList<>(
                seen.stream().filter(found -> !found.isGone()).map(Seen::id).toList());
        asked.stream()
                .filter(wanted -> !closed.contains(wanted.kind()))
                .filter(wanted -> seen.stream().noneMatch(found -> found.kind() == wanted.kind() && !found.isGone()))
                .forEach(wanted -> unknown.add(wanted.kind().word() + " " + wanted.name()));
        return unknown;
    }
}
