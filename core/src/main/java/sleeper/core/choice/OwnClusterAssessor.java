package sleeper.core.choice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.core.price.Assumption;
import sleeper.core.price.InstanceType;
import sleeper.core.price.Span;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.Settings;
import sleeper.core.util.Amounts;

/** An EMR cluster that is made for the job. Its instances are billed from their start on. */
final class OwnClusterAssessor implements Assessor {
    /** Spark asks YARN for as many executors if a run says nothing. */
    static final int EXECUTORS_BY_ITSELF = 2;

    private final Figures figures;

    OwnClusterAssessor(Figures figures) {
        this.figures = figures;
    }

    @Override
    public Assessment assess(Work work, Candidate candidate, Site site) {
        Settings settings = site.settings();
        SparkSize size = SparkSize.of(candidate.sparkConf(), EXECUTORS_BY_ITSELF, true);
        String typeName = settings.get(BulkImportSettings.EMR_EXECUTOR_TYPE);
        String masterName = settings.get(BulkImportSettings.EMR_MASTER_TYPE);
        Optional<InstanceType> type = figures.prices().instanceType(typeName);
        Optional<InstanceType> master = figures.prices().instanceType(masterName);
        return type.map(known -> assess(work, candidate, settings, size, known, master, masterName))
                .orElseGet(() -> ofUnknownType(work, candidate, size, typeName, masterName));
    }

    private Assessment assess(
            Work work,
            Candidate candidate,
            Settings settings,
            SparkSize size,
            InstanceType type,
            Optional<InstanceType> master,
            String masterName) {
        int initial = settings.get(BulkImportSettings.EMR_INITIAL_INSTANCES);
        int most = Math.max(initial, settings.get(BulkImportSettings.EMR_MAX_INSTANCES));
        Nodes nodes = new Nodes(type, size);
        int wanted = size.mostExecutors();
        int instances = Math.max(initial, nodes.instancesFor(wanted, most));
        SparkShare share = new SparkShare(work, candidate, size);
        SparkRoom room = nodes.room(instances, wanted).orElseGet(() -> new SparkRoom(1, size.cores(), 0));
        List<String> warnings = new ArrayList<>(share.warnings(room.executors()));
        int fit = nodes.executorsOn(most);
        if (fit > 0 && fit < size.executors()) {
            warnings.add(ClusterWords.executorsWait(
                    size.executors(), fit, most, type.name(), BulkImportSettings.EMR_MAX_INSTANCES.name()));
        }
        if (master.isEmpty()) {
            warnings.add(ClusterWords.noPrice(masterName, figures.prices()));
        }
        Span growth = figures.assumed(Assumption.CLUSTER_GROWTH).times(instances > initial ? 1 : 0);
        Span seconds = figures.assumed(Assumption.CLUSTER_OVERHEAD)
                .plus(growth)
                .plus(figures.workSeconds(candidate.engine(), work, Span.of(room.vcpus())));
        Optional<Span> cost =
                master.map(found -> Figures.during(seconds, figures.perHour(found) + instances * figures.perHour(type))
                        .plus(figures.around(work, candidate)));
        return new Assessment(
                candidate.platform(),
                seconds,
                cost,
                "a cluster of its own with " + Amounts.count(instances, "instance") + " of " + type.name()
                        + " and a master node of " + masterName + ", for "
                        + Amounts.count(room.executors(), "executor") + " of " + size.executorWords(),
                Optional.of(nodes.advice(figures.prices(), work, candidate)),
                nodes.faults(figures.prices()),
                nodes.faults(figures.prices()).isEmpty() ? share.diskObstacles(room) : List.of(),
                warnings);
    }

    private Assessment ofUnknownType(
            Work work, Candidate candidate, SparkSize size, String typeName, String masterName) {
        double vcpus = (double) size.mostExecutors() * size.cores();
        List<String> warnings = new ArrayList<>(new SparkShare(work, candidate, size).warnings(size.mostExecutors()));
        warnings.add(ClusterWords.noPrice(typeName, figures.prices()));
        return new Assessment(
                candidate.platform(),
                figures.assumed(Assumption.CLUSTER_OVERHEAD)
                        .plus(figures.workSeconds(candidate.engine(), work, Span.of(vcpus))),
                Optional.empty(),
                "a cluster of its own with instances of " + typeName + " and a master node of " + masterName + ", for "
                        + Amounts.count(size.mostExecutors(), "executor") + " of " + size.executorWords(),
                Optional.of(new SparkAdvice(figures.prices())
                        .of(work, candidate, size, Integer.MAX_VALUE, (any, memory) -> 0)),
                List.of(),
                List.of(),
                warnings);
    }
}
