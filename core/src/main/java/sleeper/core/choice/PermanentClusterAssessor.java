package sleeper.core.choice;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.core.platform.Platform;
import sleeper.core.price.Assumption;
import sleeper.core.price.InstanceType;
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

    @Override
    public Assessment assess(Work work, Candidate candidate, Site site) {
        Settings settings = site.settings();
        SparkSize size = SparkSize.of(candidate.sparkConf(), OwnClusterAssessor.EXECUTORS_BY_ITSELF, true);
        String typeName = settings.get(BulkImportSettings.PERSISTENT_CORE_TYPE);
        int others = site.open(Platform.PERSISTENT_EMR);
        List<String> obstacles = busy(settings, others);
        return figures.prices()
                .instanceType(typeName)
                .map(type -> assess(work, candidate, settings, new Nodes(type, size), others, obstacles))
                .orElseGet(() -> ofUnknownType(work, candidate, size, typeName, obstacles));
    }

    private static List<String> busy(Settings settings, int others) {
        int steps = settings.get(BulkImportSettings.PERSISTENT_STEP_CONCURRENCY);
        return others < steps
                ? List.of()
                : List.of("It runs " + Amounts.count(steps, "step") + " at a time and has "
                        + Amounts.count(others, "job") + ": this one would wait for its turn.");
    }

    private Assessment assess(
            Work work, Candidate candidate, Settings settings, Nodes nodes, int others, List<String> busy) {
        SparkSize size = nodes.size();
        InstanceType type = nodes.type();
        int least = settings.get(BulkImportSettings.PERSISTENT_MIN_INSTANCES);
        boolean grows = settings.get(BulkImportSettings.PERSISTENT_MANAGED_SCALING);
        int most = grows ? Math.max(least, settings.get(BulkImportSettings.PERSISTENT_MAX_INSTANCES)) : least;
        int wanted = size.mostExecutors();
        int instances = Math.max(least, nodes.instancesFor(wanted, most));
        SparkRoom grown = nodes.room(instances, wanted).orElseGet(() -> new SparkRoom(1, size.cores(), 0));
        SparkShare share = new SparkShare(work, candidate, size);

        Span withAll =
                figures.workSeconds(candidate.engine(), work, new Span(grown.vcpus() / (others + 1), grown.vcpus()));
        double slowest = withAll.most();
        if (instances > least) {
            double growing = figures.assumed(Assumption.CLUSTER_GROWTH).most() + slowest;
            slowest = nodes.room(least, wanted)
                    .map(found -> Math.min(
                            growing,
                            figures.workSeconds(candidate.engine(), work, Span.of(found.vcpus() / (others + 1)))
                                    .most()))
                    .orElse(growing);
        }
        Span busyFor = new Span(withAll.least(), Math.max(withAll.least(), slowest));
        Span seconds = figures.assumed(Assumption.STEP_OVERHEAD).plus(busyFor);
        Span added = Figures.during(
                busyFor.plus(figures.assumed(Assumption.CLUSTER_SHRINKAGE)),
                (instances - least) * figures.perHour(type));

        List<String> obstacles = new ArrayList<>(busy);
        if (nodes.faults(figures.prices()).isEmpty()) {
            obstacles.addAll(share.diskObstacles(grown));
        }
        List<String> warnings = new ArrayList<>(share.warnings(grown.executors()));
        int fit = nodes.executorsOn(most);
        if (fit > 0 && fit < size.executors()) {
            String property = (grows
                            ? BulkImportSettings.PERSISTENT_MAX_INSTANCES
                            : BulkImportSettings.PERSISTENT_MIN_INSTANCES)
                    .name();
            warnings.add(ClusterWords.executorsWait(size.executors(), fit, most, type.name(), property));
        }
        return new Assessment(
                candidate.platform(),
                seconds,
                Optional.of(added.plus(figures.around(work, candidate))),
                "the permanent cluster with " + (instances > least ? least + " to " : "")
                        + Amounts.count(instances, "instance") + " of " + type.name() + ", for "
                        + Amounts.count(grown.executors(), "executor") + " of " + size.executorWords()
                        + "; its least instances are billed anyway, "
                        + Amounts.money(BigDecimal.valueOf(least * figures.perHour(type))) + " "
                        + figures.prices().currency() + " an hour",
                Optional.of(nodes.advice(figures.prices(), work, candidate)),
                nodes.faults(figures.prices()),
                obstacles,
                warnings);
    }

    private Assessment ofUnknownType(
            Work work, Candidate candidate, SparkSize size, String typeName, List<String> obstacles) {
        double vcpus = (double) size.mostExecutors() * size.cores();
        List<String> warnings = new ArrayList<>(new SparkShare(work, candidate, size).warnings(size.mostExecutors()));
        warnings.add(ClusterWords.noPrice(typeName, figures.prices()));
        return new Assessment(
                candidate.platform(),
                figures.assumed(Assumption.STEP_OVERHEAD)
                        .plus(figures.workSeconds(candidate.engine(), work, Span.of(vcpus))),
                Optional.empty(),
                "the permanent cluster with instances of " + typeName + ", for "
                        + Amounts.count(size.mostExecutors(), "executor") + " of " + size.executorWords(),
                Optional.of(new SparkAdvice(figures.prices())
                        .of(work, candidate, size, Integer.MAX_VALUE, (any, memory) -> 0)),
                List.of(),
                obstacles,
                warnings);
    }
}
