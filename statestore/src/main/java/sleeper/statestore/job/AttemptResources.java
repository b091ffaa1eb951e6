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
 * @param requested when the platform was to be asked to create something, in any order; empty for a kind whose requests nobody
 *               records
 */
public record AttemptResources(
        List<Asked> asked, List<Seen> seen, Set<ResourceKind> closed, List<Requested> requested) {
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

    /**
     * A request to the platform, which may have been granted, or not.
     *
     * @param at the moment before it, to the second
     */
    public record Requested(ResourceKind kind, Instant at) {
        public Requested {
            Require.notNull("kind", kind);
            Require.notNull("at", at);
        }
    }

    /** What is on record where nobody records requests. */
    public AttemptResources(List<Asked> asked, List<Seen> seen, Set<ResourceKind> closed) {
        this(asked, seen, closed, List.of());
    }

    public AttemptResources {
        asked = List.copyOf(asked);
        seen = List.copyOf(seen);
        closed = Set.copyOf(closed);
        requested = List.copyOf(requested);
    }

    /** @return whether anything is on record */
    public boolean isRecorded() {
        return !asked.isEmpty();
    }

    /** @return whether nothing of a kind was requested after a moment */
    public boolean isQuietSince(ResourceKind kind, Instant moment) {
        return requested.stream()
                .noneMatch(request -> request.kind() == kind && request.at().isAfter(moment));
    }

    /** @return whether as much of a kind was seen as was requested, or more */
    public boolean hasSeenAllRequested(ResourceKind kind) {
        return seen.stream().filter(found -> found.kind() == kind).count()
                >= requested.stream().filter(request -> request.kind() == kind).count();
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
