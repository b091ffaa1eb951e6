package sleeper.statestore.instance;

import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.CutChooser;
import sleeper.core.job.JobPlan;
import sleeper.core.partition.LeafCut;
import sleeper.core.partition.PartitionTree;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.Settings;
import sleeper.statestore.table.TableLog;
import sleeper.statestore.table.Verdict;

/**
 * Splits a table that has too few leaves for a bulk import, before files are cut for them. Of several jobs one splits it: the
 * others find its leaves there, or lose the place in the log and look again. Safe for use by many threads and processes.
 */
public final class PreSplit {
    private static final int MOST_ROUNDS = 100;

    private final InstanceStores stores;

    public PreSplit(InstanceStores stores) {
        this.stores = stores;
    }

    /**
     * Splits the plan's table if it needs more leaves and may be split. A plan with sources that only its run can list is left as it
     * is: the run splits the table once it knows the rows.
     *
     * @param chooser for this job
     * @return the plan by the table as it is then, with a warning if this call has split it or could not do it
     * @throws InvalidRequestException   if a file cannot be sampled; UNKNOWN_TABLE if the table that was planned for is gone
     * @throws TransientFailureException if a store could not be reached, or others were always faster
     */
    public JobPlan apply(JobPlan plan, CutChooser chooser) {
        if (!isNeeded(plan)) {
            return plan;
        }
        TableLog log = stores.tables().log(plan.table());
        int wanted = wanted(plan);
        boolean hasSplit = false;
        for (int rounds = 0; rounds < MOST_ROUNDS; rounds++) {
            PartitionTree found = partitions(log, plan);
            List<LeafCut> cuts = leaves(found) < wanted ? chooser.choose(plan, found, wanted) : List.of();
            if (cuts.isEmpty()) {
                boolean isFew = leaves(found) < wanted;
                return plan.withPartitions(
                        found, hasSplit ? split(plan, found, "was") : isFew ? notSplit(found, wanted) : List.of());
            }
            // If another was first, the next round sees what the table is like by now.
            hasSplit |= log.split(plan.incarnation(), cuts) instanceof Verdict.Done;
        }
        throw new TransientFailureException(
                notSplit(plan),
                List.of(Fault.of(
                        ErrorCode.COMMIT_CONTENTION,
                        "the log of table " + plan.table(),
                        MOST_ROUNDS + " times other leaves than a moment before",
                        "")));
    }

    /** As {@link #apply}, but nothing is written: what the plan would be. */
    public static JobPlan propose(JobPlan plan, CutChooser chooser) {
        if (!isNeeded(plan)) {
            return plan;
        }
        List<LeafCut> cuts = chooser.choose(plan, plan.partitions(), wanted(plan));
        if (cuts.isEmpty()) {
            return plan.withWarnings(notSplit(plan.partitions(), wanted(plan)));
        }
        PartitionTree after = plan.partitions().split(cuts);
        return plan.withPartitions(after, split(plan, after, "will be"));
    }

    private static boolean isNeeded(JobPlan plan) {
        return plan.platform().isSpark()
                && Settings.ofMap(plan.settings()).get(BulkImportSettings.PRESPLIT)
                && plan.unresolved().isEmpty()
                && plan.inputRows() > 0
                && leaves(plan.partitions()) < wanted(plan);
    }

    private static int wanted(JobPlan plan) {
        return Settings.ofMap(plan.settings()).get(BulkImportSettings.MIN_LEAF_PARTITIONS);
    }

    private static int leaves(PartitionTree partitions) {
        return partitions.leaves().size();
    }

    private static PartitionTree partitions(TableLog log, JobPlan plan) {
        return log.state()
                .table()
                .filter(table -> table.incarnation().equals(plan.incarnation()))
                .orElseThrow(() -> new InvalidRequestException(
                        notSplit(plan),
                        List.of(new Fault(
                                ErrorCode.UNKNOWN_TABLE,
                                "table " + plan.table(),
                                "none, or another of this name: it was dropped after the job was planned",
                                "the table that the job was planned for",
                                "Send the job again, under an id of its own, if its rows are for the table of now."))))
                .partitions();
    }

    private static String notSplit(JobPlan plan) {
        return "Table " + plan.table() + " was not split for attempt " + plan.attempt() + ".";
    }

    private static List<String> split(JobPlan plan, PartitionTree after, String verb) {
        String words = "The table " + verb + " split by a sample of the input, from " + counted(plan.partitions())
                + " into " + leaves(after);
        return List.of(
                leaves(after) < wanted(plan)
                        ? words + ": its keys are too few for the " + wanted(plan) + " that a bulk import wants."
                        : words + ".");
    }

    private static List<String> notSplit(PartitionTree partitions, int wanted) {
        return List.of("The table keeps its " + counted(partitions) + ", where a bulk import wants " + wanted
                + ": the sample of the input has too few keys to split it.");
    }

    private static String counted(PartitionTree partitions) {
        return leaves(partitions) == 1 ? "1 leaf partition" : leaves(partitions) + " leaf partitions";
    }
}
