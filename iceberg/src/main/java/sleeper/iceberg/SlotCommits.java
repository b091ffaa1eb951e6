package sleeper.iceberg;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.table.DataFile;
import sleeper.statestore.table.JobState.Commit;
import sleeper.statestore.table.TableState;

/**
 * What becomes one snapshot: the commits of a slot of the log; of old slots of which nobody wants a snapshot each, the commits of them
 * all.
 *
 * @param slot     the last of the slots
 * @param atMillis when it was written, by the committer's clock
 * @param commits  those of the slot, and before them those of older ones, in the order of their slots
 */
record SlotCommits(long slot, long atMillis, List<Added> commits) {
    SlotCommits {
        commits = List.copyOf(commits);
    }

    /**
     * A commit and the files that it added.
     *
     * @param files one or more, or none where its inputs held no rows
     */
    record Added(AttemptId attempt, Commit commit, List<DataFile> files) {}

    /**
     * @param cursor the last slot that is published
     * @return what the live table's commits added in later slots, slot by slot. Cost: a look at each job
     */
    static List<SlotCommits> after(TableState state, long cursor) {
        TreeMap<Long, List<Added>> slots = new TreeMap<>();
        state.jobs()
                .forEach((id, job) -> job.committed()
                        .filter(commit -> commit.slot() > cursor && state.isLive(commit))
                        .ifPresent(commit -> slots.computeIfAbsent(commit.slot(), slot -> new ArrayList<>())
                                .add(added(state, id, commit))));
        List<SlotCommits> all = new ArrayList<>();
        slots.forEach((slot, added) ->
                all.add(new SlotCommits(slot, added.get(0).commit().atMillis(), added)));
        return all;
    }

    private static Added added(TableState state, String id, Commit commit) {
        return new Added(
                new AttemptId(new JobId(id), commit.attempt()),
                commit,
                state.filesByJob().get(id).orElse(List.of()));
    }

    /** @return the same, where the slots at the front that are older than a time are one */
    static List<SlotCommits> folded(List<SlotCommits> slots, long olderThanMillis) {
        int old = 0;
        while (old < slots.size() && slots.get(old).atMillis() < olderThanMillis) {
            old++;
        }
        if (old < 2) {
            return slots;
        }
        SlotCommits last = slots.get(old - 1);
        List<Added> together = slots.subList(0, old).stream()
                .flatMap(slot -> slot.commits().stream())
                .toList();
        List<SlotCommits> folded = new ArrayList<>();
        folded.add(new SlotCommits(last.slot(), last.atMillis(), together));
        folded.addAll(slots.subList(old, slots.size()));
        return folded;
    }

    /** @return how many files are added */
    long files() {
        return commits.stream().mapToLong(added -> added.files().size()).sum();
    }

    /** @return the commits of the slot itself */
    List<Added> ofSlot() {
        return commits.stream().filter(each -> each.commit().slot() == slot).toList();
    }
}
