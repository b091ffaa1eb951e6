package sleeper.statestore.instance;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.OutcomeUnknownException;
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
    private static final Logger LOG = LoggerFactory.getLogger(PreSplit.class);
    private static final int MOST_ROUNDS = 100;

    /** Each may have taken a minute. */
    private static final int MOST_UNKNOWN = 3;

    private final InstanceStores stores;

    public PreSplit(InstanceStores stores) {
        this.stores = stores;
    }

    /**
     * Splits the plan's table if it needs more leaves and may be split. A plan with sources that only its run can list is left as it
     * is: the run splits the table once it knows the rows.
     *
     * @param chooser for this job
     * @return the plan by the table as it is then, with a warning if this call has split it or could not do it; of a call that died
     *     after its split, only the leaves are left
     * @throws InvalidRequestException   if a file cannot be sampled; UNKNOWN_TABLE if the table that was planned for is gone
     * @throws TransientFailureException if a store could not be reached, or others were always faster
     */
    public JobPlan apply(JobPlan plan, CutChooser chooser) {
        if (!isNeeded(plan)) {
            return plan;
        }
        TableLog log = stores.tables().log(plan.table());
        PartitionTree found = partitions(log, plan);
        Optional<PartitionTree> splitFrom = Optional.empty();
        int unknown = 0;
        for (int rounds = 0; rounds < MOST_ROUNDS; rounds++) {
            List<LeafCut> cuts = leaves(found) < wanted(plan) ? chooser.choose(plan, found, wanted(plan)) : List.of();
            if (cuts.isEmpty()) {
                return plan.withPartitions(found, told(splitFrom, found, wanted(plan)));
            }
            Optional<Verdict> verdict = split(log, plan, cuts);
            if (verdict.isEmpty() && ++unknown == MOST_UNKNOWN) {
                break;
            }
            PartitionTree now = partitions(log, plan);
            if (verdict.filter(Verdict.Done.class::isInstance).isPresent() && splitFrom.isEmpty()) {
                splitFrom = Optional.of(found);
            }
            if (verdict.filter(Verdict.Refused.class::isInstance).isPresent() && now.equals(found)) {
                throw new IllegalStateException("cuts that the table does not allow: " + verdict);
            }
            found = now;
        }
        throw new TransientFailureException(
                notSplit(plan),
                List.of(Fault.of(
                        ErrorCode.COMMIT_CONTENTION,
                        "the log of table " + plan.table(),
                        "others before this split each time",
                        "")));
    }

    /** @return what the log says; nothing if it gave no answer: a split that lands later cuts leaves further, or is refused */
    private static Optional<Verdict> split(TableLog log, JobPlan plan, List<LeafCut> cuts) {
        try {
            return Optional.of(log.split(plan.incarnation(), cuts));
        } catch (OutcomeUnknownException e) {
            LOG.warn("Whether table {} was split for attempt {} is looked for in it", plan.table(), plan.attempt(), e);
            return Optional.empty();
        }
    }

    /** As {@link #apply}, but nothing is written: what the plan would be. */
    public static JobPlan propose(JobPlan plan, CutChooser chooser) {
        if (!isNeeded(plan)) {
            return plan;
        }
        List<LeafCut> cuts = chooser.choose(plan, plan.partitions(), wanted(plan));
        if (cuts.isEmpty()) {
            return plan.withWarnings(told(Optional.empty(), plan.partitions(), wanted(plan)));
        }
        PartitionTree after = plan.partitions().split(cuts);
        return plan.withPartitions(after, List.of(split(plan.partitions(), after, wanted(plan), "will be")));
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

    private static List<String> told(Optional<PartitionTree> splitFrom, PartitionTree found, int wanted) {
        if (splitFrom.isPresent()) {
            return List.of(split(splitFrom.get(), found, wanted, "was"));
        }
        return leaves(found) < wanted
                ? List.of("The table has " + counted(found) + ", where a bulk import wants " + wanted
                        + ": the sample has too few keys to split it further.")
                : List.of();
    }

    private static String split(PartitionTree before, PartitionTree after, int wanted, String verb) {
        String words = "The table " + verb + " split by a sample of the input, from " + counted(before) + " into "
                + leaves(after);
        return leaves(after) < wanted
                ? words + ": the sample has too few keys for the " + wanted + " that a bulk import wants."
                : words + ".";
    }

    private static String counted(PartitionTree partitions) {
        return leaves(partitions) == 1 ? "1 leaf partition" : leaves(partitions) + " leaf partitions";
    }
}
