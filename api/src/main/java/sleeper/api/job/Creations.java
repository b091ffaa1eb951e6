package sleeper.api.job;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.statestore.instance.ExecutionStory;
import sleeper.statestore.job.AttemptResources;

/**
 * What an attempt created, as it was observed: by its execution, and by whoever looked for it afterwards.
 *
 * @param created  ids of what was seen, such as ARNs
 * @param tornDown those of what was seen to be gone again, in the same order
 * @param unknown  of an attempt whose execution is closed: what may be there still
 */
public record Creations(Set<String> created, Set<String> tornDown, Set<String> unknown) {
    public static final Creations NONE = new Creations(Set.of(), Set.of(), Set.of());

    /** An attempt of a version that kept no records ended, with what it had created, when its execution did. */
    public static Creations of(AttemptResources records, Optional<ExecutionStory> story) {
        boolean isOver = story.map(ExecutionStory::isClosed).orElse(true);
        Set<String> created = new LinkedHashSet<>();
        story.ifPresent(told -> created.addAll(told.created()));
        created.addAll(records.created());
        Set<String> gone = new HashSet<>(records.tornDown());
        story.ifPresent(told -> gone.addAll(told.tornDown()));
        if (!records.isRecorded() && isOver) {
            gone.addAll(created);
        }
        Set<String> tornDown = new LinkedHashSet<>(created);
        tornDown.retainAll(gone);
        return new Creations(created, tornDown, new LinkedHashSet<>(isOver ? records.unknown() : List.of()));
    }

    /** @return these and those of another attempt */
    Creations and(Creations other) {
        return new Creations(
                union(created, other.created), union(tornDown, other.tornDown), union(unknown, other.unknown));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(others);
        return all;
    }
}
