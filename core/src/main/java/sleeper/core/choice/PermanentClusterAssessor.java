package sleeper.core.choice;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.core.platform.Platform;
import sleeper.core.price.Assumption;
import sleeper.core.price.Span;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.Settings;
import sleeper.core.util.Amounts;

/**
 * A step on the permanent EMR cluster. Its least instances are billed whether it has work or not, so that a job costs only the
 * instances that are added for it.
 */
final class PermanentClusterAssessor implements Assessor {
    private final Figures figures;

    PermanentClusterAssessor(Figures figures) {
        this.figures = figures;
    }

    /**
     * How far the cluster grows.
     *
     * @param least that it always has
     * @param most  that it may have
     * @param used  that it has for the job
     */
    private record Instances(int least, int most, int used) {
        static Instances of(Settings settings, Nodes nodes) {
            int least = settings.get(BulkImportSettings.PERSISTENT_MIN_INSTANCES);
            int most = settings.get(BulkImportSettings.PERSISTENT_MANAGED_SCALING)
                    ? Math.max(least, settings.get(BulkImportSettings.PERSISTENT_MAX_INSTANCES))
                    : least;
            return new Instances(
                    least, most, Math.max(least, nodes.instancesFor(nodes.size().mostExecutors(), most)));
        }

        int added() {
            return used - least;
        }

        String words() {
            return (added() > 0 ? least + " to " : "") + Amounts.count(used, "instance");
        }
    }

    @Override
    public Assessment assess(Work work, Candidate candidate, Site site) {
        Settings settings = site.settings();
        SparkSize size = SparkSize.of(candidate.sparkConf(), OwnClusterAssessor.EXECUTORS_BY_ITSELF, true);
        String type = settings.get(BulkImportSettings.PERSISTENT_CORE_TYPE);
        int steps = settings.get(BulkImportSettings.PERSISTENT_STEP_CONCURRENCY);
        int others = site.open(Platform.PERSISTENT_EMR);
        List<String> busy = busy(steps, others);
        return figures.prices()
                .instanceType(type)
                .map(known ->
                        assess(work, candidate, settings, new Nodes(known, size), Math.min(others, steps - 1), busy))
                .orElseGet(() -> new UnknownNodes(figures)
                        .assess(
                                work,
                                candidate,
                                size,
                                figures.assumed(Assumption.STEP_OVERHEAD),
                                "the permanent cluster",
                                List.of(type),
                                busy));
    }

    private static List<String> busy(int steps, int others) {
        return others < steps
                ? List.of()
                : List.of(
                        "The permanent cluster runs " + Amounts.count(steps, "step")
                                + " at a time, and other jobs have them all: this one would wait for its turn, which the time is without.");
    }

    private Assessment assess(
            Work work, Candidate candidate, Settings settings, Nodes nodes, int others, List<String> busy) {
        Instances instances = Instances.of(settings, nodes);
        SparkRoom room = nodes.roomOrOne(instances.used());
        SparkShare share = new SparkShare(work, candidate, nodes.size());
        List<String> obstacles = new ArrayList<>(busy);
        if (nodes.faults(figures.prices()).isEmpty()) {
            obstacles.addAll(share.diskObstacles(room));
        }
        List<String> warnings = new ArrayList<>(share.warnings(room.executors(), nodes.mostMemoryMib()));
        nodes.warning(
                        instances.most(),
                        settings.get(BulkImportSettings.PERSISTENT_MANAGED_SCALING)
                                ? BulkImportSettings.PERSISTENT_MAX_INSTANCES
                                : BulkImportSettings.PERSISTENT_MIN_INSTANCES)
                .ifPresent(warnings::add);
        Span working = working(work, candidate, nodes, instances, others);
        Span added = Figures.during(
                working.plus(figures.assumed(Assumption.CLUSTER_SHRINKAGE)),
                instances.added() * figures.perHour(nodes.type()));
        return new Assessment(
                candidate.platform(),
                figures.assumed(Assumption.STEP_OVERHEAD).plus(working),
                Optional.of(added.plus(figures.around(work, candidate))),
                "the permanent cluster with " + instances.words() + " of "
                        + nodes.type().name() + ", for " + Amounts.count(room.executors(), "executor") + " of "
                        + nodes.size().executorWords() + "; its least instances are billed anyway, "
                        + Amounts.money(BigDecimal.valueOf(instances.least() * figures.perHour(nodes.type()))) + " "
                        + figures.prices().currency() + " an hour",
                Optional.of(nodes.advice(figures.prices(), work, candidate)),
                nodes.faults(figures.prices()),
                obstacles,
                warnings);
    }

    /** Those that run beside it share the processors; what the least instances have done before more are there needs no more. */
    private Span working(Work work, Candidate candidate, Nodes nodes, Instances instances, int others) {
        double grown = nodes.roomOrOne(instances.used()).vcpus();
        Span withAll = figures.workSeconds(candidate.engine(), work, new Span(grown / (others + 1), grown));
        if (instances.added() == 0) {
            return withAll;
        }
        double growing = figures.assumed(Assumption.CLUSTER_GROWTH).most() + withAll.most();
        double least = nodes.roomOrOne(instances.least()).vcpus();
        double withLeast = figures.workSeconds(candidate.engine(), work, Span.of(least / (others + 1)))
                .most();
        return new Span(withAll.least(), Math.min(growing, withLeast));
    }
}
